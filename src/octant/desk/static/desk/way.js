// What a channel's own fields in the composer say: who else gets a mail, and so on.
const fields = () => [...document.querySelectorAll("#desk-composer .composer-way [name]")];

/** [name, value] of each field that says something. */
export function wayOf() {
  const said = fields().filter((field) => field.type !== "checkbox" || field.checked);
  return said.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value);
}

/** As the page had them: a copy for one reply must not go along with the next. */
export function clearWay() {
  for (const field of fields()) {
    if (field.type === "checkbox") field.checked = field.defaultChecked;
    else field.value = field.defaultValue;
  }
  summarise();
}

/** Fill the fields as `pairs` say, such as those of a draft. */
export function setWay(pairs) {
  const given = new Map(pairs);
  for (const field of fields()) {
    if (field.type === "checkbox") field.checked = given.has(field.name);
    else field.value = given.get(field.name) || "";
  }
  summarise();
}

function summarise() {
  const copies = document.querySelector("#desk-composer [data-copies]");
  const said = document.querySelector("#desk-composer .composer-way [name=cc]")?.value.trim();
  if (copies) copies.textContent = said ? `${copies.dataset.copies} ${said}` : copies.dataset.none;
}

document.addEventListener("input", (event) => {
  if (event.target.closest?.(".composer-way")) summarise();
});
// One press adds who had a copy of the customer's own mail.
document.addEventListener("click", (event) => {
  const offer = event.target.closest?.("[data-copy-to]");
  if (!offer) return;
  const field = offer.closest(".composer-way").querySelector("[name=cc]");
  const there = field.value.split(/[,;\s]+/).filter(Boolean);
  if (!there.includes(offer.dataset.copyTo)) field.value = [...there, offer.dataset.copyTo].join(", ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

/** When a reply is to leave, by this reader's own clock, as a moment; empty for none. */
export function moment() {
  const given = new Date(document.getElementById("composer-later")?.value);
  return Number.isNaN(given.getTime()) ? "" : given.toISOString();
}
