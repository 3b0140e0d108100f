// Writing: reply or note, drafts, sending with a bubble that is there at once.
import { openTicket, post, say } from "./config.js";
import { draftOf, keepDraft } from "./drafts.js";
import { clearFiles, fileCount, fileIds, uploading } from "./files.js";
import { settings } from "./settings.js";
import { fetchState, put, thread, toEnd } from "./thread.js";
import { toast } from "../ui/toast.js";

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
  area.focus();
  return undefined;
}

function complain(sentence) {
  const line = document.getElementById("composer-error");
  line.textContent = sentence;
  line.hidden = !sentence;
}

function tooLong(text) {
  const over = text.length - Number(form().dataset.max);
  return over > 0 ? say("too_long", { count: over }) : "";
}

async function submit(then) {
  const text = field().value.trim();
  if (!text && !fileCount()) return field().focus();
  if (uploading()) return complain(say("files_first"));
  if (tooLong(text)) return complain(tooLong(text));
  complain("");
  const saying = { url: form().action, mode: mode(), text, then, id: crypto.randomUUID?.() || uuid(), files: fileIds() };
  field().value = "";
  clearFiles();
  keepDraft(ticket(), saying.mode, "");
  document.getElementById("composer-state").textContent = "";
  await deliver(saying, pending(saying));
  return undefined;
}

// crypto.randomUUID is missing on pages served over plain http from another host.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function pending(saying) {
  const bubble = document.getElementById("bubble-template").content.firstElementChild.cloneNode(true);
  bubble.dataset.pending = saying.id;
  if (saying.mode === "note") bubble.classList.replace("bubble--mine", "bubble--note");
  bubble.querySelector(".bubble-text").textContent = saying.text;
  thread().append(bubble);
  toEnd();
  return bubble;
}

async function deliver(saying, bubble) {
  const body = new FormData();
  for (const name of ["mode", "text", "then", "id"]) body.append(name, saying[name]);
  for (const id of saying.files) body.append("files", id);
  try {
    const { html } = await (await post(saying.url, body)).json();
    if (bubble.isConnected) {
      bubble.remove();
      put(html);
      if (saying.then) fetchState();
      if (draftOf(ticket(), saying.mode) === saying.text && !field().value) keepDraft(ticket(), saying.mode, "");
    }
  } catch (error) {
    unsent(saying, bubble, error.sentence || say("offline"));
    if (!(error.status < 500)) setTimeout(() => bubble.querySelector("[data-again]:not([hidden])")?.click(), RETRY_MS);
  }
}

function unsent(saying, bubble, sentence) {
  bubble.classList.replace("bubble--sending", "bubble--failed");
  bubble.querySelector(".bubble-state").textContent = `${say("not_sent")} ${sentence}`;
  const again = bubble.querySelector("[data-again]");
  again.hidden = false;
  again.onclick = () => {
    again.hidden = true;
    bubble.classList.replace("bubble--failed", "bubble--sending");
    deliver(saying, bubble);
  };
  if (!bubble.isConnected) toast(sentence);
  // A reload must not lose it either.
  if (ticket() && form()?.action === saying.url && !field().value) keepDraft(ticket(), saying.mode, saying.text);
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
    tooLong(event.target.value) || (kept ? say("draft_kept") : "");
  complain("");
});

document.addEventListener("desk:opened", () => {
  field().value = draftOf(ticket(), mode());
});
