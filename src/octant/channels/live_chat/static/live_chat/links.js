// What was thought of the links of a message: in two words beside each, in a sentence on asking.
import { el } from "./dom.js";
import { render } from "./text.js";

/** Write the text of `box` anew, with the verdict beside each link found ({kind, start, end, verdict}). */
export function dress(box, text, found, masks) {
  const points = [...text]; // positions count characters, not halves of them
  const piece = (from, to) => points.slice(from, to).join("");
  const parts = [];
  let at = 0;
  for (const { start, end, verdict } of found.filter(({ kind }) => kind === "link")) {
    if (start < at || end > points.length) continue;
    parts.push(...render(piece(at, start), masks), checked(piece(start, end), verdict, masks.links));
    at = end;
  }
  box.replaceChildren(...parts, ...render(piece(at), masks));
}

function checked(address, verdict, words) {
  const { label, sentence } = words[verdict] ?? words.unknown;
  const chip = el("span", { class: `mask-chip link-${verdict}`, text: label });
  const shown = el("span", { class: "inert-link", dir: "ltr", text: address });
  return el("details", { class: "mask" }, el("summary", { class: "link-check" }, shown, " ", chip), el("p", { text: sentence }));
}
