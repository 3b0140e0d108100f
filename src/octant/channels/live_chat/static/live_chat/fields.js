// One field of a form: label, hint and error tied to the control for screen readers.
import { el } from "./dom.js";
import { icon } from "./dom.js";

export function field(name, label, attributes, hint = "", tag = "input", children = []) {
  const id = `chat-${name}`;
  const described = hint ? `${id}-hint ${id}-error` : `${id}-error`;
  const control = el(tag, { id, name, required: true, "aria-describedby": described, ...attributes }, ...children);
  const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const head = el("label", { class: "field-label", for: id, text: label });
  const help = hint && el("p", { class: "field-hint", id: `${id}-hint`, text: hint });
  return { control, box: el("div", { class: "field" }, head, help, error, control) };
}

/** Show what is wrong with a field beside it, or that nothing is. Returns the control. */
export function mark(control, sentence) {
  const error = control.parentElement.querySelector(".field-error");
  control.parentElement.classList.toggle("field--invalid", Boolean(sentence));
  if (sentence) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  error.hidden = !sentence;
  error.replaceChildren(...(sentence ? [icon("alert", "s"), el("span", { text: sentence })] : []));
  return control;
}
