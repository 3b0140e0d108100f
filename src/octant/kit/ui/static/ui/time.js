// <time datetime data-style="datetime|date|time|relative"> in the reader's own zone, zone shown.
const TICK_MS = 30000;
const STYLES = {
  datetime: { dateStyle: "medium", timeStyle: "short" },
  date: { dateStyle: "long" },
  time: { timeStyle: "short" },
};
const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const A_WEEK_SECONDS = 7 * 86400;
const locale = document.documentElement.lang || "en";

export function formatTime(moment, style = "datetime") {
  const shown = new Intl.DateTimeFormat(locale, STYLES[style]).format(moment);
  if (style === "date") return shown;
  const parts = new Intl.DateTimeFormat(locale, { hour: "numeric", timeZoneName: "short" });
  const zone = parts.formatToParts(moment).find((part) => part.type === "timeZoneName");
  return zone ? `${shown} ${zone.value}` : shown;
}

/** "3 minutes ago" within a week; the full time beyond, because "41 days ago" helps nobody. */
export function formatRelative(moment, now = new Date()) {
  const seconds = Math.round((moment - now) / 1000);
  if (Math.abs(seconds) > A_WEEK_SECONDS) return formatTime(moment);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(0, "second");
}

export function localise(scope = document) {
  for (const element of scope.querySelectorAll("time[data-style]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    const { style } = element.dataset;
    const text = style === "relative" ? formatRelative(moment) : formatTime(moment, style);
    if (element.textContent !== text) element.textContent = text;
    if (!element.title) element.title = formatTime(moment);
  }
}

localise();
document.addEventListener("htmx:afterSettle", (event) => localise(event.target));
setInterval(() => document.hidden || localise(), TICK_MS);
