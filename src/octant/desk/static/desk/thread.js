// The conversation: new messages, earlier ones, days between them, read marks, who types.
import { config, openTicket, part, post, say } from "./config.js";
import { days } from "./days.js";
import { replaceParts } from "./hooks.js";
import { localise } from "../ui/time.js";

const NEAR_END_PX = 120;
const TYPING_MS = 5000;

export const thread = () => document.getElementById("desk-thread");
const scroller = () => document.querySelector(".thread-scroll");
let loading = null;
let again = false;
let typingTimer = 0;

export const last = () => Number(thread()?.dataset.last || 0);

/**
 * Put messages into the thread in order, each once; what was shown as being sent gives way.
 * `whole`: they are all there is after the last one we hold; else what lies between is fetched.
 */
export function put(html, whole = false) {
  const log = thread();
  if (!log) return;
  const atEnd = nearEnd();
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const item of [...template.content.children]) place(log, item, whole);
  customerSaw(0); // they may have read it before the server's answer brought it here
  days(log);
  localise(log);
  if (atEnd) toEnd();
}

function place(log, item, whole) {
  const seq = Number(item.dataset.seq);
  if (whole || seq === last() + 1) log.dataset.last = String(Math.max(seq, last()));
  else if (seq > last()) queueMicrotask(fetchNew);
  if (log.querySelector(`[data-seq="${seq}"]`)) return;
  const { client } = item.dataset;
  if (client) log.querySelector(`.bubble[data-pending="${CSS.escape(client)}"]`)?.remove();
  const after = [...log.querySelectorAll("[data-seq]")].find((each) => Number(each.dataset.seq) > seq);
  const end = after || log.querySelector("[data-pending]");
  log.insertBefore(item, end || null);
  window.htmx.process(item); // a file that is being checked asks again
}

/** Fetch what came after the last message we hold; overlapping calls become one more. */
export async function fetchNew() {
  const pane = openTicket();
  if (!pane) return;
  if (loading) {
    again = true;
    return;
  }
  loading = part(`${pane.dataset.url}messages/?after=${last()}`);
  try {
    const { html } = await loading;
    if (openTicket() === pane) put(html, true);
    if (openTicket() === pane) tellSeen();
  } catch {
    // The next signal tries again.
  }
  loading = null;
  if (again) {
    again = false;
    fetchNew();
  }
}

/** Head and properties again; the exchange and the composer stay as they are. */
export async function fetchState() {
  const pane = openTicket();
  if (!pane) return;
  try {
    const { html } = await part(`${pane.dataset.url}state/`);
    if (openTicket() === pane) replaceParts(html);
  } catch {
    // As above.
  }
}

/** The customer has read up to `seq`. */
export function customerSaw(seq) {
  const log = thread();
  if (!log) return;
  const seen = Math.max(seq, Number(log.dataset.seen));
  log.dataset.seen = String(seen);
  for (const state of log.querySelectorAll('[data-side="agent"] [data-state="sent"]')) {
    if (Number(state.closest("[data-seq]").dataset.seq) <= seen) state.textContent = log.dataset.read;
  }
}

export function showTyping(sentence) {
  const line = document.getElementById("desk-typing");
  if (!line) return;
  line.textContent = sentence;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => (line.textContent = ""), TYPING_MS);
}

function tellSeen() {
  if (document.hidden || !openTicket()) return;
  document.dispatchEvent(new CustomEvent("desk:seen", { detail: { seq: last() } }));
}

/** Without a socket, reading is told by HTTP. */
export const postSeen = (seq) =>
  post(document.getElementById("desk-composer").dataset.seen, { seq: String(seq) }).catch(() => {});

function nearEnd() {
  const box = scroller();
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
}

export function toEnd() {
  const box = scroller();
  if (box) box.scrollTop = box.scrollHeight;
}

async function loadEarlier(button) {
  const box = scroller();
  const first = Number(thread().querySelector("[data-seq]")?.dataset.seq || 0);
  const fromEnd = box.scrollHeight - box.scrollTop;
  const { html, headers } = await part(`${openTicket().dataset.url}messages/?before=${first}`);
  put(html);
  box.scrollTop = box.scrollHeight - fromEnd;
  if (!headers.get("X-Earlier")) button.parentElement.remove();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-earlier]");
  if (button) loadEarlier(button).catch(() => {});
});

export function opened() {
  if (!openTicket()) return;
  days(thread());
  toEnd();
  document.title = openTicket().dataset.title;
  document.dispatchEvent(new CustomEvent("desk:opened"));
  tellSeen();
}

document.addEventListener("visibilitychange", tellSeen);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "desk-ticket") opened();
});
if (config.user) queueMicrotask(opened); // once the other parts are listening
document.addEventListener("desk:step-over", () => setTimeout(fetchState, 1000));
