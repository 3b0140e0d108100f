// Small tools of the component.
/** An element with attributes, of which false sets none; `text` goes in as text. */
export function el(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(name, value === true ? "" : value);
  if (text) made.textContent = text;
  made.append(...children.filter(Boolean));
  return made;
}

/** `fill("Number {place}", {place: 3})`. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** A moment in the reader's own zone, which is shown. */
export function moment(iso) {
  if (!iso) return "";
  const style = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, style).format(new Date(iso));
}

/** A moment as a field of date and time wants it. */
export const local = (at) => new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);

/** What such a field says, with the zone that it was meant in. */
export const zoned = (value) => value && `${value.replace("T", " ")} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`;
