// Lines between days, in the agent's own time zone.
import { say } from "./config.js";

const locale = document.documentElement.lang || "en";
const dayName = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const DAY_MS = 86400000;

/** Put a line before the first message of each day. */
export function days(log) {
  for (const old of log.querySelectorAll(".day")) old.remove();
  let before = "";
  for (const item of [...log.querySelectorAll("[data-at]")]) {
    const at = new Date(item.dataset.at);
    if (at.toDateString() === before) continue;
    before = at.toDateString();
    const line = document.createElement("p");
    line.className = "day";
    line.textContent = dayWords(at);
    log.insertBefore(line, item);
  }
}

function dayWords(at) {
  const start = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const ago = Math.round((start(new Date()) - start(at)) / DAY_MS);
  return ago === 0 ? say("today") : ago === 1 ? say("yesterday") : dayName.format(at);
}
