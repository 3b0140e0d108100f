// While the customer waits: place, expected time, and other ways if it gets long.
import { button } from "./dom.js";
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";

export class Queue {
  constructor(chat, { byEmail }) {
    Object.assign(this, { chat, byEmail });
    this.place = el("p", { class: "queue-place", role: "status" });
    this.notes = el("div", { class: "stack-s" });
    this.ways = el("div", { class: "queue-ways" });
    this.element = el("div", { class: "chat-queue", hidden: true }, this.place, this.notes, this.ways);
  }

  /** `wait`: {place, minutes, agents}, or nothing once an agent is there. */
  show(wait, { email } = {}) {
    this.element.hidden = !wait;
    if (!wait) return;
    const { words } = this.chat;
    const sentence = this.sentence(wait);
    if (this.place.textContent !== sentence) this.place.replaceChildren(icon("clock"), el("span", { text: sentence }));
    if (!this.notes.firstChild) {
      this.notes.append(el("p", { class: "small soft", text: words.keep_open }), el("p", { class: "small soft", text: words.while_waiting }));
    }
    const long = wait.minutes === null || wait.minutes >= this.chat.config.limits.long_wait_minutes;
    if (long === Boolean(this.ways.firstChild)) return;
    this.ways.replaceChildren(...(long ? this.offers(email) : []));
  }

  sentence({ place, minutes }) {
    const { words } = this.chat;
    if (minutes === null) return fill(words.queue_no_estimate, { place });
    if (place === 1 && minutes < 1) return words.queue_next;
    if (minutes < 1) return fill(words.queue_soon, { place });
    return fill(words.queue_place, { place, minutes });
  }

  /** Honest about other ways: none of them loses what was written. */
  offers(email) {
    const { words, config } = this.chat;
    const hours = { min_hours: config.email_hours.min, max_hours: config.email_hours.max };
    const parts = [el("p", { class: "small", text: fill(words.long_wait, hours) })];
    if (email) parts.push(button(words.answer_by_email, this.byEmail, { symbol: "mail", small: true }));
    for (const way of config.ways) {
      parts.push(el("a", { href: way.url, target: "_blank", rel: "noopener", class: "button button--quiet button--small" }, icon(way.icon), el("span", { text: way.name })));
    }
    return parts;
  }
}
