// Which way suits? In the customer's own words, before a chat. Fetched when somebody asks; the ranking
// is the advisor's, by POST, and what is typed here is what stands in the chat's form.
import { Api } from "./api.js";
import { button } from "./dom.js";
import { el } from "./dom.js";
import { field } from "./fields.js";
import { fill } from "./dom.js";
import { findings } from "./screening.js";
import { icon } from "./dom.js";
import { kindsOf } from "./screening.js";
import { mark } from "./fields.js";
import { urgentNotice } from "./urgent.js";

const WAYS = 3;
const MOST = 8000; // characters that the advisor reads

export class Which {
  /** `page`: address of the advisor's page; its JSON lies beside it. */
  constructor(chat, form, page) {
    Object.assign(this, { chat, form, words: chat.words, turn: 0 });
    this.api = new Api(page, chat.language);
    const { words } = this;
    const told = form.fields.text;
    const { box, control } = field("which", words.what_happened, { rows: 3, maxlength: told.maxLength }, words.what_hint, "textarea");
    this.text = control;
    control.value = told.value;
    control.addEventListener("input", () => this.typed());
    this.title = el("h3", { tabindex: "-1", text: words.which_title });
    this.found = el("section", { class: "stack", tabindex: "-1", "aria-label": words.which_ways, hidden: true });
    const back = button(words.which_back, () => this.take(), { kind: "quiet", symbol: "arrow-left", small: true });
    this.press = el("button", { type: "submit", class: "button button--primary button--wide" }, el("span", { text: words.which_ask }));
    back.classList.add("chat-aside");
    const whole = el("a", { class: "small-link small", href: page, target: "_blank", rel: "noopener", text: words.which_whole });
    const submit = (event) => (event.preventDefault(), this.ask());
    this.element = el("form", { class: "chat-form chat-which", novalidate: true, on: { submit } }, el("div", {}, back), this.title, box, this.press, this.found, el("p", {}, whole));
    if (control.value.trim()) this.ask();
  }

  /** It stands in the form at once, so that nothing is lost whatever happens next. */
  typed() {
    mark(this.text, "");
    this.form.fields.text.value = this.text.value;
    this.form.keep();
  }

  async ask() {
    const text = this.text.value.trim();
    const mine = (this.turn += 1);
    if (!text) return this.refuse(this.words.which_empty);
    const secrets = await findings(this.chat.host.dataset.screen, text);
    if (secrets.length) return this.refuse(fill(this.words.secret_found, { kinds: kindsOf(secrets, this.chat) }));
    this.press.setAttribute("aria-disabled", "true"); // it keeps the focus and may be pressed again
    try {
      const answer = await this.api.post("advice", { text: text.slice(0, MOST), topic: this.form.fields.category.value, ...this.corrections() });
      if (mine === this.turn) this.show(answer);
    } catch (error) {
      if (mine === this.turn) this.refuse(error.message && error.code ? error.message : this.words.not_reached);
    }
    return null;
  }

  /** What stands in the three controls, and what was understood before: those that differ count. */
  corrections() {
    return Object.fromEntries([...this.found.querySelectorAll("select")].flatMap(({ name, value, dataset }) => [[name, value], [`was_${name}`, dataset.was]]));
  }

  /** What was understood, to be corrected; folded away until somebody wants to. */
  reading(controls, open) {
    const fields = controls.map(({ name, label, choices, value, was }) => {
      const id = `chat-which-${name}`;
      const options = choices.map(([key, text]) => el("option", { value: key, text, selected: key === value }));
      const control = el("select", { id, name, data: { was }, on: { change: () => this.ask() } }, ...options);
      return el("div", { class: "field" }, el("label", { class: "field-label", for: id, text: label }), control);
    });
    return el("details", { class: "small chat-read", open }, el("summary", { text: this.words.which_read }), el("div", { class: "stack-s" }, ...fields));
  }

  /** Say why there is no ranking; what was typed stays. */
  refuse(sentence) {
    this.press.removeAttribute("aria-disabled");
    this.found.hidden = true;
    mark(this.text, sentence).focus();
  }

  show({ channels, category, controls, freeze_first: freeze, instead }) {
    const { words, chat } = this;
    const held = this.found.contains(document.activeElement) && document.activeElement.id;
    const open = Boolean(this.found.querySelector(".chat-read")?.open);
    const usable = channels.filter(({ start }) => start).slice(0, WAYS);
    const list = el("ol", { class: "stack", role: "list" }, ...usable.map((way) => this.way(way, category, usable[0], channels[0])));
    const parts = [freeze && urgentNotice(chat), el("h3", { text: words.which_ways }), instead && el("p", { class: "small", text: instead }), list, this.reading(controls, open)];
    this.press.removeAttribute("aria-disabled");
    mark(this.text, "");
    this.found.replaceChildren(...parts.filter(Boolean));
    this.found.hidden = false;
    if (held) return this.found.querySelector(`#${held}`)?.focus({ preventScroll: true });
    if (document.activeElement === this.text || !this.element.isConnected || chat.panel.hidden) return null;
    this.found.focus({ preventScroll: true });
    // Within the window alone: on the chat's own page the site's header lies over what is scrolled up.
    this.element.scrollBy(0, this.found.getBoundingClientRect().top - this.element.getBoundingClientRect().top);
    return null;
  }

  /** One way: why, when, what it costs, and the button that starts it. `first` of those that can be
   * used; the `best` of all may be one that cannot. */
  way(each, category, first, best) {
    const { key, name, why, when, cost, prepare, start, start_label: label } = each;
    const { config, words } = this.chat;
    const symbol = config.ways.find((surface) => surface.key === key)?.icon ?? "chat";
    const look = { class: `button button--${each === first ? "primary" : "secondary"}` };
    // A mail program is opened by the whole page: around a frame there may be rules against it.
    const target = start.startsWith("mailto:") ? "_top" : "_blank";
    const act = key === "live_chat" ? el("button", { ...look, type: "button", text: label, on: { click: () => this.take(category) } }) : el("a", { ...look, href: start, target, rel: "noopener", text: label });
    const head = el("div", { class: "cluster" }, icon(symbol), el("h4", { text: name }), each === best && el("span", { class: "badge badge--accent", text: words.which_best }));
    const facts = el("p", { class: "small soft cluster" }, el("span", {}, icon("clock", "s"), ` ${when}`), el("span", {}, icon("coins", "s"), ` ${cost}`));
    const ready = prepare.length > 0 && el("details", { class: "small" }, el("summary", { text: words.which_ready }), el("ul", {}, ...prepare.map((text) => el("li", { text }))));
    // For whoever improves the advice; a way works whether or not it was noted.
    act.addEventListener("click", () => this.api.post("started", { way: key }).catch(() => {}));
    return el("li", { class: "card stack-s", data: { key } }, head, el("p", { class: "small", text: why }), facts, el("div", {}, act), ready);
  }

  /** Back to the form, with the text and, where it is among those offered, the topic filled in. */
  take(category) {
    const topic = this.form.fields.category;
    if ([...topic.options].some(({ value }) => value === category)) topic.value = category;
    this.form.changed("category");
    this.chat.replace(this.form);
  }

  focus() {
    (this.text.value ? this.title : this.text).focus({ preventScroll: true });
  }
}
