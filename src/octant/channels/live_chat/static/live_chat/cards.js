// Files in the conversation: pictures show themselves, recordings when asked to.
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { iconButton } from "./dom.js";
import { size } from "./dom.js";

const AGAIN_MS = [1000, 1500, 2000, 3000, 5000, 10000];
const grown = (card) => card.dispatchEvent(new Event("octant:grown", { bubbles: true }));

/** Fill the empty `card` with what there is of `file`. */
export function show(chat, card, file) {
  const { words } = chat;
  if (file.reading === "waiting") return wait(chat, card, file);
  if (file.reading === "unread" && file.held === undefined) return ask(chat, card, file);
  const address = `/files/${file.id}`;
  const seen = file.type.startsWith("image/") ? "camera" : file.type.startsWith("video/") ? "screen" : "file";
  if (file.scanned === "infected") card.append(icon("alert"), el("span", { class: "file-name", text: words.file_removed }));
  else if (file.held || file.reading === "removed") card.append(icon("shield"), named(file, file.reading === "removed" ? words.file_secret : words.file_unread));
  else {
    const name = el("span", { class: "file-name" }, el("span", { class: "truncate", text: file.name, title: file.name }), el("small", { text: size(file.size) }));
    card.append(icon(seen), name, iconButton(fill(words.download, { name: file.name }), "external", () => save(chat, address, file)));
    if (file.reading === "masked") card.append(el("small", { class: "file-note", text: words.file_masked }));
    if ((file.reading === "off" || file.reading === "unread") && (seen === "camera" || file.type === "application/pdf")) card.append(el("small", { class: "file-note", text: words.file_unchecked }));
    if (seen === "camera" || file.preview) showPicture(chat, card, file.preview ? `${address}?preview` : address, file);
    if (seen === "screen") offerFilm(chat, card, address, file);
  }
  grown(card);
}

const named = (file, note) => el("span", { class: "file-name" }, el("span", { class: "truncate", text: file.name, title: file.name }), el("small", { text: note }));

/** Nobody sees it until it was checked for secrets; that takes a second or two. */
function wait(chat, card, file, tries = 0) {
  if (!tries) card.append(icon("shield"), named(file, chat.words.file_waiting));
  setTimeout(() => card.isConnected && ask(chat, card, file, tries + 1), AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
  if (!tries) grown(card);
}

async function ask(chat, card, file, tries = 0) {
  const options = { headers: chat.api.headers() };
  const answer = await fetch(`/files/${file.id}/state`, options).catch(() => null);
  const fresh = answer?.ok ? await answer.json() : { ...file, held: true };
  if (fresh.reading === "waiting") return wait(chat, card, file, tries || 1);
  card.replaceChildren();
  show(chat, card, fresh);
}

async function save(chat, address, file) {
  const url = await chat.api.blob(`${address}?download`).catch(() => null);
  if (url) el("a", { href: url, download: file.name }).click();
}

async function showPicture(chat, card, address, file) {
  const url = await chat.api.blob(address).catch(() => null);
  if (url) card.prepend(el("img", { src: url, alt: fill(chat.words.picture, { name: file.name }), class: "file-picture", on: { load: () => grown(card) } }));
}

function offerFilm(chat, card, address, file) {
  const play = el("button", { type: "button", class: "link-button", text: chat.words.play });
  play.addEventListener("click", async () => {
    const url = await chat.api.blob(address).catch(() => null);
    if (url) play.replaceWith(el("video", { src: url, controls: true, class: "file-picture", "aria-label": file.name }));
  });
  card.append(play);
}
