// Articles beside what is being written, and the first step when it is urgent.
import { el } from "./dom.js";
import { icon } from "./dom.js";

const PAUSE_MS = 350;
const ENOUGH = 4;

/** Returns a function to call at each change; it fills `box` when the writer pauses. */
export function advise(chat, box, values) {
  let timer = 0;
  let turn = 0;
  async function look() {
    const { text = "", category = "" } = values();
    const mine = (turn += 1);
    if (text.trim().length < ENOUGH && !category) return box.replaceChildren();
    const found = await chat.api.post("suggest", { text, category }).catch(() => null);
    const shown = found && (await parts(chat, found));
    if (shown && mine === turn) box.replaceChildren(...shown);
    return null;
  }
  return () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  };
}

async function parts(chat, { urgent, articles }) {
  const { words } = chat;
  if (urgent === "compromised") {
    const { urgentNotice } = await import("./urgent.js");
    return [urgentNotice(chat)];
  }
  if (urgent) return [el("p", { class: "chat-straight" }, icon("bolt"), el("span", { text: words.straight_through }))];
  if (!articles.length) return [];
  const links = articles.map(({ title, url, language }) =>
    el("li", {}, el("a", { href: url, target: "_blank", rel: "noopener", lang: language }, icon("book", "s"), el("span", { text: title }))),
  );
  return [el("p", { class: "small soft", text: words.suggestions_intro }), el("ul", { role: "list", class: "chat-articles" }, ...links)];
}
