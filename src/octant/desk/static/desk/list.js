// The left pane: which row is open, rows brought up to date in place, j and k.
import { config, openTicket, part, settled } from "./config.js";
import { localise } from "../ui/time.js";

const pane = document.getElementById("desk-list");
const SOON_MS = 400;
const LIST_MS = 2500;
const dirty = new Set();

const body = () => document.getElementById("list-body");
const rows = () => [...document.querySelectorAll("#list-rows .ticket-row")];

export function markOpen() {
  const open = openTicket()?.dataset.ticket;
  for (const row of rows()) {
    if (row.dataset.ticket === open) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

/** Go to the row before (-1) or after (1) the open one. */
export function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (!next) return;
  next.click();
  next.scrollIntoView({ block: "nearest" });
}

/** A ticket changed somewhere: its row if it is shown, else the list, both after a moment. */
export function ticketChanged(ticket) {
  if (!pane) return;
  if (document.getElementById(`row-${ticket}`)) {
    dirty.add(ticket);
    refreshRows();
  }
  refreshList();
}

const refreshRows = settled(async () => {
  const ids = [...dirty].slice(0, 100);
  dirty.clear();
  const query = new URLSearchParams(body()?.dataset.query);
  query.set("ids", ids.join(","));
  try {
    put(ids, (await part(`${config.rows}?${query}`)).html);
  } catch {
    // The next change, or the poll, brings them again.
  }
}, SOON_MS);

function put(ids, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const id of ids) {
    const old = document.getElementById(`row-${id}`);
    const fresh = template.content.querySelector(`[id="row-${id}"]`);
    if (!old) continue;
    // What left this view stays, faded, until the list itself is fetched: nothing jumps.
    if (!fresh) old.classList.add("gone");
    else if (old.dataset.version !== fresh.dataset.version) swap(old, fresh);
  }
  finish();
}

function swap(old, fresh) {
  const focused = old === document.activeElement;
  old.replaceWith(fresh);
  window.htmx.process(fresh);
  if (focused) fresh.focus();
}

const inUse = () => pane.querySelector(".list-head :focus-within, .list-head :focus, #list-many [open]");

/** Counts, and the rows too while the first page is shown and nobody is using the filters. */
export const refreshList = settled(
  async () => {
    if (document.hidden || !body()) return;
    const { scrollTop, dataset } = body();
    if (!dataset.first || inUse()) return;
    try {
      const { html } = await part(`${config.list}?${dataset.query}`);
      if (!inUse()) replace(html, scrollTop); // somebody may have begun meanwhile
    } catch {
      // As above.
    }
  },
  LIST_MS,
  LIST_MS * 2,
);

function replace(html, scrollTop) {
  const focused = document.activeElement?.closest?.(".ticket-row")?.id;
  const open = pane.querySelector(".filters")?.open;
  pane.innerHTML = html;
  window.htmx.process(pane);
  if (open) pane.querySelector(".filters").open = true;
  body().scrollTop = scrollTop;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  finish();
}

function finish() {
  markOpen();
  localise(pane);
  document.dispatchEvent(new CustomEvent("desk:changed"));
}

markOpen();
document.addEventListener("htmx:afterSettle", markOpen);
document.addEventListener("visibilitychange", () => document.hidden || refreshList());
