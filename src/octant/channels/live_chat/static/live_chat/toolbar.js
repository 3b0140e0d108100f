// What can be done with a chat as a whole: keep a copy, end it.
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";

export function toolbar(chat, { end, isLive, email }) {
  const { words, api } = chat;
  const news = el("p", { class: "small chat-menu-news", role: "status" });
  const item = (name, symbol, run) => el("button", { type: "button", class: "menu-item", on: { click: run } }, icon(symbol), el("span", { text: name }));
  const last = item(words.end_chat, "logout", () => ((menu.open = false), end()));
  const panel = el("div", { class: "menu-panel" }, item(words.save_transcript, "file", () => save().catch(fail)));
  if (email) panel.append(item(words.mail_transcript, "mail", () => mail().catch(fail)));
  panel.append(last, news);
  const menu = el("details", { class: "menu" }, el("summary", { class: "icon-button", "aria-label": words.more, title: words.more }, icon("menu")), panel);
  menu.addEventListener("toggle", () => ((last.hidden = !isLive()), (news.textContent = "")));
  menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget) || (menu.open = false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    menu.firstChild.focus();
  });

  const fail = (error) => (news.textContent = error.message || words.not_reached);

  async function save() {
    const url = await api.blob(`${api.base}transcript`);
    el("a", { href: url, download: `${words.transcript_name}.txt` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  async function mail() {
    const sent = await api.post("transcript");
    news.textContent = fill(words.transcript_sent, { email: sent.email });
  }

  return menu;
}
