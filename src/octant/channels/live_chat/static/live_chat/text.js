// A message's text: masks as labelled chips, addresses marked but never links. Always as text.
import { el } from "./dom.js";
import { icon } from "./dom.js";

const PART = new RegExp(
  [
    "(?<mask>⟦(?<mode>secret|held):(?<kind>[a-z_]{1,40})⟧)",
    "|(?<url>(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,15}://|www\\.)[^\\s<>\"'`\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef]{1,2048}",
    "|(?<![@\\w.-])(?:[a-z0-9-]{1,63}\\.){1,4}(?:app|cc|cn|co|com|example|finance|info|io|link|me|net|online|org|site|top|vip|xyz)\\b",
    "(?:/[^\\s<>\"'`\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef]{0,2048})?)",
  ].join(""),
  "giu",
);
const TRAILING = /[.,;:!?)\]}*_~]+$/;

/** The parts of `text` as nodes. `masks`: {kinds: {kind: {label, explanation, now}}, other, hidden, removed}. */
export function render(text, masks) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(PART)) {
    const { mask, mode, kind, url } = match.groups;
    const shown = mask ?? url.replace(TRAILING, "");
    parts.push(text.slice(at, match.index));
    parts.push(mask ? chip(mode, kind, masks) : el("span", { class: "inert-link", dir: "ltr", text: shown }));
    at = match.index + shown.length;
  }
  parts.push(text.slice(at));
  return parts.filter(Boolean);
}

function chip(mode, kind, masks) {
  const advice = masks.kinds[kind] ?? masks.other;
  const label = (mode === "held" ? masks.hidden : masks.removed).replace("{label}", advice.label);
  const summary = el("summary", { class: "mask-chip" }, icon("lock", "s"), el("span", { text: label }));
  if (!advice.explanation) return el("span", { class: "mask" }, summary.firstChild, label);
  return el(
    "details",
    { class: "mask" },
    summary,
    el("p", { text: advice.explanation }),
    advice.now && el("p", { text: advice.now }),
  );
}
