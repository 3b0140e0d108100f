// Messages that changed after they were shown: parts of a secret, masked since; a reply that is
// on its way, or was taken back.
import { openTicket, part } from "./config.js";
import { localise } from "../ui/time.js";

/** Fetch these messages (their numbers) once more and put each in the place of what is shown. */
export async function showAgain(numbers) {
  const pane = openTicket();
  if (!pane || !numbers.length) return;
  const { html } = await part(`${pane.dataset.url}messages/?after=${Math.min(...numbers) - 1}`);
  if (openTicket() !== pane) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const number of numbers) {
    const fresh = template.content.querySelector(`[data-seq="${Number(number)}"]`);
    const shown = pane.querySelector(`#desk-thread [data-seq="${Number(number)}"]`);
    if (!fresh || !shown) continue;
    shown.replaceWith(fresh);
    window.htmx.process(fresh);
  }
  localise(pane);
}

/** The numbers of replies whose state is not the last one. */
export function underWay() {
  const states = openTicket()?.querySelectorAll('[data-state="queued"], [data-state="sending"]') || [];
  return [...states].map((each) => Number(each.closest("[data-seq]").dataset.seq));
}
