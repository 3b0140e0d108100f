// The round button at the lower right. Everything behind it is loaded when it is first needed.
const KEY = "octant.chat.room";
const WIDE = "(min-width: 40.01rem)";

class OctantChat extends HTMLElement {
  connectedCallback() {
    this.mode = this.dataset.mode || "site"; // site, page or frame
    this.button = this.querySelector("[data-launch]");
    this.button?.addEventListener("click", () => this.open());
    document.addEventListener("click", (event) => this.summoned(event));
    const link = location.hash.startsWith("#key=");
    if (this.mode === "page" || link) this.open();
    else if (this.remembers()) this.load();
    if (this.mode === "frame") parent.postMessage({ octant: "ready" }, this.parentOrigin);
  }

  get parentOrigin() {
    return this.dataset.parent || location.origin;
  }

  /** Any link to the chat opens it here, where there is room, instead of going to its page. */
  summoned(event) {
    const link = event.target.closest?.("[data-open-chat]");
    if (!link || event.metaKey || event.ctrlKey || !matchMedia(WIDE).matches) return;
    event.preventDefault();
    this.open(link.dataset.chatKey);
  }

  remembers() {
    try {
      return Boolean(localStorage.getItem(KEY));
    } catch {
      return false;
    }
  }

  async load() {
    this.chat ??= import("./chat.js").then((module) => module.attach(this));
    try {
      return await this.chat;
    } catch (error) {
      this.chat = null;
      throw error;
    }
  }

  async open(key) {
    this.setAttribute("data-loading", "");
    try {
      const chat = await this.load();
      if (key && chat.api.key !== key) await chat.enter(key);
      chat.show();
    } catch {
      // The network is down or the page is older than the server: the full page says more.
      if (this.mode === "site") location.assign(this.dataset.page);
    } finally {
      this.removeAttribute("data-loading");
    }
  }

  /** @param {number} count unread messages */
  badge(count) {
    const badge = this.querySelector("[data-unread]");
    if (!badge) return;
    badge.hidden = !count;
    badge.firstElementChild.textContent = count > 9 ? "9+" : count;
    if (this.mode === "frame") parent.postMessage({ octant: "unread", count }, this.parentOrigin);
  }
}

customElements.define("octant-chat", OctantChat);
