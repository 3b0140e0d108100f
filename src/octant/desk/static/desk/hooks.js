// HTMX and our own fetches meet here: tokens, errors, dialogs, parts put in their places.
import { config, openTicket, say } from "./config.js";
import { localise } from "../ui/time.js";
import { toast } from "../ui/toast.js";

const dialog = document.getElementById("desk-dialog");

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = config.csrf;
  event.detail.headers.Accept = "text/html, application/json";
});

document.addEventListener("htmx:responseError", (event) => {
  try {
    toast(JSON.parse(event.detail.xhr.responseText).sentence);
  } catch {
    toast(say("failed"));
  }
});
document.addEventListener("htmx:sendError", () => toast(say("offline")));

// The answer about one ticket may come when another one is open by now, or none: its parts have
// no place any more. (What a ticket asks for has #desk-ticket for a target, which stays.)
document.addEventListener("htmx:beforeSwap", (event) => {
  const template = document.createElement("template");
  template.innerHTML = event.detail.serverResponse;
  const open = openTicket()?.dataset.ticket;
  const parts = [...template.content.children].filter((each) => "for" in each.dataset);
  const late = parts.filter((each) => each.dataset.for !== open);
  if (!late.length) return;
  for (const each of late) each.remove();
  event.detail.serverResponse = template.innerHTML;
});

// A dialog's part arrived: open it and go to its first field.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "desk-dialog-body") return;
  const { verb } = event.detail.requestConfig;
  if (verb !== "get" && !dialog.open) return; // done, and closed by desk:done before this
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector('[aria-invalid="true"], select, input:not([type="hidden"]), textarea');
  first?.focus();
});

document.addEventListener("desk:done", (event) => {
  if (dialog.open) dialog.close();
  toast(event.detail.sentence);
});

document.addEventListener("desk:go", (event) => go(event.detail.path));

/** Open a ticket without leaving the page, where there is one to open it in. */
export function go(path) {
  if (!document.getElementById("desk-ticket")) {
    window.location.assign(path);
    return;
  }
  window.htmx.ajax("GET", path, { target: "#desk-ticket", swap: "innerHTML" });
  const view = new URLSearchParams(document.getElementById("list-body")?.dataset.query);
  window.history.pushState({}, "", view.size ? `${path}?${view}` : path);
}

// Our own pushState leaves nothing that HTMX could restore: ask for the page again.
window.addEventListener("popstate", () => {
  if (document.getElementById("desk-ticket")) window.location.reload();
});

/** A part in use stays as it is; whoever works in it may want to know what it would be by now. */
function keptAs(old, fresh) {
  document.dispatchEvent(new CustomEvent("desk:kept", { detail: { old, fresh } }));
}

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (!target.querySelector("details[open] [data-replan]")) return;
  event.detail.shouldSwap = false;
  keptAs(target, fragment.querySelector(`#${target.id}`) || fragment);
});

/** Put each top-level element of `html` in place of the one with its id, unless it is in use. */
export function replaceParts(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const fresh of [...template.content.children]) {
    const old = fresh.id && document.getElementById(fresh.id);
    if (!old) continue;
    const active = old.contains(document.activeElement) && document.activeElement;
    const opener = active && active.closest(".planned-change > summary");
    if ((active && !opener) || old.querySelector("details[open]")) {
      keptAs(old, fresh);
      continue;
    }
    fresh.removeAttribute("hx-swap-oob");
    old.replaceWith(fresh);
    window.htmx.process(fresh);
    localise(fresh);
    if (opener) document.getElementById(opener.closest("section").id)?.querySelector("summary")?.focus();
  }
  document.dispatchEvent(new CustomEvent("desk:changed"));
}
