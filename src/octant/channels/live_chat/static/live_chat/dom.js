// Small tools to build elements. Text goes in as text: nothing here parses markup.
let icons = "";
let locale = "en";

/** Where the icon sprite lies, and the reader's language. */
export function prepare(spriteUrl, language) {
  icons = spriteUrl;
  locale = language;
}

/**
 * An element. `props`: `class`, `text`, `on` ({event: handler}), `data`; the rest are attributes
 * (true sets an empty one; false, null and undefined set none).
 */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (name === "on") listen(made, value);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null && child !== false && child !== ""));
  return made;
}

function listen(element, handlers) {
  for (const [event, handler] of Object.entries(handlers)) element.addEventListener(event, handler);
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name, size = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}${size ? ` icon-${size}` : ""}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${icons}#${name}`);
  svg.append(use);
  return svg;
}

export function button(label, press, { kind = "secondary", symbol = "", small = false } = {}) {
  return el(
    "button",
    { type: "button", class: `button button--${kind}${small ? " button--small" : ""}`, on: { click: press } },
    symbol && icon(symbol),
    el("span", { text: label }),
  );
}

export function iconButton(label, symbol, press) {
  const props = { type: "button", class: "icon-button", "aria-label": label, title: label };
  return el("button", { ...props, on: { click: press } }, icon(symbol));
}

/** `fill("Number {place}", {place: 3})`. */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function clockTime(moment) {
  return new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(moment);
}

export function dayName(moment, words) {
  const day = (at) => at.toLocaleDateString("en-CA");
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (day(moment) === day(new Date())) return words.today;
  if (day(moment) === day(yesterday)) return words.yesterday;
  return new Intl.DateTimeFormat(locale, { dateStyle: "full" }).format(moment);
}

/** Date and time with the zone, for promises such as "by Tuesday 14:00 CET". */
export function longTime(iso) {
  const options = { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  return new Intl.DateTimeFormat(locale, options).format(new Date(iso));
}

export function size(bytes) {
  const unit = bytes >= 1e6 ? ["megabyte", 1e6] : ["kilobyte", 1e3];
  const style = { style: "unit", unit: unit[0], maximumFractionDigits: bytes >= 1e6 ? 1 : 0 };
  return new Intl.NumberFormat(locale, style).format(Math.max(bytes / unit[1], 1e-1));
}
