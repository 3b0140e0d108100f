// Files in the conversation and files on their way.
import { Refused } from "./api.js";
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { iconButton } from "./dom.js";
import { size } from "./dom.js";
import { store } from "./store.js";

/** A file as it stands in a message: pictures and recordings show themselves when asked to. */
export function fileCard(chat, file) {
  const { words } = chat;
  if (file.scanned === "infected") return el("div", { class: "file-card" }, icon("alert"), el("span", { class: "file-name", text: words.file_removed }));
  const seen = file.type.startsWith("image/") ? "camera" : file.type.startsWith("video/") ? "screen" : "file";
  const address = `/files/${file.id}`;
  const card = el("div", { class: "file-card" });
  const name = el("span", { class: "file-name" }, el("span", { class: "truncate", text: file.name, title: file.name }), el("small", { text: size(file.size) }));
  const save = iconButton(fill(words.download, { name: file.name }), "external", async () => {
    const url = await chat.api.blob(`${address}?download`).catch(() => null);
    if (url) el("a", { href: url, download: file.name }).click();
  });
  card.append(icon(seen), name, save);
  if (seen === "camera" || file.preview) showPicture(chat, card, file.preview ? `${address}?preview` : address, file);
  if (seen === "screen") offerFilm(chat, card, address, file);
  return card;
}

async function showPicture(chat, card, address, file) {
  const url = await chat.api.blob(address).catch(() => null);
  const loaded = () => card.dispatchEvent(new Event("octant:grown", { bubbles: true }));
  if (url) card.prepend(el("img", { src: url, alt: fill(chat.words.picture, { name: file.name }), class: "file-picture", on: { load: loaded } }));
}

function offerFilm(chat, card, address, file) {
  const play = el("button", { type: "button", class: "link-button", text: chat.words.play });
  play.addEventListener("click", async () => {
    const url = await chat.api.blob(address).catch(() => null);
    if (url) play.replaceWith(el("video", { src: url, controls: true, class: "file-picture", "aria-label": file.name }));
  });
  card.append(play);
}

/** The files chosen for the next message, each with its progress. */
export class Tray {
  constructor(chat, ticket, changed) {
    Object.assign(this, { chat, changed, scope: `chat.${ticket}` });
    this.items = [];
    this.element = el("ul", { class: "chat-tray", role: "list", "aria-label": chat.words.files });
    this.news = el("p", { class: "field-error", role: "alert" });
    if (store.get(`large.${this.scope}`)) this.goOn();
  }

  /** Large files that a reload cut off. */
  async goOn() {
    const { cutOff } = await import("../ui/large.js");
    const found = await cutOff(this.scope);
    for (const { url, file, name } of found) this.start(file, { url, name });
    if (!found.length) store.remove(`large.${this.scope}`);
  }

  get busy() {
    return this.items.some((item) => !item.file);
  }

  get empty() {
    return !this.items.length;
  }

  add(files) {
    const { limits } = this.chat.config;
    const most = ({ name, size: bytes }) => limits.file_caps[name.split(".").pop().toLowerCase()] ?? Math.max(bytes, limits.file_bytes);
    this.news.textContent = "";
    for (const file of files) {
      if (this.items.length >= limits.files) this.news.textContent = fill(this.chat.words.too_many_files, { count: limits.files });
      else if (file.size > most(file)) this.news.textContent = fill(this.chat.words.file_too_large, { name: file.name, limit: size(most(file)) });
      else this.start(file);
    }
  }

  start(file, { url = "", name = file.name } = {}) {
    const { words, config } = this.chat;
    const bar = el("progress", { class: "progress", max: 1, value: 0, "aria-label": name });
    const state = el("small", { role: "status" });
    const item = { file: null };
    const on = { progress: (part) => (bar.value = part), paused: (is) => (state.textContent = is ? words.upload_paused : "") };
    const upload = url || file.size > config.limits.resume_bytes ? this.large(file, name, url, on) : this.chat.api.upload(file, name, on.progress);
    item.element = el("li", { class: "tray-item" }, icon("paperclip", "s"), el("span", { class: "file-name" }, el("span", { class: "truncate", text: name }), bar, state));
    item.element.append(iconButton(fill(words.remove_file, { name }), "close", () => (upload.cancel(), this.drop(item))));
    this.items.push(item);
    this.element.append(item.element);
    this.changed();
    upload.done.then((kept) => this.kept(item, kept, bar)).catch((error) => this.failed(item, error));
  }

  /** In pieces: a cut costs one of them. */
  large(file, name, url, on) {
    const { api } = this.chat;
    store.set(`large.${this.scope}`, true);
    const sending = import("../ui/large.js").then(({ sendLarge }) => sendLarge({ scope: this.scope, base: `${api.base}uploads`, url, file, name, headers: () => api.headers(), on }));
    return { done: sending.then((sent) => sent.done).then((answer) => answer.file), cancel: () => sending.then((sent) => sent.cancel()) };
  }

  kept(item, file, bar) {
    item.file = file;
    bar.nextSibling?.remove();
    bar.replaceWith(el("small", { text: size(file.size) }));
    this.changed();
  }

  failed(item, error) {
    this.drop(item);
    if (error.name === "AbortError") return;
    this.news.textContent = (error instanceof Refused || error.sentence) && error.message ? error.message : this.chat.words.upload_failed;
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
