// What the socket tells, and what is fetched then. Without a socket, the same by asking.
import { config, openTicket, post, say } from "./config.js";
import { field, form } from "./composer.js";
import { refreshList, ticketChanged } from "./list.js";
import { connected, send } from "./line.js";
import { showAgain } from "./again.js";
import { fetchOffers } from "./offers.js";
import { notify, ring } from "./settings.js";
import { customerSaw, fetchNew, fetchState, last, postSeen, showTyping, thread } from "./thread.js";
import { toast } from "../ui/toast.js";

const POLL_MS = 5000;
const VIEW_MS = 15000;
const GONE_MS = 35000;
const TYPING_MS = 2500;
const others = new Map(); // user id → { name, state, at } on the open ticket
let watched = 0;
let typedAt = 0;
let writing = false;
let myName = "";
const ticket = () => Number(openTicket()?.dataset.ticket || 0);

function watch() {
  if (watched && watched !== ticket()) {
    send({ t: "viewing", ticket: watched, state: "out" });
    send({ t: "unwatch", ticket: watched });
  }
  watched = ticket();
  others.clear();
  also();
  if (!watched) return;
  send({ t: "watch", ticket: watched, after: last() });
  view("in");
}

function view(state) {
  writing = state === "writing";
  if (watched) send({ t: "viewing", ticket: watched, state });
}

const TELLS = {
  viewer(told) {
    if (told.viewer === Number(config.user)) return;
    const known = others.has(told.viewer);
    if (told.state === "out") others.delete(told.viewer);
    else others.set(told.viewer, { name: told.name, state: told.state, at: Date.now() });
    if (!known && told.state !== "out") view(writing ? "writing" : "in");
    also();
  },
  typing(told) {
    if (told.typing === "customer") showTyping(say("customer_types"));
    else if (told.name !== myName) showTyping(say("agent_types", { name: told.name }));
  },
  seen: (told) => told.seen === "customer" && customerSaw(told.seq),
  masked: (told) => showAgain(told.masked),
  version(told) {
    if (Number(document.getElementById("ticket-head")?.dataset.version) !== told.version) fetchState();
    if (told.seq && told.seq > last()) fetchNew();
  },
};

function told(frame) {
  if (frame.topic === `ticket:${watched}`) {
    for (const [name, act] of Object.entries(TELLS)) if (name in frame) act(frame);
  } else if (frame.topic === "desk") {
    if (frame.ticket) ticketChanged(String(frame.ticket));
    if (config.leads && (frame.held === "held" || frame.promise_broken)) toast(say(frame.held || "promise_broken"));
    if (frame.presence === Number(config.user)) fetchOffers();
  } else if (frame.topic === "queue") refreshList();
  else if (frame.topic === `user:${config.user}`) toMe(frame);
}

function toMe(frame) {
  if (frame.offer || frame.offer_ended) fetchOffers();
  if (frame.set_away) toast(say("set_away"), { sticky: true });
  if (frame.held) toast(say(frame.held));
  if (frame.mention) toast(say("mentioned"));
  if (frame.takeover) ring(), toast(say("takeover"), { sticky: true });
}

function message(frame) {
  if (frame.ticket !== ticket() || frame.m.seq <= last()) return;
  const mine = frame.m.author === Number(config.user);
  if (mine && thread().querySelector(`[data-pending="${frame.m.id}"]`)) return;
  if (frame.m.from === "customer") {
    showTyping("");
    ring([520]);
    notify(say("message_title"), frame.m.text.slice(0, 120), `ticket-${frame.ticket}`);
  }
  fetchNew();
}

function also() {
  const line = document.getElementById("desk-also");
  const names = [...others.values()].map((o) => (o.state === "writing" ? say("writing", { name: o.name }) : o.name));
  if (line) line.textContent = names.length ? say("viewing", { name: names.join(", ") }) : "";
}

function sweep() {
  for (const [user, { at }] of others) if (Date.now() - at > GONE_MS) others.delete(user);
  also();
  if (!document.hidden) view(writing && field()?.value ? "writing" : "in");
}

function line(state) {
  const shown = document.getElementById("desk-line");
  shown.textContent = shown.dataset[state ? "online" : "offline"];
  shown.dataset.state = state ? "online" : "offline";
  shown.hidden = state;
}

document.addEventListener("line:frame", ({ detail }) => {
  if (detail.t === "welcome") myName = detail.name;
  if (detail.t === "msg") message(detail);
  if (detail.t === "tell") told(detail);
  if (detail.t === "bye") window.location.reload();
});
document.addEventListener("line:open", () => {
  line(true);
  watched = 0;
  watch();
  fetchNew();
  fetchState(); // what changed before we listened
  fetchOffers();
  refreshList();
});
document.addEventListener("line:closed", () => line(false));
document.addEventListener("desk:opened", watch);
document.addEventListener("desk:changed", also);
document.addEventListener("desk:seen", ({ detail }) => {
  if (!detail.seq) return;
  if (connected()) send({ t: "seen", ticket: ticket(), seq: detail.seq });
  else postSeen(detail.seq);
});
document.addEventListener("input", (event) => {
  if (event.target.id !== "composer-text" || Date.now() - typedAt < TYPING_MS) return;
  typedAt = Date.now();
  if (form().dataset.mode === "reply") send({ t: "typing", ticket: ticket() });
  if (!writing) view("writing");
});
window.addEventListener("pagehide", () => view("out"));
setInterval(sweep, VIEW_MS);
setInterval(() => {
  if (connected() || document.hidden) return;
  post(config.pulse).catch(() => {});
  fetchNew();
  fetchState();
  fetchOffers();
  refreshList();
}, POLL_MS);
