// Where a detail stands in the account, drawn: a frame, what is around it, and one part marked.
const SVG = "http://www.w3.org/2000/svg";

// x, y, width, height, and whether it is the marked part; in a frame of 120 by 72.
const ROWS = [[10, 10, 34, 5], [10, 24, 100, 12], [10, 40, 100, 12], [10, 56, 100, 10]];
const PAGE = [[10, 26, 100, 4], [10, 36, 78, 4], [10, 46, 90, 4], [10, 56, 40, 8]];
const DRAWN = {
  row: [...ROWS, [14, 27, 46, 6, 1]],
  time: [...ROWS, [80, 27, 26, 6, 1]],
  top: [...PAGE, [10, 10, 52, 8, 1]],
  message: [[10, 10, 40, 5], [10, 22, 100, 14, 1], [10, 44, 100, 4], [10, 54, 70, 4]],
  device: [[14, 12, 26, 50, 1], [22, 56, 10, 2], [52, 16, 58, 36, 1], [72, 54, 18, 6]],
  sender: [[10, 10, 60, 6], [10, 22, 74, 9, 1], [10, 40, 100, 4], [10, 49, 88, 4], [10, 58, 50, 4]],
  paper: [[10, 10, 40, 6], [10, 24, 60, 4], [88, 24, 22, 4], [10, 36, 100, 9, 1], [10, 53, 60, 4], [88, 53, 22, 4]],
};

/** The drawing called `name` as an image that says `alt`. */
export function picture(name, alt) {
  const svg = part("svg", { class: "intake-picture", viewBox: "0 0 120 72", role: "img", "aria-label": alt });
  svg.append(part("rect", { class: "intake-frame", x: 1, y: 1, width: 118, height: 70, rx: 6 }));
  for (const [x, y, width, height, marked] of DRAWN[name] ?? []) {
    svg.append(part("rect", { class: marked ? "intake-marked" : "intake-plain", x, y, width, height, rx: 2 }));
  }
  return svg;
}

function part(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
