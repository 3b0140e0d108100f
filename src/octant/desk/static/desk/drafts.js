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

/** Keep `text`, or forget the draft if there is none. Answers whether it is kept. */
export function keepDraft(ticket, mode, text) {
  try {
    if (text.trim()) localStorage.setItem(key(ticket, mode), text);
    else localStorage.removeItem(key(ticket, mode));
    return Boolean(text.trim());
  } catch {
    return false;
  }
}
