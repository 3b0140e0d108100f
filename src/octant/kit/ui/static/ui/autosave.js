// <form data-autosave="key">: what was typed outlives a reload or a lost page, until it is sent; with
// data-autosave-days it outlives the browser too, for so long.
const PREFIX = "octant:form:";
const NEVER = new Set(["password", "file", "hidden"]);

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !NEVER.has(field.type) && !("noSave" in field.dataset),
  );
}

const DAY_MS = 86_400_000;

function read(form) {
  const { autosave: key, autosaveDays: days } = form.dataset;
  try {
    const { at, ...values } = JSON.parse(store(form).getItem(PREFIX + key) || "{}");
    return days && Date.now() - at > days * DAY_MS ? {} : values;
  } catch {
    return {};
  }
}

function store(form) {
  return form.dataset.autosaveDays ? localStorage : sessionStorage;
}

function save(form) {
  const values = {};
  for (const field of fields(form)) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) (values[field.name] ||= []).push(field.value);
    } else if (field.value) values[field.name] = field.value;
  }
  try {
    if (form.dataset.autosaveDays) values.at = Date.now();
    store(form).setItem(PREFIX + form.dataset.autosave, JSON.stringify(values));
  } catch {
    // Storage is full or denied: the form still works.
  }
}

// What the server sent back wins: it is newer than what was kept.
function restore(form) {
  const values = read(form);
  for (const field of fields(form)) {
    const kept = values[field.name];
    if (kept === undefined) continue;
    if (Array.isArray(kept)) field.checked = kept.includes(field.value);
    else if (!field.value) field.value = kept;
  }
}

export function forget(key) {
  try {
    sessionStorage.removeItem(PREFIX + key);
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept.
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (form) save(form);
});

// Only the page that confirms the sending forgets it: <meta name="octant:sent" content="key">.
for (const sent of document.querySelectorAll('[name="octant:sent"]')) forget(sent.content);
for (const form of document.querySelectorAll("form[data-autosave]")) restore(form);
