// What changes on the ticket is drawn while it changes: a socket says that something did, and the
// page is fetched again, so that one path decides what its reader sees. Without a socket, by asking.
import { localise } from "../ui/time.js";

const page = document.querySelector("[data-request]");
const ASK_MS = 8_000;
const SOON_MS = 300;
const WAITING_MS = 3_000;
const KNOCK_MS = 30_000;
const PING_MS = 25_000;
let socket = null;
let soon = 0;
let stale = false;
let version = 0;

if (page && page.dataset.still === undefined) {
  version = Number(page.dataset.version);
  connect();
  setInterval(() => socket?.readyState === WebSocket.OPEN || ask(), ASK_MS);
  setInterval(() => page.querySelector("[data-waiting]") && fetchSoon(), WAITING_MS);
  document.addEventListener("visibilitychange", () => !document.hidden && stale && fetchSoon());
}

function connect() {
  const { socket: given, socketPort } = page.dataset;
  const url = given || `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.hostname}:${socketPort}/ws`;
  try {
    socket = new WebSocket(url);
  } catch {
    return; // asking goes on
  }
  let pulse = 0;
  socket.onopen = () => {
    const language = document.documentElement.lang;
    socket.send(JSON.stringify({ t: "hello", key: page.dataset.key, after: Number(page.dataset.last), language }));
    pulse = setInterval(() => socket.send(JSON.stringify({ t: "ping" })), PING_MS);
  };
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    const said = frame.t === "msg" && frame.m.seq > Number(page.dataset.last);
    const told = frame.t === "tell" && (frame.version > version || frame.masked || frame.seen === "agent");
    if (said || told) fetchSoon();
  };
  socket.onclose = () => {
    clearInterval(pulse);
    setTimeout(connect, KNOCK_MS);
  };
}

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(page.dataset.news).catch(() => null);
  if (answer?.ok && (await answer.json()).version > version) fetchSoon();
}

/** What nobody looks at is not read: it waits until the page is seen. */
function fetchSoon() {
  stale = true;
  if (document.hidden) return;
  clearTimeout(soon);
  soon = setTimeout(draw, SOON_MS);
}

async function draw() {
  const fresh = await fetched();
  const found = fresh?.querySelector("[data-request]");
  if (!found) return;
  stale = false;
  Object.assign(page.dataset, { last: found.dataset.last, version: found.dataset.version });
  version = Number(found.dataset.version);
  found.querySelectorAll("[data-part]").forEach(replace);
  const thread = page.querySelector("#request-thread");
  found.querySelectorAll("#request-thread > [data-seq]").forEach((each) => put(thread, each));
  localise(page);
}

/** A part that somebody is writing in, or has the focus in, stays as it is. */
function replace(part) {
  const old = document.getElementById(part.id);
  if (old.contains(document.activeElement) || changed(old)) return;
  if (old.className !== part.className) old.className = part.className;
  if (old.textContent === part.textContent && part.id !== "request-side") return; // said once
  old.replaceChildren(...copies(part));
}

const changed = (old) => [...old.querySelectorAll("textarea, input")].some((each) => each.value !== each.defaultValue || each.checked !== each.defaultChecked);

function put(thread, bubble) {
  const old = thread.querySelector(`[data-seq="${bubble.dataset.seq}"]`);
  if (old?.dataset.mark === bubble.dataset.mark) return;
  const made = document.importNode(bubble, true);
  if (old) old.replaceWith(made);
  else thread.append(made);
}

const copies = (part) => [...part.childNodes].map((node) => document.importNode(node, true));

function fetched() {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", page.dataset.url);
    request.responseType = "document";
    request.timeout = 10_000;
    request.addEventListener("loadend", () => done(request.status === 200 ? request.response : null));
    request.send();
  });
}
