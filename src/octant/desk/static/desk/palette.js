// One box for everything: tickets by number or words, views, actions, replies, articles.
import { config, json, say, settled } from "./config.js";
import { form, insert } from "./composer.js";
import { go } from "./hooks.js";

const dialog = document.getElementById("desk-palette");
const input = dialog?.querySelector("input");
const list = document.getElementById("palette-list");
const SEARCH_MS = 150;
let kind = "commands";
let chosen = 0;
let shown = [];

export function openPalette(wanted) {
  if (!dialog || (wanted !== "commands" && !form())) return;
  kind = wanted;
  input.value = "";
  input.placeholder = input.dataset[kind];
  input.setAttribute("aria-label", input.dataset[kind]);
  if (!dialog.open) dialog.showModal();
  input.focus();
  update();
}

function commands(words) {
  const found = new Map();
  for (const button of document.querySelectorAll("[data-command][data-label]")) {
    const { command, label, key } = button.dataset;
    if (command === "palette" || found.has(command) || button.disabled) continue;
    if (!label.toLocaleLowerCase().includes(words)) continue;
    found.set(command, { label, key, run: () => button.click() });
  }
  return [...found.values()];
}

async function rows(words) {
  if (kind === "canned") {
    const { items } = await json(form().dataset.canned);
    return items.filter((item) => `${item.label} ${item.text}`.toLocaleLowerCase().includes(words)).map(writing);
  }
  if (kind === "articles") {
    const { items } = await json(`${form().dataset.articles}?q=${encodeURIComponent(words)}`);
    return items.map((item) => ({ ...writing(item), key: item.foreign ? say("foreign") : "" }));
  }
  if (!words) return commands("");
  const { items } = await json(`${config.find}?q=${encodeURIComponent(words)}`);
  const tickets = items.map((item) => ({ ...item, run: () => go(item.href) }));
  return [...commands(words), ...tickets];
}

const writing = (item) => ({ label: item.label, detail: item.detail ?? item.text, run: () => insert(item.text) });

async function update() {
  const asked = input.value.trim().toLocaleLowerCase();
  const now = kind;
  let found = [];
  try {
    found = await rows(asked);
  } catch (error) {
    found = [{ label: error.sentence || say("offline"), run: () => {} }];
  }
  if (asked !== input.value.trim().toLocaleLowerCase() || now !== kind) return;
  shown = found.slice(0, 40);
  chosen = 0;
  draw();
}

function draw() {
  list.replaceChildren(...shown.map(option));
  dialog.querySelector(".palette-none").hidden = shown.length > 0;
  input.setAttribute("aria-activedescendant", shown.length ? `palette-${chosen}` : "");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

function option(row, index) {
  const line = document.createElement("li");
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", String(index === chosen));
  line.id = `palette-${index}`;
  const words = document.createElement("span");
  words.className = "palette-words";
  words.append(row.label);
  if (row.detail) {
    const detail = document.createElement("small");
    detail.textContent = row.detail;
    words.append(detail);
  }
  line.append(words);
  if (row.key) {
    const key = document.createElement("kbd");
    key.className = "kbd";
    key.textContent = row.key;
    line.append(key);
  }
  line.addEventListener("click", () => take(index));
  return line;
}

function take(index) {
  const row = shown[index];
  dialog.close();
  row?.run();
}

const soon = settled(update, SEARCH_MS);
input?.addEventListener("input", () => (kind === "canned" || !input.value ? update() : soon()));
input?.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && shown.length) {
    event.preventDefault();
    chosen = (chosen + by + shown.length) % shown.length;
    draw();
  } else if (event.key === "Enter") {
    event.preventDefault();
    take(chosen);
  }
});
