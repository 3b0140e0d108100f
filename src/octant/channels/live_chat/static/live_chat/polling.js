// Over HTTP: messages with files always, and everything else where sockets are blocked.
import { Refused } from "./api.js";

export const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15000, 30000];
export const HOPELESS_OPENS = 2; // so many sockets that never opened: ask over HTTP instead
const KNOCK_MS = 60000; // how often a socket is tried where none ever opened
const KNOCK_SOON_MS = 4000; // and where one did: its process is coming back

/** Methods of Connection. */
export const overHttp = {
  async post({ id, text, files }) {
    try {
      const { message } = await this.api.post("messages", { id, text, files: files?.map((f) => f.id) });
      this.landed(id);
      // Out of turn it waits: it comes once more together with what lies before it.
      if (message.seq === this.after + 1) this.message(message);
    } catch (error) {
      if (error instanceof Refused && error.code) this.error(id, { code: error.code, sentence: error.message });
      else this.error(id, { code: "busy" });
    }
  },

  async ask() {
    if (this.polls) return;
    this.polls = true;
    const knock = setInterval(() => this.open(), this.had ? KNOCK_SOON_MS : KNOCK_MS);
    let failures = 0;
    while (!this.closed && !this.ready) failures = await this.askOnce(failures);
    clearInterval(knock);
    this.polls = false;
  },

  async askOnce(failures) {
    this.asking = new AbortController();
    const began = Date.now();
    try {
      // After a failure the first answer comes at once: it tells that the line is back.
      const query = `messages?after=${this.after}&version=${this.version}${failures ? "" : "&wait=1"}`;
      const { messages, state } = await this.api.get(query, this.asking.signal);
      this.version = state.version;
      this.on.status("online");
      messages.forEach((wire) => this.message(wire));
      this.on.state(state);
      this.flush();
      // The server answers at once where too many wait: then the pause is ours.
      if (!messages.length && Date.now() - began < 1000) await pause(3000);
      return 0;
    } catch (error) {
      if (this.ready || this.closed) return 0; // given up for a socket
      if (error instanceof Refused && error.status === 403) {
        this.on.refused(4401);
        this.close();
        return 0;
      }
      this.on.status("offline");
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      return failures + 1;
    }
  },
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
