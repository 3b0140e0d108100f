// Commands are buttons and links that stand on the page; keys and the palette press them.
import { go } from "./hooks.js";
import { step } from "./list.js";
import { setMode } from "./composer.js";
import { settings } from "./settings.js";
import { openPalette } from "./palette.js";
import { openDialog } from "../ui/dialog.js";

const OWN = {
  palette: () => openPalette("commands"),
  canned: () => openPalette("canned"),
  article: () => openPalette("articles"),
  help: () => openDialog("desk-help"),
  reply: () => setMode("reply"),
  note: () => setMode("note"),
  back: () => go(new URL(document.querySelector(".bar-brand").href).pathname),
  side: () => {
    const desk = document.querySelector(".desk");
    desk.dataset.side = desk.dataset.side === "open" ? "" : "open";
  },
};
const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  r: "reply",
  n: "note",
  a: "take",
  s: "solve",
  o: "reopen",
  w: "wait",
  t: "transfer",
  m: "merge",
  i: "side",
  u: "back",
  "?": "help",
  "/": () => document.getElementById("list-words")?.focus(),
};

/** Do a command by its name, if it is possible on this page now. */
export function command(name) {
  const button = document.querySelector(`[data-command="${name}"]`);
  if (!button) return false;
  if (OWN[name]) OWN[name]();
  else button.click();
  return true;
}

function typing(target) {
  return target.closest?.('input, textarea, select, [contenteditable="true"]') || document.querySelector("dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.repeat) return;
  const control = event.ctrlKey || event.metaKey;
  if (control && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette("commands");
    return;
  }
  if (event.altKey && !control && event.code === "KeyA" && command("accept")) event.preventDefault();
  if (!settings.keys || control || event.altKey || typing(event.target)) return;
  const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  if (typeof act === "string") command(act);
  else act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-command]");
  if (button && OWN[button.dataset.command]) OWN[button.dataset.command]();
});
