// A reply on its way: its id and its bubble.
import { thread, toEnd } from "./thread.js";

// crypto.randomUUID is missing on pages served over plain http from another host.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bubble of a reply on its way. */
export function pending(saying) {
  const bubble = document.getElementById("bubble-template").content.firstElementChild.cloneNode(true);
  bubble.dataset.pending = saying.id;
  if (saying.mode === "note") bubble.classList.replace("bubble--mine", "bubble--note");
  bubble.querySelector(".bubble-text").textContent = saying.text;
  thread().append(bubble);
  toEnd();
  return bubble;
}
