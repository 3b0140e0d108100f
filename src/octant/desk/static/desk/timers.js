// Waits that run: "0:42" for chats, "3 h" for the rest; countdowns of offered chats.
const SOON_SECONDS = { live: 60, other: 4 * 3600 };
const LATE_SECONDS = { live: 180, other: 24 * 3600 };
const DUE_SOON_SECONDS = 3600;
const locale = document.documentElement.lang || "en";
const short = (unit) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" });
const UNITS = [
  ["day", 86400, short("day")],
  ["hour", 3600, short("hour")],
  ["minute", 60, short("minute")],
];

export function waited(seconds, live) {
  if (live && seconds < 3600) {
    return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  }
  for (const [, size, words] of UNITS) {
    if (seconds >= size) return words.format(Math.floor(seconds / size));
  }
  return UNITS[2][2].format(0);
}

function level(seconds, live) {
  const kind = live ? "live" : "other";
  if (seconds >= LATE_SECONDS[kind]) return "late";
  return seconds >= SOON_SECONDS[kind] ? "soon" : "";
}

function tick() {
  const now = Date.now();
  for (const timer of document.querySelectorAll(".timer[data-since]")) {
    const seconds = Math.max(0, (now - Date.parse(timer.dataset.since)) / 1000);
    const live = "live" in timer.dataset;
    const text = waited(seconds, live);
    if (timer.textContent !== text) timer.textContent = text;
    const now_ = level(seconds, live);
    if ((timer.dataset.level || "") !== now_) timer.dataset.level = now_;
  }
  for (const due of document.querySelectorAll(".due[data-due]")) {
    const left = (Date.parse(due.dataset.due) - now) / 1000;
    const words = left > 0 ? due.dataset.left : due.dataset.over;
    const text = words.replace("{time}", waited(Math.abs(left), false));
    const shown = due.lastElementChild;
    if (shown.textContent !== text) shown.textContent = text;
    const level_ = left <= 0 ? "late" : left < DUE_SOON_SECONDS ? "soon" : "";
    if ((due.dataset.level || "") !== level_) due.dataset.level = level_;
  }
  for (const timer of document.querySelectorAll(".timer[data-until]")) {
    const left = (Date.parse(timer.dataset.until) - now) / 1000;
    const text = waited(Math.max(0, left), true);
    if (timer.textContent !== text) timer.textContent = text;
    // It fell back by itself: the pane is fetched again, once.
    if (left <= 0 && !timer.dataset.over) {
      timer.dataset.over = "1";
      document.dispatchEvent(new CustomEvent("desk:step-over"));
    }
  }
  for (const offer of document.querySelectorAll(".offer[data-offered]")) {
    const total = Number(offer.dataset.seconds);
    const left = total - (now - Date.parse(offer.dataset.offered)) / 1000;
    const shown = offer.querySelector("[data-countdown]");
    shown.textContent = String(Math.max(0, Math.ceil(left)));
    shown.style.setProperty("--part", String(Math.max(0, Math.min(1, left / total))));
    if (left < -1) document.dispatchEvent(new CustomEvent("desk:offer-over"));
  }
}

tick();
setInterval(() => document.hidden || tick(), 1000);
document.addEventListener("htmx:afterSettle", tick);
document.addEventListener("desk:changed", tick);
