// A reply that has not left yet is taken back: it stays as a note, and its words and files are in
// the composer again.
import { openTicket, post, say } from "./config.js";
import { showAgain, underWay } from "./again.js";
import { field, insert, setMode } from "./composer.js";
import { haveFiles } from "./files.js";
import { connected } from "./line.js";
import { fetchState } from "./thread.js";
import { toast } from "../ui/toast.js";

const POLL_MS = 5000;

async function undo(button) {
  const number = Number(button.closest("[data-seq]").dataset.seq);
  button.disabled = true;
  try {
    const { text, files } = await (await post(button.dataset.undo)).json();
    setMode("reply");
    field().setSelectionRange(0, 0); // before what was begun meanwhile
    insert(field().value.trim() ? `${text}\n\n` : text);
    haveFiles(files);
    toast(say("taken_back"));
  } catch (error) {
    toast(error.sentence || say("offline"));
  }
  showAgain([number]).catch(() => {});
  fetchState();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-undo]");
  if (button) undo(button);
});

document.addEventListener("line:frame", ({ detail }) => {
  const here = detail.topic === `ticket:${openTicket()?.dataset.ticket}`;
  if (here && detail.delivery) showAgain(detail.delivery).catch(() => {});
});

// Without a socket nobody says how far a reply is: ask.
setInterval(() => connected() || document.hidden || showAgain(underWay()).catch(() => {}), POLL_MS);
