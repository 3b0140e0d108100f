// Before the chat: who is asking, what about, and what may answer it at once. Never a wall.
import { button } from "./dom.js";
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { doubt } from "./status.js";
import { duty } from "./status.js";
import { field } from "./fields.js";
import { mark } from "./fields.js";
import { findings } from "./screening.js";
import { kindsOf } from "./screening.js";
import { person } from "./store.js";
import { store } from "./store.js";
import { tabs } from "./store.js";
import { uuid } from "./store.js";

export class Form {
  constructor(chat) {
    Object.assign(this, { chat, words: chat.words, config: chat.config });
    this.draft = store.get("form") ?? {};
    this.fields = {};
    const { words, config } = this;
    this.news = el("div", { class: "notice notice--danger", role: "alert", hidden: true });
    [this.known, this.needed] = [el("div", {}), el("div", {})];
    this.introduce();
    this.advice = el("div", { class: "chat-advice", "aria-live": "polite" });
    this.submit = el("button", { type: "submit", class: "button button--primary button--wide" }, el("span", { text: config.waits.open ? words.start : words.leave_message }));
    const reminder = el("p", { class: "chat-reminder chat-reminder--full" }, icon("shield"), el("span", { text: config.reminder }));
    this.element = el(
      "form",
      { class: "chat-form", novalidate: true, on: { submit: (event) => this.send(event) } },
      el("p", { class: "chat-welcome", text: words.welcome }), duty(chat), doubt(chat, this), this.news, this.known,
      this.topic(), this.text(), this.needed, this.advice, reminder, this.submit,
    );
    if (this.draft.text) this.advise();
    if (config.user) import("./past.js").then(({ pastChats }) => pastChats(chat)).then((list) => list && this.element.append(list));
  }

  introduce() {
    if (this.config.user) return this.greet(this.config.user);
    if (this.chat.identity) return void this.confirm();
    this.known.className = "chat-who";
    const email = { type: "email", autocomplete: "email", maxlength: 254 };
    const name = this.field("name", this.words.name, { autocomplete: "name", maxlength: 120 });
    return this.known.append(name, this.field("email", this.words.email, email, this.words.email_hint));
  }

  /** Whom the exchange vouches for; a bad or old token goes on as a guest, and says so. */
  async confirm() {
    const who = await this.chat.api.post("identify", { identity: this.chat.identity }).catch(() => null);
    if (who?.ok) return this.greet(who);
    this.chat.identity = null;
    this.introduce();
    return who?.sentence && this.say(who.sentence);
  }

  greet({ name, email }) {
    this.known.replaceChildren(el("p", { class: "chat-signed-in" }, icon("user"), el("span", { text: fill(this.words.signed_in, { name: name || email }) })));
  }

  field(name, ...about) {
    const { box, control } = field(name, ...about);
    if (this.draft[name]) control.value = this.draft[name];
    control.addEventListener("input", () => this.changed(name));
    this.fields[name] = control;
    return box;
  }

  topic() {
    const option = ({ key, name }) => el("option", { value: key, text: name });
    const groups = this.config.categories.map((group) => el("optgroup", { label: group.name }, ...(group.children.length ? group.children : [group]).map(option)));
    return this.field("category", this.words.category, {}, "", "select", [el("option", { value: "", text: this.words.choose }), ...groups]);
  }

  text() {
    const size = { rows: 4, maxlength: this.config.limits.characters };
    return this.field("text", this.words.what_happened, size, this.words.what_hint, "textarea");
  }

  values() {
    return Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.value]));
  }

  /** Remember what stands in the fields, over a reload too. */
  keep() {
    this.draft = { ...this.draft, ...this.values() };
    store.set("form", this.draft);
  }

  changed(name) {
    this.sure = false;
    this.keep();
    this.mark(name, "");
    if (name === "text" || name === "category") this.advise();
  }

  /** Articles that may answer it, and what an agent will need; both come with the first words. */
  async advise() {
    this.look ??= import("./suggestions.js").then(({ advise }) => advise(this.chat, this.advice, () => this.values()));
    this.need ??= import("./needs.js").then(({ needs }) => needs(this)).catch(() => () => (this.need = null));
    for (const look of [this.look, this.need]) (await look)();
  }

  mark(name, sentence) {
    const field = this.fields[name];
    return field ? mark(field, sentence) : this.say(sentence);
  }

  say(sentence, ...actions) {
    this.news.hidden = !sentence;
    if (sentence) this.news.replaceChildren(icon("alert"), el("div", { class: "notice-body" }, el("p", { text: sentence }), el("div", { class: "cluster" }, ...actions)));
  }

  async send(event) {
    event.preventDefault();
    const values = this.values();
    const found = this.sure ? [] : await findings(this.chat.host.dataset.screen, values.text);
    if (found.length) return void this.warn(found);
    // The same press, repeated after a lost answer, must find the same chat.
    this.draft.id ??= uuid();
    store.set("form", this.draft);
    this.submit.disabled = true;
    this.say("");
    try {
      const about = { id: this.draft.id, person: person(), identity: this.chat.identity, page: this.chat.host.dataset.parent || location.origin + location.pathname, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
      await this.begun(await this.chat.api.post("start", { ...values, ...about }));
    } catch (error) {
      if (error.field) this.mark(error.field, error.message)?.focus?.();
      else this.say(error.message && error.code ? error.message : this.words.not_reached);
    } finally {
      this.submit.disabled = false;
    }
  }

  warn(found) {
    const anyway = button(this.words.send_masked, () => ((this.sure = true), this.element.requestSubmit()), { small: true });
    this.say(fill(this.words.secret_found, { kinds: kindsOf(found, this.chat) }), anyway);
    this.fields.text.focus();
  }

  async begun({ key }) {
    store.set("form", { name: this.draft.name, email: this.draft.email });
    await this.chat.enter(key);
    tabs.tell("entered", { key });
  }

  focus() {
    (Object.values(this.fields).find((field) => !field.value) ?? this.chat.title).focus({ preventScroll: true });
  }
}
