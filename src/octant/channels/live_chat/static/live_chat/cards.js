// Files in the conversation: pictures show themselves, recordings when asked to.
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { iconButton } from "./dom.js";
import { size } from "./dom.js";

const grown = (card) => card.dispatchEvent(new Event("octant:grown", { bubbles: true }));

/** Fill the empty `card` with what there is of `file`. */
export function show(chat, card, file) {
  const { words } = chat;
  const address = `/files/${file.id}`;
  const seen = file.type.startsWith("image/") ? "camera" : file.type.startsWith("video/") ? "screen" : "file";
  if (file.scanned === "infected") card.append(icon("alert"), el("span", { class: "file-name", text: words.file_removed }));
  else {
    const name = el("span", { class: "file-name" }, el("span", { class: "truncate", text: file.name, title: file.name }), el("small", { text: size(file.size) }));
    card.append(icon(seen), name, iconButton(fill(words.download, { name: file.name }), "external", () => save(chat, address, file)));
    if (seen === "camera" || file.preview) showPicture(chat, card, file.preview ? `${address}?preview` : address, file);
    if (seen === "screen") offerFilm(chat, card, address, file);
  }
  grown(card);
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
