// A reply on its way: its id and its bubble.
import { say } from "./config.js";
import { thread, toEnd } from "./thread.js";
import { toast } from "../ui/toast.js";

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

/** By how much `text` is too long for the composer, in words, or nothing. */
export function overLength(text, form) {
  const over = text.length - Number(form.dataset.max);
  return over > 0 ? say("too_long", { count: over }) : "";
}

/** It did not go out: say why, and offer to try `again`. */
export function unsent(bubble, sentence, again) {
  bubble.classList.replace("bubble--sending", "bubble--failed");
  bubble.querySelector(".bubble-state").textContent = `${say("not_sent")} ${sentence}`;
  const button = bubble.querySelector("[data-again]");
  button.hidden = false;
  button.onclick = () => {
    button.hidden = true;
    bubble.classList.replace("bubble--failed", "bubble--sending");
    again();
  };
  if (!bubble.isConnected) toast(sentence);
}
