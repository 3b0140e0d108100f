// <octant-suggest data-url>: an ARIA combobox around a search input. Answers of data-url?q= are
// {"results": [{"title", "url", "hint"?}]}. Nothing moves while an input method composes.
const DEBOUNCE_MS = 80;
let count = 0;

class OctantSuggest extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input || this.list) return;
    this.listId = `suggest-${(count += 1)}`;
    this.active = -1;
    this.composing = false;
    this.build();
    const on = (name, run) => this.input.addEventListener(name, run);
    on("compositionstart", () => (this.composing = true));
    on("compositionend", () => {
      this.composing = false;
      this.schedule();
    });
    on("input", () => this.schedule());
    on("keydown", (event) => this.key(event));
    on("focus", () => this.list.children.length && this.input.value.trim() && this.show(true));
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget)) this.show(false);
    });
  }

  disconnectedCallback() {
    this.stop();
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  build() {
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = this.listId;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent || "");
    // A press must not take the focus from the input before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[data-url]")));
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.append(this.list, this.status);
    const wiring = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(wiring)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-controls", this.listId);
  }

  schedule() {
    this.stop();
    if (this.composing) return;
    if (!this.input.value.trim()) {
      this.render([]);
      this.status.textContent = "";
      return;
    }
    this.timer = setTimeout(() => this.load(this.input.value.trim()), DEBOUNCE_MS);
  }

  async load(query) {
    this.request = new AbortController();
    const { signal } = this.request;
    const url = new URL(this.dataset.url, location.href);
    url.searchParams.set("q", query);
    try {
      const answer = await fetch(url, { signal, headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const { results } = await answer.json();
      if (!signal.aborted) this.render(results);
    } catch {
      // Aborted by the next key, or offline: the form still sends to the result page.
    }
  }

  render(results) {
    const chosen = this.list.children[this.active]?.dataset.url;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...results.map((result, at) => this.option(result, at)));
    const said = results.length ? this.dataset.found : this.dataset.none;
    this.status.textContent = (said || "").replace("{count}", results.length);
    this.show(results.length > 0 && this.contains(document.activeElement));
    // An answer that comes late leaves the choice where it was.
    if (chosen && !this.list.hidden) this.select(results.findIndex(({ url }) => url === chosen));
  }

  option({ title, url, hint }, at) {
    const item = document.createElement("li");
    item.id = `${this.listId}-${at}`;
    item.dataset.url = url;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(title);
    if (hint) {
      const small = document.createElement("small");
      small.textContent = hint;
      item.append(small);
    }
    return item;
  }

  key(event) {
    // Enter and arrows belong to the input method while it composes (229: Safari's word for it).
    if (this.composing || event.isComposing || event.keyCode === 229) return;
    const options = this.list.children.length;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.stop(); // a late answer must not open it again
      this.show(false);
    } else if (event.key in steps && options) {
      event.preventDefault();
      this.show(true);
      // One place more than there are options: the last step leads back to the words typed.
      this.select(((this.active + 1 + steps[event.key] + options + 1) % (options + 1)) - 1);
    } else if (event.key === "Enter" && this.active >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.go(this.list.children[this.active]);
    }
  }

  select(at) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = at;
    const option = this.list.children[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  show(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.select(-1);
  }

  go(option) {
    if (option) location.assign(option.dataset.url);
  }
}

customElements.define("octant-suggest", OctantSuggest);
