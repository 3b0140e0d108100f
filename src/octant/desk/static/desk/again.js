// Messages whose text was changed after they were shown: parts of a secret, masked since.
import { openTicket, part } from "./config.js";
import { localise } from "../ui/time.js";

/** Fetch these messages (their numbers) once more and put each in the place of what is shown. */
export async function showAgain(numbers) {
  const pane = openTicket();
  if (!pane) return;
  const { html } = await part(`${pane.dataset.url}messages/?after=${Math.min(...numbers) - 1}`);
  if (openTicket() !== pane) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const number of numbers) {
    const fresh = template.content.querySelector(`[data-seq="${Number(number)}"]`);
    const shown = pane.querySelector(`#desk-thread [data-seq="${Number(number)}"]`);
    if (fresh && shown) shown.replaceWith(fresh);
  }
  localise(pane);
}
