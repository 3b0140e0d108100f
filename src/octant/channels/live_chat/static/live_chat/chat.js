// The window: which view it shows, and what outlives a view.
import { Api } from "./api.js";
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { iconButton } from "./dom.js";
import { prepare } from "./dom.js";
import { introduced } from "./official.js";
import { isOfficial } from "./official.js";
import { loadStyle } from "./official.js";
import { store } from "./store.js";
import { tabs } from "./store.js";

/** Make the window of one <octant-chat>. Called once, by the launcher. */
export async function attach(host) {
  const chat = new Chat(host);
  await chat.begin();
  return chat;
}

class Chat {
  constructor(host) {
    this.host = host;
    this.mode = host.mode;
    this.language = host.dataset.language;
    this.api = new Api(host.dataset.base, this.language);
    prepare(host.dataset.icons, this.language);
    this.identity = null;
  }

  async begin() {
    await Promise.all(this.host.dataset.css.split(" ").map(loadStyle));
    this.frame();
    if (!isOfficial(this.host)) return this.refuse(this.host.dataset.refusal);
    if (this.mode === "frame") this.identity = await introduced(this.host);
    try {
      this.config = await this.api.get("config");
    } catch (error) {
      if (error.code) return this.refuse(error.message);
      throw error;
    }
    this.words = this.config.words;
    this.showAddress();
    tabs.hear((news) => this.hear(news));
    return this.choose();
  }

  frame() {
    const { title, close, label } = this.host.dataset;
    this.title = el("h2", { id: "chat-title", text: title, tabindex: "-1" });
    this.address = el("p", { class: "chat-address" });
    this.tools = el("div", { class: "chat-tools" });
    this.body = el("div", { class: "chat-body" });
    const hide = this.mode !== "page" && iconButton(close, "minus", () => this.hide());
    const head = el("header", { class: "chat-head" }, el("div", {}, this.title, this.address), this.tools, hide);
    const role = this.mode === "page" ? "region" : "dialog";
    const props = { class: "chat-panel", role, "aria-labelledby": "chat-title", hidden: true };
    this.panel = el("section", { ...props, "aria-description": label }, head, this.body);
    this.panel.addEventListener("keydown", (event) => this.escape(event));
    this.host.append(this.panel);
  }

  escape(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (this.mode !== "page" && !this.panel.querySelector("dialog[open], details[open].menu")) this.hide();
  }

  showAddress() {
    const { words, config } = this;
    const here = config.domains.includes(location.hostname);
    const text = fill(here ? words.official_here : words.official_elsewhere, { domain: here ? location.hostname : config.domains[0] });
    this.address.append(icon("lock", "s"), el("span", { text }), el("a", { class: "small-link", text: words.is_it_us, href: config.verify, target: "_blank" }));
  }

  async choose() {
    const link = location.hash.startsWith("#key=") && decodeURIComponent(location.hash.slice(5));
    if (link) history.replaceState(null, "", location.pathname + location.search);
    const known = link || store.get("room")?.key || this.config.resumable?.key;
    if (!known || !(await this.enter(known))) await this.ask();
  }

  /** Show the chat that `key` opens; false if there is none any more. */
  async enter(key, { archived = false } = {}) {
    this.api.key = key;
    let state;
    try {
      state = await this.api.get("state");
    } catch (error) {
      if (!error.code) throw error;
      this.api.key = "";
      if (store.get("room")?.key === key) store.remove("room");
      if (error.code === "blocked") return this.refuse(error.message);
      return false;
    }
    if (!archived) store.set("room", { key, ticket: state.ticket });
    const { Room } = await import("./room.js");
    this.replace(new Room(this, state));
    return true;
  }

  /** Show the form that begins a chat. */
  async ask() {
    const { Form } = await import("./form.js");
    this.api.key = "";
    this.replace(new Form(this));
  }

  refuse(sentence) {
    this.replace({
      element: el("div", { class: "chat-refused" }, icon("alert", "l"), el("p", { text: sentence })),
    });
    return true;
  }

  replace(view) {
    this.view?.leave?.();
    this.view = view;
    this.tools.replaceChildren(...(view.tools ?? []));
    this.body.replaceChildren(view.element);
    this.host.toggleAttribute("data-talking", Boolean(view.talking));
    if (!this.panel.hidden) view.focus?.();
    view.shown?.();
  }

  show() {
    this.panel.hidden = false;
    this.host.setAttribute("data-open", "");
    if (this.mode === "frame") parent.postMessage({ octant: "open" }, this.host.parentOrigin);
    this.view?.shown?.();
    if (this.mode !== "page") (this.view?.focus ? this.view.focus() : this.title.focus());
  }

  hide() {
    this.panel.hidden = true;
    this.host.removeAttribute("data-open");
    if (this.mode === "frame") parent.postMessage({ octant: "close" }, this.host.parentOrigin);
    this.host.button?.focus();
  }

  get visible() {
    return !this.panel.hidden && !document.hidden;
  }

  /** Another tab began, left or read a chat. */
  hear({ kind, key }) {
    if (kind === "entered" && key !== this.api.key) this.enter(key);
    else if (kind === "left" && this.view?.talking) this.ask();
    else this.view?.hear?.(kind);
  }
}
