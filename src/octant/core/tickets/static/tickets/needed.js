// What an agent needs, below a plain form: <form data-needs="address"> with a [data-needed] to put it in.
import { Intake } from "./intake.js";
import { secret } from "./secret.js";

const SVG = "http://www.w3.org/2000/svg";
const form = document.querySelector("[data-needs]");

if (form) {
  const field = form.elements.text;
  const part = new Intake({ box: form.querySelector("[data-needed]"), field, values, ask, add, icon });
  field.addEventListener("input", () => part.changed());
  form.elements.category?.addEventListener("change", () => part.changed(0));
  part.changed(0);

  function values() {
    return { text: field.value, category: form.elements.category?.value ?? "of the ticket" };
  }

  /** A secret stays in the browser. */
  async function ask({ text, category }) {
    if (await secret(form.dataset.screen, text)) return null;
    const body = new URLSearchParams({ text, category, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(form.dataset.needs, { method: "POST", body });
    return answer.ok ? answer.json() : null;
  }

  function add(label, value) {
    const colon = document.documentElement.lang.startsWith("zh") ? "：" : ": ";
    field.value = [field.value.trimEnd(), `${label}${colon}${value}`].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  function icon(name, size) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", `icon icon-${name} icon-${size}`);
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `${form.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  }
}
