// <button data-copy="text"> or data-copy-from="#selector"; data-copied is what to say after.
import { toast } from "./toast.js";

const SHOWN_MS = 2000;

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Pages on plain http have no clipboard API.
function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
  const text = source ? (source.value ?? source.textContent) : button.dataset.copy;
  const done = await copyText((text || "").trim());
  button.focus();
  toast(done ? button.dataset.copied : button.dataset.copyFailed);
  if (!done) return;
  button.dataset.state = "copied";
  setTimeout(() => delete button.dataset.state, SHOWN_MS);
});
