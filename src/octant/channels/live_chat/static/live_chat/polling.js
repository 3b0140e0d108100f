// Over HTTP: messages with files always, and everything else where sockets are blocked.
import { Refused } from "./api.js";

export const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15000, 30000];
export const HOPELESS_OPENS = 2; // so many sockets that never opened: ask over HTTP instead
const TRY_SOCKET_AGAIN_MS = 60000;

/** Methods of Connection. */
export const overHttp = {
  async post({ id, text, files }) {
    try {
      const { message } = await this.api.post("messages", { id, text, files: files?.map((f) => f.id) });
      this.landed(id);
      this.on.message(message);
    } catch (error) {
      if (error instanceof Refused && error.code) this.error(id, { code: error.code, sentence: error.message });
      else this.error(id, { code: "busy" });
    }
  },

  async ask() {
    let failures = 0;
    const stop = Date.now() + TRY_SOCKET_AGAIN_MS;
    while (!this.closed && !this.ready) {
      failures = await this.askOnce(failures);
      if (Date.now() > stop && navigator.onLine) break;
    }
    this.unopened = 0;
    this.open();
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
