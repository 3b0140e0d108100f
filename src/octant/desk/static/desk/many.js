// Tickets that are ticked in the list: one step for all of them, and its way back.
import { json, post, say } from "./config.js";
import { refreshList, ticketChanged } from "./list.js";
import { toast } from "../ui/toast.js";

const chosen = new Set(); // of one list, over its pages, and while rows are fetched again
let list = "";
let most = 100; // of one step; the server says
const bar = () => document.getElementById("list-many");
const ticks = () => [...document.querySelectorAll("#list-rows [data-tick]")];

function show() {
  if (!bar()) return;
  if (list && list !== bar().dataset.query) chosen.clear();
  list = bar().dataset.query;
  for (const tick of ticks()) tick.checked = chosen.has(tick.value);
  bar().hidden = !chosen.size;
  const count = bar().querySelector("[data-count]");
  count.textContent = chosen.size === 1 ? count.dataset.one : count.dataset.some.replace("{count}", chosen.size);
}

async function all() {
  const { ids, query, first } = bar().dataset;
  try {
    const found = await json(`${ids}?${query}`);
    if (bar().dataset.query !== query) return;
    ({ most } = found);
    for (const id of found.ids) chosen.add(String(id));
    if (found.more) toast(first.replace("{count}", found.ids.length));
    show();
  } catch (error) {
    toast(error.sentence || say("offline"));
  }
}

function changed(ids) {
  for (const id of ids) ticketChanged(String(id));
  refreshList();
}

/** In pieces, so that none takes long; what one piece could not do, it says, and the next go on. */
async function act(verb, more = {}) {
  const { do: url, back } = bar().dataset;
  const ids = [...chosen];
  const told = [];
  const tokens = [];
  while (ids.length) {
    const body = new FormData();
    body.append("verb", verb);
    for (const id of ids.splice(0, most)) body.append("ids", id);
    for (const [name, value] of Object.entries(more)) body.append(name, value);
    try {
      const done = await (await post(url, body)).json();
      for (const id of body.getAll("ids")) chosen.delete(id);
      told.push(done.sentence);
      if (done.undo) tokens.push(done.undo);
      changed(done.ids);
    } catch (error) {
      told.push(error.sentence || say("offline"));
      break;
    }
  }
  show();
  const label = say("undo");
  toast(told.join(" "), tokens.length ? { action: { label, run: () => takeBack(back, tokens) } } : {});
}

async function takeBack(url, tokens) {
  const told = [];
  for (const token of tokens) {
    try {
      const { sentence, ids } = await (await post(url, { token })).json();
      told.push(sentence);
      changed(ids);
    } catch (error) {
      told.push(error.sentence || say("offline"));
    }
  }
  toast(told.join(" "));
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
  if (event.target.closest("[data-all]")) all();
  if (event.target.closest("[data-untick]")) chosen.clear(), show();
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "list-many") return;
  event.preventDefault(); // Enter in the field of the tag
  act("tag", { tag: bar().querySelector("[data-tag]").value });
});
document.addEventListener("desk:changed", show);
document.addEventListener("htmx:afterSettle", show);
