// The board of who waits and who is here: fetched again when something of it changed.
import { part, settled } from "./config.js";
import { replaceParts } from "./hooks.js";

const SOON_MS = 1000;
const EVERY_MS = 15000; // for what passes by the clock, and without a socket
const board = document.querySelector("[data-board]");

const refresh = settled(
  async () => {
    if (document.hidden) return;
    try {
      replaceParts((await part(board.dataset.board)).html);
    } catch {
      // The next change, or the clock, brings it again.
    }
  },
  SOON_MS,
  SOON_MS * 2,
);

if (board) {
  document.addEventListener("line:frame", ({ detail }) => {
    if (detail.t === "tell" && ["desk", "queue"].includes(detail.topic)) refresh();
  });
  document.addEventListener("line:open", refresh);
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, EVERY_MS);
}
