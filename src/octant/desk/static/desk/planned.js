// A planned reply is changed where it stands. Its form is part of the page and works without this,
// which saves without leaving the page, keeps what is typed, and tells what happens meanwhile.
import { takeUp } from "./autosave.js";
import { openTicket, post, say } from "./config.js";
import { draftOf, keepDraft, keptAt } from "./drafts.js";
import { replaceParts } from "./hooks.js";
import { fetchState } from "./thread.js";
import { localise } from "../ui/time.js";
import { toast } from "../ui/toast.js";

const ticket = () => openTicket()?.dataset.ticket;
const mode = (form) => `planned${form.dataset.replan}`;

/** Times in a form come as UTC, which works everywhere; here they are shown by the reader's clock. */
function byOwnClock(form) {
  const { at, zone } = form.elements;
  if (!at.dataset.moment) return;
  const moment = new Date(at.dataset.moment);
  delete at.dataset.moment;
  at.value = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  form.querySelector("[data-zone]").textContent = zone.value;
}

function begin(form) {
  byOwnClock(form);
  form.querySelector("[data-replan-close]").hidden = false;
  const kept = draftOf(ticket(), mode(form));
  // The browser crashed or was closed over it; unless it was changed since.
  if (kept && keptAt(ticket(), mode(form)) > Number(form.dataset.saved) * 1000) form.elements.text.value = kept;
}

function close(form) {
  keepDraft(ticket(), mode(form), "");
  const details = form.closest("details");
  details.open = false;
  details.querySelector("summary").focus();
  fetchState(); // the form as it was, or as it is by now
}

async function save(form, button) {
  const section = form.closest("section");
  const data = new FormData(form);
  data.set("do", button.value);
  button.disabled = true;
  try {
    const { html, gone, draft } = await (await post(form.action, data)).json();
    keepDraft(ticket(), mode(form), "");
    if (gone) left(section, gone, draft);
    else saved(section, html);
  } catch (error) {
    button.disabled = false;
    if (error.html) again(section, error.html);
    else toast(error.sentence || say("offline"));
  }
}

function saved(section, html) {
  toast(say("plan_saved"));
  const there = put(section, html);
  replaceParts(html); // the list itself stays while another form in it is open
  (document.getElementById(there.id) || there).querySelector("summary")?.focus();
}

function left(section, sentence, draft) {
  section.remove();
  if (draft) takeUp(draft);
  toast(sentence, { sticky: true });
  fetchState();
}

/** Refused: the form as the server gives it back, with what was typed and why. */
function again(section, html) {
  const form = put(section, html).querySelector("[data-replan]");
  keepDraft(ticket(), mode(form), form.elements.text.value);
  begin(form);
  (form.querySelector('[aria-invalid="true"]') || form.elements.text).focus({ preventScroll: true });
  (form.querySelector('[role="alert"], .field-error') || form).scrollIntoView({ block: "nearest" });
}

function put(section, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.querySelector(`#${section.id}`);
  section.replaceWith(fresh);
  localise(fresh);
  return fresh;
}

document.addEventListener(
  "toggle",
  ({ target }) => {
    const form = target.open && target.querySelector?.("[data-replan]");
    if (!form) return;
    begin(form);
    form.elements.text.focus();
  },
  true,
);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-replan]")) return;
  event.preventDefault();
  save(event.target, event.submitter || event.target.querySelector('button[value="save"]'));
});
document.addEventListener("input", ({ target }) => {
  const form = target.form?.matches("[data-replan]") && target.name === "text" && target.form;
  if (form) keepDraft(ticket(), mode(form), target.value);
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-replan-close]");
  if (button) close(button.form);
});
// Somebody changed it, or it left, while its form is open here.
document.addEventListener("desk:kept", ({ detail: { old, fresh } }) => {
  for (const form of old.querySelectorAll("details[open] [data-replan]")) {
    const seen = fresh.querySelector(`[data-replan="${form.dataset.replan}"] [name=seen]`)?.value;
    form.querySelector('[data-meanwhile="changed"]').hidden = !seen || seen === form.elements.seen.value;
    form.querySelector('[data-meanwhile="gone"]').hidden = Boolean(seen);
  }
});
