// One chat: ties the line, the log, the queue, the composer and the ending together.
import { Connection } from "./connection.js";
import { socketUrl } from "./connection.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { Queue } from "./queue.js";
import { Status } from "./status.js";
import { el } from "./dom.js";
import { toolbar } from "./toolbar.js";
import { outbox } from "./store.js";
import { store } from "./store.js";
import { tabs } from "./store.js";
import { uuid } from "./store.js";

const REFETCH_MS = 300;

export class Room {
  talking = true;

  constructor(chat, state) {
    Object.assign(this, { chat, words: chat.words, ticket: state.ticket, unread: 0 });
    this.log = new Log(chat);
    this.queue = new Queue(chat, { byEmail: () => this.act("end", { by_email: true }) });
    this.composer = new Composer(chat, state.ticket, { send: (...what) => this.say(...what), typing: () => this.line.send({ t: "typing" }) });
    this.ending = el("div");
    this.status = new Status(this.words);
    this.head = el("p", { class: "chat-agent" });
    this.element = el("div", { class: "chat-room" }, this.head, this.status.element, this.queue.element, this.log.element, this.log.more, this.ending, this.composer.element);
    this.composer.acceptDrops(this.element);
    this.tools = [toolbar(chat, { end: () => this.act("end"), isLive: () => this.state.live, email: state.email })];
    this.update(state);
    this.connect();
    document.addEventListener("visibilitychange", (this.visibility = () => this.shown()));
  }

  connect() {
    const { config, api, language } = this.chat;
    const on = {
      message: (wire) => this.message(wire),
      tell: (news) => this.told(news),
      state: (state) => this.update(state),
      status: (status) => this.status.line(status),
      failed: (id, sentence, entry) => this.log.fail(id, sentence || this.words.not_sent, () => this.composer.put(entry?.text ?? "")),
      refused: () => this.chat.enter(api.key).then((found) => found || this.chat.ask()),
    };
    for (const entry of outbox.all(this.ticket)) this.log.pend(entry);
    this.line = new Connection({ api, ticket: this.ticket, url: socketUrl(config), language, after: 0, version: this.state.version, on });
  }

  leave() {
    clearTimeout(this.soon); // or it asks with the next key
    this.line.close();
    document.removeEventListener("visibilitychange", this.visibility);
  }

  focus() {
    if (!this.composer.element.hidden) this.composer.input.focus();
    else this.log.element.focus();
  }

  shown() {
    if (!this.chat.visible) return;
    this.chat.host.badge((this.unread = 0));
    this.log.toEnd();
    this.read();
    tabs.tell("read");
  }

  hear(kind) {
    if (kind === "read") this.chat.host.badge((this.unread = 0));
    if (kind === "sent") for (const entry of outbox.all(this.ticket)) this.log.pend(entry);
  }

  message(wire) {
    if (!this.log.add(wire)) return;
    this.last = wire.seq;
    if (wire.from === "agent") this.log.type("");
    if (wire.kind === "event") this.refetch();
    this.log.receipts(this.state);
    if (this.chat.visible) this.read();
    else if (wire.from === "agent" && wire.seq > this.state.seen) this.chat.host.badge((this.unread += 1));
  }

  /** Tell the server how far we have read; only a window that can be seen reads. */
  read() {
    if (!this.last || this.last <= (this.told_seen ?? this.state.seen)) return;
    this.told_seen = this.last;
    if (this.line.ready) this.line.send({ t: "seen", seq: this.last });
    else this.chat.api.post("read", { seq: this.last }).catch(() => (this.told_seen = 0));
  }

  told(news) {
    if (news.queue) this.queue.show(news.queue, this.state);
    else if (news.typing === "agent") this.log.type(news.name);
    else if (news.seen === "agent") this.state.agent_seen = news.seq;
    else if (news.version && !news.seq) this.refetch();
    this.log.told(news, this.state);
  }

  refetch() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.chat.api.get("state").then((state) => this.update(state)).catch(() => {}), REFETCH_MS);
  }

  update(state) {
    this.state = state;
    this.queue.show(state.queue, state);
    if (!state.live || this.end) this.over(state);
    this.composer.element.hidden = !state.live && !state.active;
    this.head.hidden = !state.live || !state.agent;
    this.head.replaceChildren(el("span", { class: "chat-dot" }), this.words.talking_to.replace("{name}", state.agent));
    this.log.receipts(this.state);
  }

  async over(state) {
    const { Ending } = await import("./ending.js");
    if (!this.end) {
      this.end = new Ending(this.chat, { reopen: () => this.act("reopen"), anew: () => this.leaveForGood() });
      this.ending.replaceWith(this.end.element);
    }
    this.end.show(state);
  }

  say(text, files) {
    const entry = { id: uuid(), text, files, at: Date.now() };
    outbox.add(this.ticket, entry);
    this.log.pend(entry);
    this.line.flush();
    tabs.tell("sent");
  }

  async act(what, body) {
    try {
      this.update(await this.chat.api.post(what, body));
    } catch (error) {
      this.status.say(error.message || this.words.not_reached);
    }
  }

  leaveForGood() {
    store.remove("room");
    tabs.tell("left");
    this.chat.ask();
  }
}
