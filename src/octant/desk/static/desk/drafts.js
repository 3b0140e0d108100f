// What was typed outlives a crash: one draft a ticket and mode, in this browser.
import { config } from "./config.js";

const PREFIX = "octant:desk:draft:";
const key = (ticket, mode) => `${PREFIX}${config.user}:${ticket}:${mode}`;

export function draftOf(ticket, mode) {
  try {
    return localStorage.getItem(key(ticket, mode)) || "";
  } catch {
    return "";
  }
}

/** When it was kept, in ms. */
export function keptAt(ticket, mode) {
  try {
    return Number(localStorage.getItem(`${key(ticket, mode)}:at`)) || 0;
  } catch {
    return 0;
  }
}

/** Keep `text`, or forget the draft if there is none. Answers whether it is kept. */
export function keepDraft(ticket, mode, text) {
  try {
    if (text.trim()) localStorage.setItem(key(ticket, mode), text);
    else localStorage.removeItem(key(ticket, mode));
    localStorage.setItem(`${key(ticket, mode)}:at`, String(Date.now()));
    return Boolean(text.trim());
  } catch {
    return false;
  }
}
