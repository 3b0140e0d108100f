// One chat's line to the server: a socket where it can be had, asking again and again where not.
// Messages come in order and once; what is said carries its own id and is repeated until it is
// acknowledged, so that nothing is lost and nothing doubled.
import { HOPELESS_OPENS } from "./polling.js";
import { RETRY_MS } from "./polling.js";
import { overHttp } from "./polling.js";
import { outbox } from "./store.js";

const PING_MS = 25000;
const SILENCE_MS = 60000;
const LATER = new Set(["too_many", "busy", "server_error"]);

/** Where the socket is: what the server names, else the page's own host on the next port. */
export function socketUrl({ socket, socket_port: port }) {
  return socket || `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.hostname}:${port}/ws`;
}

export class Connection {
  /** `on`: message, tell, state, status (online | connecting | offline), refused. */
  constructor({ api, ticket, url, language, after, version, on }) {
    Object.assign(this, { api, ticket, url, language, after, version, on });
    this.tries = 0;
    this.unopened = 0;
    this.flying = new Set();
    // A socket that outlived the break proves it by an answer.
    this.wake = () => (this.ready ? this.send({ t: "ping" }) : this.again(0));
    this.sleep = () => ((this.asleep = true), this.on.status("offline"));
    addEventListener("online", this.wake);
    addEventListener("offline", this.sleep);
    this.open();
  }

  close() {
    this.closed = true;
    removeEventListener("online", this.wake);
    removeEventListener("offline", this.sleep);
    clearTimeout(this.timer);
    clearInterval(this.pulse);
    this.asking?.abort();
    this.socket?.close();
  }

  open() {
    if (this.closed || this.socket) return;
    this.trying();
    let opened = false;
    try {
      this.socket = new WebSocket(this.url);
    } catch {
      this.unopened = HOPELESS_OPENS;
      return void this.ask();
    }
    this.socket.onopen = () => {
      opened = true;
      this.unopened = 0;
      this.send({ t: "hello", key: this.api.key, after: this.after, language: this.language });
    };
    this.socket.onmessage = (event) => this.take(JSON.parse(event.data));
    this.socket.onclose = (event) => this.lost(opened, event.code);
  }

  take(frame) {
    this.heard = Date.now();
    if (this.asleep && this.ready && navigator.onLine) {
      this.asleep = false;
      this.on.status("online");
    }
    if (frame.t === "welcome") this.welcome();
    else if (frame.t === "msg") this.message(frame.m);
    else if (frame.t === "ack") this.landed(frame.id);
    else if (frame.t === "tell") this.on.tell(frame);
    else if (frame.t === "error" && frame.id) this.error(frame.id, frame);
  }

  welcome() {
    this.tries = 0;
    this.ready = this.had = true;
    this.asking?.abort();
    this.on.status("online");
    clearInterval(this.pulse);
    this.pulse = setInterval(() => this.beat(), PING_MS);
    this.flying.clear();
    this.flush();
  }

  trying() {
    if (!this.polls) this.on.status(navigator.onLine ? "connecting" : "offline");
  }

  /** A line that died without a word is found by its silence. */
  beat() {
    if (Date.now() - this.heard > SILENCE_MS) this.socket?.close();
    else this.send({ t: "ping" });
  }

  lost(opened, code) {
    this.socket = null;
    this.ready = false;
    this.flying.clear(); // what was on its way may not have arrived
    clearInterval(this.pulse);
    if (this.closed) return;
    if (code === 4401 || code === 4403) return void this.on.refused(code);
    if (!opened) this.unopened += 1;
    if (this.unopened >= HOPELESS_OPENS) return void this.ask();
    this.trying();
    const pause = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)];
    this.tries += 1;
    this.again(pause * (0.75 + Math.random() / 2));
  }

  again(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), pause);
  }

  message(wire) {
    if (wire.seq > this.after) this.after = wire.seq;
    if (wire.id) this.landed(wire.id);
    this.on.message(wire);
  }

  landed(id) {
    this.flying.delete(id);
    outbox.remove(this.ticket, id);
  }

  error(id, { code, sentence }) {
    this.flying.delete(id);
    if (LATER.has(code)) return void setTimeout(() => this.flush(), 3000);
    const entry = outbox.all(this.ticket).find((each) => each.id === id);
    outbox.remove(this.ticket, id);
    this.on.failed(id, sentence, entry);
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** Send all that waits and is not on its way. */
  flush() {
    for (const entry of outbox.all(this.ticket)) {
      if (this.flying.has(entry.id)) continue;
      this.flying.add(entry.id);
      if (this.ready && !entry.files?.length) this.send({ t: "say", id: entry.id, text: entry.text });
      else this.post(entry);
    }
  }
}

Object.assign(Connection.prototype, overHttp);
