// The conversation itself: days, bubbles, lines of the system, files. role="log": read as it grows.
import { clockTime } from "./dom.js";
import { dayName } from "./dom.js";
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { fileCard } from "./attachments.js";
import { render } from "./text.js";

const NEAR_END = 120; // pixels within which a reader counts as being at the end

export class Log {
  constructor(chat) {
    this.chat = chat;
    this.words = chat.words;
    this.shown = new Set();
    this.mine = new Map(); // seq → bubble
    this.pending = new Map(); // id → bubble
    this.list = el("div", { class: "chat-list", role: "log", "aria-label": this.words.conversation });
    this.waiting = el("div", { class: "chat-list" });
    this.typing = el("p", { class: "chat-typing", hidden: true }, el("span", { class: "chat-dots", "aria-hidden": "true" }), el("span"));
    this.more = el("button", { type: "button", class: "chat-more button button--secondary button--small", hidden: true, text: this.words.newest, on: { click: () => this.toEnd() } });
    this.element = el("div", { class: "chat-log", tabindex: "0", "aria-label": this.words.conversation, role: "group" }, this.list, this.waiting, this.typing);
    this.element.addEventListener("octant:grown", (event) => event.target.offsetHeight + NEAR_END > this.below && this.toEnd());
    this.element.addEventListener("scroll", () => this.moved(), { passive: true });
    // What appears above or below takes room: a reader at the end stays there.
    new ResizeObserver(() => this.stick && this.toEnd()).observe(this.element);
  }

  /** Pixels between what is seen and the end. */
  get below() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }

  get atEnd() {
    return this.below < NEAR_END;
  }

  moved() {
    this.stick = this.atEnd;
    if (this.stick) this.more.hidden = true;
  }

  toEnd() {
    this.stick = true;
    this.element.scrollTop = this.element.scrollHeight;
    this.more.hidden = true;
  }

  /** Add one message, once. Returns whether it was new. */
  add(wire) {
    if (this.shown.has(wire.seq)) return false;
    this.shown.add(wire.seq);
    const follow = this.atEnd || wire.from === "customer";
    const moment = new Date(wire.at);
    this.day(moment);
    this.pending.get(wire.id)?.remove();
    this.pending.delete(wire.id);
    const made = wire.kind === "event" ? this.line(wire) : this.bubble(wire, moment);
    if (made) this.list.append(made);
    if (wire.from === "customer") this.mine.set(wire.seq, made);
    if (follow) this.toEnd();
    else this.more.hidden = false;
    return true;
  }

  day(moment) {
    const name = dayName(moment, this.words);
    if (name === this.lastDay) return;
    this.lastDay = name;
    this.lastAuthor = null;
    this.list.append(el("p", { class: "chat-day" }, el("span", { text: name })));
  }

  line({ data }) {
    const sentence = this.chat.config.lines[`${data.code}.${data.outcome}`] ?? this.chat.config.lines[data.code];
    this.lastAuthor = null;
    const made = sentence && el("p", { class: "chat-line", text: fill(sentence, data) });
    if (data.card) import("./asked.js").then(({ asked }) => asked(this.chat, made, data));
    return made;
  }

  bubble(wire, moment) {
    const mine = wire.from === "customer";
    const name = mine ? this.words.you : wire.name;
    const meta = el("p", { class: "bubble-meta" });
    const again = this.lastAuthor === wire.from + name;
    this.lastAuthor = wire.from + name;
    if (!mine && !again) meta.append(el("span", { class: "bubble-name", text: name }));
    else meta.append(el("span", { class: "visually-hidden", text: name }));
    meta.append(el("time", { datetime: wire.at, text: clockTime(moment) }));
    const toggle = ({ target }) => import("./proof.js").then(({ proof }) => proof(target, this.chat, wire));
    if (wire.code) meta.append(el("details", { class: "fold", on: { toggle } }, el("summary", { title: this.words.is_it_us }, icon("shield", "s"))));
    return el("div", { class: `bubble bubble--${mine ? "mine" : "them"}${again ? " bubble--again" : ""}` }, ...this.content(wire), meta);
  }

  content({ text, files, findings }) {
    const parts = (files ?? []).map((file) => fileCard(this.chat, file));
    const { masks } = this.chat.config;
    const box = el("div", { class: "bubble-text", dir: "auto" }, ...render(text ?? "", masks));
    if (text) parts.push(box);
    if (findings?.[0]) import("./links.js").then(({ dress }) => dress(box, text, findings, masks));
    return parts;
  }

  /** Show what is on its way. */
  pend(entry) {
    if (this.pending.has(entry.id)) return;
    const state = el("span", { class: "bubble-state", text: this.words.sending });
    const made = el("div", { class: "bubble bubble--mine bubble--sending" }, ...this.content(entry), el("p", { class: "bubble-meta" }, state));
    this.pending.set(entry.id, made);
    this.waiting.append(made);
    this.toEnd();
  }

  /** It was refused for good: say why and give the words back. */
  fail(id, sentence, retry) {
    const made = this.pending.get(id);
    if (!made) return;
    made.className = "bubble bubble--mine bubble--failed";
    const again = el("button", { type: "button", class: "link-button", text: this.words.edit_again, on: { click: () => (made.remove(), this.pending.delete(id), retry()) } });
    made.querySelector(".bubble-meta").replaceChildren(el("span", { class: "bubble-state", text: sentence }), again);
  }

  /** Parts of a secret that a later message completed are masked where they stand. */
  told({ masked }, state) {
    for (const seq of masked ?? []) this.mine.get(seq)?.querySelector(".bubble-text")?.replaceChildren(...render("⟦secret:seed_phrase⟧", this.chat.config.masks));
    this.receipts(state);
  }

  /** Under the last message of the customer: how far it has come. */
  receipts({ agent_seen: seen, agent }) {
    this.receipt?.remove();
    const last = [...this.mine.keys()].pop();
    if (!last) return;
    const text = seen >= last ? this.words.read : agent ? this.words.delivered : this.words.sent;
    this.receipt = el("span", { class: "bubble-state", text });
    this.mine.get(last).querySelector(".bubble-meta").append(this.receipt);
  }

  type(name) {
    clearTimeout(this.still);
    this.typing.hidden = !name;
    if (!name) return;
    this.typing.lastChild.textContent = fill(this.words.typing, { name });
    this.still = setTimeout(() => this.type(""), 5000);
    if (this.atEnd) this.toEnd();
  }
}
