// A small list over the composer: "/" brings prepared replies, "@" in a note colleagues.
import { config, json } from "./config.js";
import { field, form, insert } from "./composer.js";

const SHOWN = 8;
const cache = new Map();
let box = null;
let items = [];
let chosen = 0;
let from = 0;

async function all(url) {
  if (!cache.has(url)) cache.set(url, json(url).catch(() => (cache.delete(url), { items: [] })));
  return (await cache.get(url)).items;
}

/** What is being typed before the cursor: a trigger at a word's beginning, and what follows. */
function trigger() {
  const area = field();
  const before = area.value.slice(0, area.selectionStart);
  const note = form().dataset.mode === "note";
  const found = note ? /(^|\s)@([^\s@]{0,30})$/u.exec(before) : /(^|\n)\/([^\n]{0,30})$/u.exec(before);
  if (!found) return null;
  return { url: note ? config.people : form().dataset.canned, words: found[2], at: before.length - found[2].length - 1 };
}

async function look() {
  const asked = trigger();
  if (!asked) return close();
  const rows = await all(asked.url);
  if (trigger()?.words !== asked.words) return undefined;
  const wanted = asked.words.toLocaleLowerCase();
  const matches = (row) => `${row.label} ${row.detail || ""} ${row.text}`.toLocaleLowerCase().includes(wanted);
  items = rows.filter(matches).slice(0, SHOWN);
  from = asked.at;
  chosen = 0;
  return items.length ? draw() : close();
}

function draw() {
  box ||= document.createElement("ul");
  box.className = "picker";
  box.id = "composer-picker";
  box.setAttribute("role", "listbox");
  box.replaceChildren(...items.map(option));
  if (!box.isConnected) form().append(box);
  field().setAttribute("aria-controls", box.id);
  field().setAttribute("aria-activedescendant", `picker-${chosen}`);
}

function option(row, index) {
  const line = document.createElement("li");
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", String(index === chosen));
  line.id = `picker-${index}`;
  const label = document.createElement("strong");
  label.textContent = row.label;
  const text = document.createElement("span");
  text.textContent = row.detail ?? row.text;
  line.append(label, text);
  line.addEventListener("mousedown", (event) => (event.preventDefault(), take(index)));
  return line;
}

function take(index) {
  const row = items[index];
  close();
  if (row) insert(row.text, from);
}

function close() {
  box?.remove();
  items = [];
  field()?.removeAttribute("aria-activedescendant");
}

function move(by) {
  chosen = (chosen + by + items.length) % items.length;
  draw();
}

// Before the composer's own Enter: it is registered on the capturing way.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.target.id !== "composer-text" || !items.length || event.isComposing) return;
    const act = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => take(chosen),
      Tab: () => take(chosen),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  },
  true,
);
document.addEventListener("input", (event) => event.target.id === "composer-text" && !event.isComposing && look());
document.addEventListener("compositionend", (event) => event.target.id === "composer-text" && look());
document.addEventListener("focusout", (event) => event.target.id === "composer-text" && close());
