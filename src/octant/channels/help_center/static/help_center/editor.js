// Writing: previews that follow the typing, tabs beside the text, and a word before work is lost.
// A preview shows the field that `data-source` names, or else the one called `body`.
const PAUSE_MS = 400;

// The one place where the editors' pages make markup of text (content security policy).
const trusted = globalThis.trustedTypes?.createPolicy("octant", { createHTML: (html) => html });
const form = document.querySelector("#write-form");
const previews = [...document.querySelectorAll("[data-preview]")];
const tabs = [...document.querySelectorAll("[data-beside] [role=tab]")];
const waiting = new Map();
const requests = new Map();
let changed = false;

function sourceOf(preview) {
  return preview.dataset.source || "body";
}

async function render(preview) {
  requests.get(preview)?.abort();
  requests.set(preview, new AbortController());
  const body = new FormData();
  body.set("slug", preview.dataset.slug || "");
  body.set("language", preview.dataset.language);
  body.set("body", form.elements[sourceOf(preview)].value);
  const headers = { "x-csrftoken": form.elements.csrfmiddlewaretoken.value };
  try {
    const options = { method: "POST", body, headers, signal: requests.get(preview).signal };
    const answer = await fetch(preview.dataset.preview, options);
    // Rendered and sanitised by the same code as the public page.
    const html = answer.ok ? await answer.text() : "";
    if (answer.ok) preview.innerHTML = trusted?.createHTML(html) ?? html;
  } catch {
    // Aborted by the next key, or offline: the last preview stays.
  }
}

function choose(tab) {
  for (const one of tabs) {
    const on = one === tab;
    one.setAttribute("aria-selected", String(on));
    one.tabIndex = on ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !on;
  }
  tab.focus();
}

function key(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  choose(tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length]);
}

for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", key);
}

if (form) {
  form.addEventListener("input", (event) => {
    changed = true;
    for (const preview of previews.filter((one) => sourceOf(one) === event.target.name)) {
      clearTimeout(waiting.get(preview));
      waiting.set(preview, setTimeout(render, PAUSE_MS, preview));
    }
  });
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
}
