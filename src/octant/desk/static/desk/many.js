// Tickets that are ticked in the list: one step for all of them, and its way back.
import { json, post, say } from "./config.js";
import { refreshList, ticketChanged } from "./list.js";
import { toast } from "../ui/toast.js";

const chosen = new Set(); // they stay chosen while rows are fetched again
const bar = () => document.getElementById("list-many");
const ticks = () => [...document.querySelectorAll("#list-rows [data-tick]")];

function show() {
  const shown = new Set(ticks().map((tick) => tick.value));
  for (const id of chosen) if (!shown.has(id)) chosen.delete(id);
  for (const tick of ticks()) tick.checked = chosen.has(tick.value);
  if (!bar()) return;
  bar().hidden = !chosen.size;
  const count = bar().querySelector("[data-count]");
  count.textContent = chosen.size === 1 ? count.dataset.one : count.dataset.some.replace("{count}", chosen.size);
}

function changed(ids) {
  for (const id of ids) ticketChanged(String(id));
  refreshList();
}

async function act(verb, more = {}) {
  const body = new FormData();
  body.append("verb", verb);
  for (const id of chosen) body.append("ids", id);
  for (const [name, value] of Object.entries(more)) body.append(name, value);
  const back = bar().dataset.back;
  try {
    const { sentence, undo, ids } = await (await post(bar().dataset.do, body)).json();
    chosen.clear();
    show();
    changed(ids);
    toast(sentence, undo ? { action: { label: say("undo"), run: () => takeBack(back, undo) } } : {});
  } catch (error) {
    toast(error.sentence || say("offline"));
  }
}

async function takeBack(url, token) {
  try {
    const { sentence, ids } = await (await post(url, { token })).json();
    toast(sentence);
    changed(ids);
  } catch (error) {
    toast(error.sentence || say("offline"));
  }
}

async function people(select) {
  if (select.dataset.filled) return;
  select.dataset.filled = "1";
  const { items } = await json(select.dataset.people);
  for (const { id, label } of items) select.append(new Option(label, id));
}

document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches("[data-tick]")) {
    if (target.checked) chosen.add(target.value);
    else chosen.delete(target.value);
    show();
  }
  if (target.matches("[data-assign]") && target.value) act("assign", { to: target.value });
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-assign]")) people(event.target).catch(() => {});
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-many]");
  if (button) act(button.dataset.many, { to: button.dataset.to || "", tag: bar().querySelector("[data-tag]").value });
  if (event.target.closest("[data-untick]")) chosen.clear(), show();
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "list-many") return;
  event.preventDefault(); // Enter in the field of the tag
  act("tag", { tag: bar().querySelector("[data-tag]").value });
});
document.addEventListener("desk:changed", show);
document.addEventListener("htmx:afterSettle", show);
