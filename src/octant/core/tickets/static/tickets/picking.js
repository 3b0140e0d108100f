// <div data-files>: files are picked, dropped, pasted, or taken of the screen, one after the other, and
// shown with a button that takes each away. They stand in the form's own file field, so that without
// scripts the same field works by itself.
import { el } from "./intake-tools.js";

const CAN_SHOW = Boolean(navigator.mediaDevices?.getDisplayMedia) && matchMedia("(hover: hover)").matches;

for (const box of document.querySelectorAll("[data-files]")) begin(box);

function begin(box) {
  const field = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-picked]");
  const shoot = box.querySelector("[data-shoot]");
  const { form } = field;
  let picked = [];

  field.addEventListener("change", () => add(field.files));
  form.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });
  form.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  shoot.hidden = !CAN_SHOW;
  shoot.addEventListener("click", async () => {
    const { screenshot } = await import("./capture.js");
    const file = await screenshot(shoot.dataset.shoot).catch(() => null);
    if (file) add([file]);
  });
  box.dataset.live = "";

  function add(files) {
    const known = new Set(picked.map(mark));
    picked = [...picked, ...[...files].filter((file) => !known.has(mark(file)))];
    show();
  }

  function show() {
    const held = new DataTransfer();
    for (const file of picked) held.items.add(file);
    field.files = held.files;
    list.hidden = !picked.length;
    list.replaceChildren(...picked.map(row));
  }

  function row(file) {
    const away = el("button", { type: "button", class: "icon-button", "aria-label": `${list.dataset.remove} ${file.name}`, text: "×" });
    away.addEventListener("click", () => {
      picked = picked.filter((each) => each !== file);
      show();
      field.focus();
    });
    return el("li", { class: "file-chip" }, el("span", { text: file.name }), el("span", { class: "soft small", text: size(file.size) }), away);
  }

  function size(bytes) {
    const [unit, value] = bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
    return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }
}

function mark({ name, size, lastModified }) {
  return `${name} ${size} ${lastModified}`;
}
