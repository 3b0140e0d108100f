// Writing: reply or note, drafts, sending with a bubble that is there at once.
import { openTicket, post, say } from "./config.js";
import { draftOf, keepDraft } from "./drafts.js";
import { clearFiles, fileCount, fileIds, uploading } from "./files.js";
import { bodyOf, hideGuard, showGuard } from "./guard.js";
import { newId, overLength, pending, unsent } from "./outgoing.js";
import { settings } from "./settings.js";
import { clearWay, moment, wayOf } from "./way.js";
import { fetchState, put } from "./thread.js";

let kept = []; // files of a reply that the guard stopped; they go with the next try
const RETRY_MS = 3000; // nobody answered: the same id goes again, and is said once

export const form = () => document.getElementById("desk-composer");
export const field = () => document.getElementById("composer-text");
const mode = () => form().dataset.mode;
const ticket = () => openTicket()?.dataset.ticket;

/** Write at the cursor, or over what is selected. */
export function insert(text, from = null) {
  const area = field();
  area.focus();
  area.setRangeText(text, from ?? area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function setMode(next) {
  const area = field();
  if (!form() || mode() === next) return area?.focus();
  keepDraft(ticket(), mode(), area.value);
  form().dataset.mode = next;
  area.value = draftOf(ticket(), next);
  area.placeholder = area.dataset[next];
  document.getElementById("composer-state").textContent = "";
  for (const tab of form().querySelectorAll('[role="tab"]')) {
    tab.setAttribute("aria-selected", String(tab.dataset.mode === next));
  }
  for (const part of form().querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== next;
  document.dispatchEvent(new CustomEvent("desk:composing"));
  area.focus();
  return undefined;
}

function complain(sentence) {
  const line = document.getElementById("composer-error");
  line.textContent = sentence;
  line.hidden = !sentence;
}

async function submit(then) {
  const text = field().value.trim();
  if (!text && !fileCount() && !kept.length) return field().focus();
  if (uploading()) return complain(say("files_first"));
  if (overLength(text, form())) return complain(overLength(text, form()));
  complain("");
  const { action: url, dataset } = form();
  const at = then === "later" ? moment() : "";
  if (then === "later" && !at) return complain(say("no_moment"));
  const saying = { url, at, hold: dataset.hold, mode: mode(), text, then, id: newId(), files: [...kept, ...fileIds()], way: wayOf() };
  kept = [];
  hideGuard();
  field().value = "";
  clearFiles();
  clearWay();
  keepDraft(ticket(), saying.mode, "");
  document.getElementById("composer-state").textContent = "";
  await deliver(saying, pending(saying));
  return undefined;
}

async function deliver(saying, bubble, more = {}) {
  try {
    const { html } = await (await post(saying.url, bodyOf(saying, more))).json();
    if (bubble.isConnected) {
      bubble.remove();
      put(html);
      if (saying.then) fetchState();
      if (draftOf(ticket(), saying.mode) === saying.text && !field().value) keepDraft(ticket(), saying.mode, "");
    }
  } catch (error) {
    if (error.code === "never_asked" && bubble.isConnected) return stopped(saying, bubble, error.html);
    unsent(bubble, error.sentence || say("offline"), () => deliver(saying, bubble, more));
    // A reload must not lose it either.
    if (ticket() && form()?.action === saying.url && !field().value) keepDraft(ticket(), saying.mode, saying.text);
    if (!(error.status < 500)) setTimeout(() => bubble.querySelector("[data-again]:not([hidden])")?.click(), RETRY_MS);
  }
}

/** The guard stopped it: nothing is lost, and nothing is shown as being sent. */
function stopped(saying, bubble, html) {
  bubble.remove();
  if (!field().value) {
    field().value = saying.text;
    keepDraft(ticket(), saying.mode, saying.text);
  }
  kept = saying.files;
  const done = () => {
    if (field().value.trim() === saying.text) field().value = "";
    keepDraft(ticket(), saying.mode, field().value);
    kept = [];
    fetchState();
  };
  showGuard(html, saying, {
    restore: () => field().focus(),
    send: (reason) => {
      hideGuard();
      done();
      deliver(saying, pending(saying), { guard_reason: reason });
    },
    done,
  });
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "desk-composer") return;
  event.preventDefault();
  event.target.querySelector("details[open]")?.removeAttribute("open");
  submit(event.submitter?.name === "then" ? event.submitter.value : "");
});

document.addEventListener("click", (event) => {
  const tab = event.target.closest('#desk-composer [role="tab"]');
  if (tab) setMode(tab.dataset.mode);
});

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "composer-text" || event.key !== "Enter" || event.defaultPrevented) return;
  if (event.isComposing || event.keyCode === 229) return;
  const always = event.ctrlKey || event.metaKey;
  if (!always && (!settings.enter || event.shiftKey || event.altKey)) return;
  event.preventDefault();
  submit("");
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "composer-text") return;
  const kept = keepDraft(ticket(), mode(), event.target.value);
  document.getElementById("composer-state").textContent =
    overLength(event.target.value, form()) || (kept ? say("draft_kept") : "");
  complain("");
});

document.addEventListener("desk:opened", () => {
  kept = [];
  field().value = draftOf(ticket(), mode());
  document.dispatchEvent(new CustomEvent("desk:composing"));
});
