// Files in the conversation and files on their way.
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { iconButton } from "./dom.js";
import { size } from "./dom.js";
import { store } from "./store.js";

/** A file as it stands in a message; what shows it is fetched with the first one. */
export function fileCard(chat, file) {
  const card = el("div", { class: "file-card" });
  import("./cards.js").then(({ show }) => show(chat, card, file));
  return card;
}

/** The files chosen for the next message, each with its progress. */
export class Tray {
  constructor(chat, ticket, changed) {
    Object.assign(this, { chat, changed, scope: `chat.${ticket}` });
    this.items = [];
    this.element = el("ul", { class: "chat-tray", role: "list", "aria-label": chat.words.files });
    this.news = el("p", { class: "field-error", role: "alert" });
    if (store.get(`large.${this.scope}`)) import("./large.js").then(({ goOn }) => goOn(this));
  }

  get busy() {
    return this.items.some((item) => !item.file);
  }

  get empty() {
    return !this.items.length;
  }

  add(files) {
    const { limits } = this.chat.config;
    const most = ({ name }) => limits.file_caps[name.split(".").pop().toLowerCase()] ?? Infinity;
    this.news.textContent = "";
    for (const file of files) {
      if (this.items.length >= limits.files) this.news.textContent = fill(this.chat.words.too_many_files, { count: limits.files });
      else if (file.size > most(file)) this.news.textContent = fill(this.chat.words.file_too_large, { name: file.name, limit: size(most(file)) });
      else this.start(file);
    }
  }

  start(file, url = "", name = file.name) {
    const { words, config, api } = this.chat;
    const bar = el("progress", { class: "progress", max: 1, value: 0, "aria-label": name });
    const item = { file: null };
    const progress = (part) => (bar.value = part);
    const inPieces = url || file.size > config.limits.resume_bytes;
    const upload = inPieces ? this.later(file, name, url, bar) : api.upload(file, name, progress);
    item.element = el("li", { class: "tray-item" }, icon("paperclip", "s"), el("span", { class: "file-name" }, el("span", { class: "truncate", text: name }), bar));
    item.element.append(iconButton(fill(words.remove_file, { name }), "close", () => (upload.cancel(), this.drop(item))));
    this.items.push(item);
    this.element.append(item.element);
    this.changed();
    upload.done.then((kept) => this.kept(item, kept, bar)).catch((error) => this.failed(item, error));
  }

  later(...what) {
    const sent = import("./large.js").then(({ large }) => large(this, ...what));
    return { done: sent.then(({ done }) => done), cancel: () => sent.then(({ cancel }) => cancel()) };
  }

  kept(item, file, bar) {
    item.file = file;
    bar.nextSibling?.remove(); // "waiting for the connection"
    bar.replaceWith(el("small", { text: size(file.size) }));
    this.changed();
  }

  failed(item, error) {
    this.drop(item);
    if (error.name === "AbortError") return;
    this.news.textContent = error.status && error.message ? error.message : this.chat.words.upload_failed;
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
    item.element.remove();
    this.changed();
  }

  /** Hand over the files and be empty again. */
  take() {
    const files = this.items.map((item) => item.file);
    this.items = [];
    this.element.replaceChildren();
    this.changed();
    return files;
  }
}
