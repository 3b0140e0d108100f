// Writing: a preview that follows the typing, tabs beside the text, and a word before work is lost.
const PAUSE_MS = 400;

const form = document.querySelector("#write-form");
const preview = document.querySelector("[data-preview]");
const tabs = [...document.querySelectorAll("[data-beside] [role=tab]")];
let timer;
let request;
let changed = false;

async function render() {
  request?.abort();
  request = new AbortController();
  const body = new FormData();
  body.set("slug", preview.dataset.slug);
  body.set("language", preview.dataset.language);
  body.set("body", form.elements.body.value);
  const headers = { "x-csrftoken": form.elements.csrfmiddlewaretoken.value };
  try {
    const options = { method: "POST", body, headers, signal: request.signal };
    const answer = await fetch(preview.dataset.preview, options);
    // Rendered and sanitised by the same code as the public page.
    if (answer.ok) preview.innerHTML = await answer.text();
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

if (form && preview) {
  form.addEventListener("input", (event) => {
    changed = true;
    if (event.target.name !== "body") return;
    clearTimeout(timer);
    timer = setTimeout(render, PAUSE_MS);
  });
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
}
