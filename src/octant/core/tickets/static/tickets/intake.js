// What an agent will need, ticked off while the customer writes; what is missing is asked for, never
// demanded. One component for every form: it knows no channel, and the server words all of it.
import { el } from "./intake-tools.js";
import { fill } from "./intake-tools.js";
import { local } from "./intake-tools.js";
import { moment } from "./intake-tools.js";
import { picture } from "./intake-pictures.js";
import { zoned } from "./intake-tools.js";

const PAUSE_MS = 600;
const ENOUGH = 4;

export class Intake {
  /**
   * `box`: where it goes. `field`: the textarea that the customer writes in. `values`: () => {text,
   * category}. `ask`: (values) => the server's answer. `add`: (line) => whether it now stands in the
   * text. `icon`: (name, size) => element. `submit`: () => send the form.
   */
  constructor(parts) {
    Object.assign(this, parts, { turn: 0, rows: new Map(), told: null });
    this.news = el("p", { class: "visually-hidden", role: "status" });
    this.title = el("h3", { class: "intake-title", tabindex: "-1" });
    this.lead = el("p", { class: "small soft" });
    this.time = el("p", { class: "small soft intake-time" });
    this.list = el("ul", { class: "intake-list", role: "list" });
    this.foot = el("div", { class: "intake-foot" });
    this.section = el("section", { class: "intake", hidden: true }, this.title, this.lead, this.time, this.list, this.foot);
    this.title.id = `${this.field.id}-needs`;
    this.section.setAttribute("aria-labelledby", this.title.id);
    this.box.replaceChildren(this.section, this.news);
    this.field.addEventListener("compositionstart", () => (this.composing = true));
    this.field.addEventListener("compositionend", () => ((this.composing = false), this.changed()));
  }

  /** Call at each change; it looks once the writer pauses, and not in the middle of a word. */
  changed(wait = PAUSE_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.composing || this.look(), wait);
  }

  async look() {
    const values = this.values();
    const mine = (this.turn += 1);
    const empty = values.text.trim().length < ENOUGH && !values.category;
    const found = empty ? { needs: [] } : await this.ask(values).catch(() => null);
    if (found && mine === this.turn) this.show(found);
  }

  show({ needs, estimate, words }) {
    this.section.hidden = !needs.length;
    if (!needs.length) return this.forget();
    this.words = words;
    const left = needs.filter(({ found }) => !found.length);
    this.title.textContent = words.title;
    this.lead.textContent = left.length ? words.lead : words.all_there;
    this.time.replaceChildren(...(estimate ? [this.icon("clock", "s"), el("span", { text: estimate })] : []));
    this.announce(needs);
    this.list.replaceChildren(...needs.map((need) => this.row(need)));
    const without = el("button", { type: "submit", class: "button button--quiet button--small", text: words.without });
    if (!left.length) this.foot.replaceChildren();
    else if (!this.foot.firstChild) this.foot.append(without);
    return this.refocus(left);
  }

  forget() {
    this.rows.clear();
    this.told = null;
  }

  /** Say what was found since the last look; not at the first, when nothing is news. */
  announce(needs) {
    const told = new Set(needs.filter(({ found }) => found.length).map(({ need }) => need));
    const fresh = needs.filter(({ need }) => told.has(need) && this.told && !this.told.has(need));
    const all = told.size === needs.length ? [this.words.all_there] : [];
    if (fresh.length) this.news.textContent = [...fresh.map(({ label }) => fill(this.words.told, { label })), ...all].join(" ");
    this.told = told;
  }

  /** The same element as long as it says the same, so that what is typed in it and the focus stay. */
  row(need) {
    const kept = this.rows.get(need.need);
    const says = JSON.stringify(need);
    if (kept?.says === says) return kept.item;
    const typed = kept?.item.querySelector("input")?.value ?? "";
    const focused = kept?.item.contains(document.activeElement);
    const item = need.found.length ? this.ticked(need) : this.open(need, typed);
    if (focused) this.lost = need.need;
    this.rows.set(need.need, { says, item });
    return item;
  }

  ticked({ label, found }) {
    const said = found.map(({ value, at, own }) => [value || moment(at), own && `${own} (${this.words.own})`].filter(Boolean).join(" · "));
    const text = el("span", {}, el("strong", { text: label }), " ", el("span", { class: "intake-value", dir: "auto", text: said.join(", ") }));
    return el("li", { class: "intake-row intake-row--told" }, this.icon("check", "s"), text);
  }

  open(need, typed) {
    const { words } = this;
    const id = `${this.title.id}-${need.need}`;
    const kind = need.need === "moment" ? { type: "datetime-local", max: local(new Date()) } : { type: "text", maxlength: 200, autocomplete: "off" };
    const input = el("input", { class: "input", id, ...kind });
    input.value = typed;
    const press = () => this.take(need, input.type === "text" ? input.value.trim() : zoned(input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      press();
    });
    const add = el("button", { type: "button", class: "button button--secondary", "aria-label": fill(words.add_to, need), text: words.add });
    add.addEventListener("click", press);
    const where = el("details", { class: "intake-where" }, el("summary", { text: words.where }), el("div", { class: "intake-found" }, picture(need.picture, need.alt), el("p", { class: "small", text: need.where })));
    const picks = need.picks.length && this.picks(need);
    return el("li", { class: "intake-row" }, el("span", { class: "intake-dot" }), el("div", { class: "intake-ask" }, el("label", { for: id, text: need.label }), picks, el("div", { class: "intake-say" }, input, add), where));
  }

  picks(need) {
    const pick = ({ id, about, at }) => {
      const made = el("button", { type: "button", class: "intake-pick" }, el("span", { text: about }), el("small", { class: "soft", text: moment(at) }));
      made.addEventListener("click", () => this.take(need, id));
      return el("li", {}, made);
    };
    return el("ul", { class: "intake-picks", role: "list", "aria-label": `${this.words.pick}: ${need.label}` }, ...need.picks.map(pick));
  }

  /** Put it in the customer's own words, where they see and may change it. */
  take({ label }, value) {
    if (!value || !this.add(label, value)) return;
    this.news.textContent = fill(this.words.added, { label });
    this.changed(0);
  }

  /** Where the focused control is gone, on to the next that is open, else to the title. */
  refocus(left) {
    if (!this.lost) return;
    this.lost = "";
    const next = left.length && this.rows.get(left[0].need).item.querySelector("button, input");
    (next || this.title).focus({ preventScroll: true });
  }
}
