// The socket: opened with a fresh token, reopened with growing pauses, silent when blocked.
import { config, json } from "./config.js";

const FIRST_MS = 500;
const MOST_MS = 20000;
const PING_MS = 20000;
const DEAF_MS = 45000; // nothing heard for so long, pongs included: the line is dead
let socket = null;
let pause = FIRST_MS;
let heardAt = 0;
let open = false;

export const connected = () => open;

export function send(frame) {
  if (open) socket.send(JSON.stringify(frame));
}

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`line:${name}`, { detail }));

async function connect() {
  let found;
  try {
    found = await json(config.socket);
  } catch {
    return later();
  }
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  const url = found.url || `${scheme}://${window.location.hostname}:${found.port}`;
  socket = new WebSocket(`${url.replace(/\/$/, "")}/ws`);
  socket.addEventListener("open", () => {
    socket.send(JSON.stringify({ t: "hello", token: found.token, language: found.language }));
  });
  socket.addEventListener("message", (event) => hear(event.data));
  socket.addEventListener("close", later);
  return undefined;
}

function hear(text) {
  heardAt = Date.now();
  const frame = JSON.parse(text);
  if (frame.t === "welcome") {
    open = true;
    pause = FIRST_MS;
    tell("open");
  }
  tell("frame", frame);
}

function later() {
  if (open) tell("closed");
  open = false;
  socket = null;
  setTimeout(connect, pause * (0.7 + Math.random() * 0.6));
  pause = Math.min(pause * 2, MOST_MS);
}

setInterval(() => {
  if (!open) return;
  if (Date.now() - heardAt > DEAF_MS) socket.close();
  else send({ t: "ping" });
}, PING_MS);

if (config.socket) connect();
window.addEventListener("online", () => (pause = FIRST_MS));
