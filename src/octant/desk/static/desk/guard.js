// A reply that the server stopped: what was written stays; change it, ask a lead, or, as a lead,
// send it with a reason.
import { post, say } from "./config.js";
import { toast } from "../ui/toast.js";

const panel = () => document.getElementById("composer-guard");

/** The body that says a reply; `more` are further fields. */
export function bodyOf(saying, more = {}) {
  const body = new FormData();
  for (const name of ["mode", "text", "then", "id", "at"]) body.append(name, saying[name]);
  for (const id of saying.files) body.append("files", id);
  for (const [name, value] of saying.way) body.append(name, value);
  for (const [name, value] of Object.entries(more)) body.append(name, value);
  return body;
}

export function hideGuard() {
  if (!panel()) return;
  panel().hidden = true;
  panel().replaceChildren();
}

/** Show `html`; `restore` gives the text back to the composer, `send(reason)` tries again. */
export function showGuard(html, saying, { restore, send, done }) {
  const shown = panel();
  shown.innerHTML = html;
  shown.hidden = false;
  const reason = shown.querySelector("#guard-reason");
  const act = {
    change: () => {
      hideGuard();
      restore();
    },
    send: () => (reason.value.trim() ? send(reason.value.trim()) : reason.focus()),
    hold: async () => {
      try {
        await post(saying.hold, bodyOf(saying, { guard_reason: reason.value.trim() }));
        hideGuard();
        done();
        toast(say("asked_lead"));
      } catch (error) {
        toast(error.sentence || say("offline"));
      }
    },
  };
  shown.onclick = (event) => act[event.target.closest("[data-guard]")?.dataset.guard]?.();
  reason.onkeydown = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // the form around it would send the composer's text
    (act[shown.querySelector("[data-guard=send], [data-guard=hold]").dataset.guard])();
  };
}
