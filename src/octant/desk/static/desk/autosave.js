// A draft lies on the server too, so that it is there in another browser and after any crash; and
// replies that wait for their time.
import { openTicket, post, say, settled } from "./config.js";
import { draftOf, keepDraft, keptAt } from "./drafts.js";
import { fileIds, haveFiles } from "./files.js";
import { setWay, wayOf } from "./way.js";
import { fetchState } from "./thread.js";
import { toast } from "../ui/toast.js";

const form = () => document.getElementById("desk-composer");
const field = () => document.getElementById("composer-text");
const state = () => document.getElementById("composer-state");
const SAVE_MS = 1500;
const CLOCKS_MS = 2000; // of this browser and the server, which differ a little
let stop = new AbortController();

function body() {
  const made = new FormData();
  made.append("mode", form().dataset.mode);
  made.append("text", field().value);
  for (const id of fileIds()) made.append("files", id);
  for (const [name, value] of wayOf()) made.append(name, value);
  return made;
}

const save = settled(async () => {
  // What is being sent is the server's own matter: it forgets the draft when it has the message.
  if (!form() || (!field().value.trim() && document.querySelector("[data-pending]"))) return;
  stop = new AbortController();
  const { signal } = stop;
  try {
    const { kept } = await (await post(form().dataset.draft, body(), { signal })).json();
    if (kept && field()?.value) state().textContent = say("draft_saved");
  } catch {
    // It is kept in this browser; the next key tries again.
  }
}, SAVE_MS);

/** The newer of what this browser and the server kept, for the mode that is shown. */
function restore() {
  const all = document.getElementById("composer-kept");
  const { mode } = form().dataset;
  const kept = all && JSON.parse(all.textContent)[mode];
  const ticket = openTicket()?.dataset.ticket;
  if (!kept || form().dataset[`took${mode}`]) return;
  form().dataset[`took${mode}`] = "1";
  const local = draftOf(ticket, mode);
  if (kept.why) toast(kept.why, { sticky: true });
  if (local === kept.text || (keptAt(ticket, mode) > kept.saved - CLOCKS_MS && !kept.why)) {
    if (local !== kept.text) return;
  } else {
    field().value = kept.text;
    keepDraft(ticket, mode, kept.text);
  }
  haveFiles(kept.files);
  if (mode === "reply") setWay(kept.way);
  state().textContent = say("draft_saved");
}

/** Put a reply that is planned no more into the composer, above what is begun there. */
export function takeUp({ text, files, way }) {
  if (!text) return;
  const begun = field().value.trim();
  field().value = text.includes(begun) ? text : `${text}\n\n${begun}`;
  haveFiles(files);
  setWay(way);
  keepDraft(openTicket()?.dataset.ticket, "reply", field().value);
}

async function unplan(button) {
  button.disabled = true;
  const changing = button.closest("section").querySelector("details[open] textarea")?.value;
  try {
    const draft = await (await post(button.dataset.unplan)).json();
    takeUp({ ...draft, text: changing || draft.text });
    toast(say("not_planned"));
  } catch (error) {
    toast(error.sentence || say("offline"));
  }
  fetchState();
}

document.addEventListener("desk:composing", restore);
document.addEventListener("input", (event) => {
  if (event.target.closest?.("#desk-composer")) save();
});
document.addEventListener("submit", (event) => event.target.id === "desk-composer" && stop.abort(), true);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unplan]");
  if (!button) return;
  event.preventDefault();
  unplan(button);
});
document.addEventListener("line:frame", ({ detail }) => {
  if (detail.t === "tell" && detail.planned) toast(say("planned_back"), { sticky: true });
  if (detail.t === "tell" && detail.replanned) toast(say("planned_changed", { name: detail.replanned }), { sticky: true });
});
