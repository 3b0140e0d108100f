// Where the customer writes: text, files by picker, drop, paste and screen capture.
import { button } from "./dom.js";
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { iconButton } from "./dom.js";
import { findings } from "./screening.js";
import { kindsOf } from "./screening.js";
import { store } from "./store.js";
import { Tray } from "./attachments.js";

const TYPING_EVERY_MS = 3000;
const CAN_SHOW = Boolean(navigator.mediaDevices?.getDisplayMedia);

export class Composer {
  /** `send(text, files)`; `typing()` at most every three seconds. */
  constructor(chat, ticket, { send, typing }) {
    Object.assign(this, { chat, ticket, deliver: send, tellTyping: typing });
    const { words, config } = chat;
    this.words = words;
    this.tray = new Tray(chat, ticket, () => this.refresh());
    this.input = el("textarea", { rows: 1, id: "chat-input", maxlength: config.limits.characters, placeholder: words.write_here, "aria-label": words.write_here, "aria-describedby": "chat-reminder", enterkeyhint: "send" });
    this.input.value = store.get(`draft.${ticket}`) ?? "";
    this.button = iconButton(words.send, "send", () => this.submit());
    this.button.classList.add("chat-send");
    this.warning = el("div", { class: "chat-warning", role: "alert", hidden: true });
    const row = el("div", { class: "chat-write" }, this.menu(), this.input, this.button);
    const reminder = el("p", { class: "chat-reminder", id: "chat-reminder" }, icon("shield", "s"), el("span", { text: config.reminder_short }));
    this.element = el("div", { class: "chat-composer" }, this.warning, this.tray.news, this.tray.element, row, reminder);
    this.listen();
    this.refresh();
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("paste", (event) => this.take(event, event.clipboardData));
  }

  /** Files dropped anywhere on `area` are taken. */
  acceptDrops(area) {
    area.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      area.classList.add("chat-drop");
    });
    for (const end of ["dragleave", "drop"]) area.addEventListener(end, () => area.classList.remove("chat-drop"));
    area.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
  }

  take(event, transfer) {
    if (!transfer.files.length) return;
    event.preventDefault();
    this.tray.add(transfer.files);
  }

  menu() {
    const { words, config } = this.chat;
    const types = config.limits.types.map((type) => `.${type}`).join(",");
    const picker = el("input", { type: "file", multiple: true, accept: types, hidden: true, tabindex: -1 });
    picker.addEventListener("change", () => (this.tray.add(picker.files), (picker.value = "")));
    const item = (name, symbol, run) => el("button", { type: "button", class: "menu-item", on: { click: () => ((menu.open = false), run()) } }, icon(symbol), el("span", { text: name }));
    const panel = el("div", { class: "menu-panel" }, item(words.choose_file, "paperclip", () => picker.click()));
    if (CAN_SHOW) panel.append(item(words.take_screenshot, "camera", () => this.shoot()), item(words.record_screen, "screen", () => this.film()));
    const menu = el("details", { class: "menu chat-attach" }, el("summary", { class: "icon-button", "aria-label": words.add_file, title: words.add_file }, icon("paperclip")), panel, picker);
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.preventDefault();
      menu.open = false;
      menu.firstChild.focus();
    });
    return menu;
  }

  async shoot() {
    const { screenshot } = await import("../tickets/capture.js");
    const file = await screenshot(this.words.screenshot_name).catch(() => null);
    if (file) this.tray.add([file]);
  }

  async film() {
    const { film } = await import("./film.js");
    await film(this);
  }

  /** Enter sends and Shift+Enter breaks the line; Enter that ends a Chinese word does neither. */
  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  changed() {
    store.set(`draft.${this.ticket}`, this.input.value);
    this.say("");
    this.refresh();
    if (Date.now() - (this.typed ?? 0) < TYPING_EVERY_MS) return;
    this.typed = Date.now();
    this.tellTyping();
  }

  refresh() {
    const text = this.input?.value.trim();
    if (this.button) this.button.disabled = this.tray.busy || (!text && this.tray.empty);
  }

  async submit({ sure = false } = {}) {
    const text = this.input.value.trim();
    if (this.tray.busy || (!text && this.tray.empty)) return;
    const found = sure ? [] : await findings(this.chat.host.dataset.screen, text);
    if (found.length) return void this.warn(found);
    this.say("");
    this.deliver(text, this.tray.take());
    this.put("");
    this.input.focus();
  }

  put(text) {
    this.input.value = text;
    store.set(`draft.${this.ticket}`, text);
    this.refresh();
  }

  /** Secrets are not sent before the customer has seen what they are. */
  warn(found) {
    const mend = button(this.words.correct_it, () => (this.say(""), this.input.focus()), { kind: "primary", small: true });
    const anyway = button(this.words.send_masked, () => this.submit({ sure: true }), { small: true });
    this.say(fill(this.words.secret_found, { kinds: kindsOf(found, this.chat) }), mend, anyway);
    mend.focus();
  }

  say(sentence, ...actions) {
    this.warning.hidden = !sentence;
    this.warning.replaceChildren(...(sentence ? [icon("alert"), el("p", { text: sentence }), el("div", { class: "cluster" }, ...actions)] : []));
  }
}
