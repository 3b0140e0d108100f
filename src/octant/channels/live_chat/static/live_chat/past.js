// Earlier chats of a signed-in customer.
import { clockTime } from "./dom.js";
import { dayName } from "./dom.js";
import { el } from "./dom.js";

export async function pastChats(chat) {
  const { chats } = await chat.api.get("history").catch(() => ({ chats: [] }));
  if (!chats.length) return null;
  const rows = chats.map((past) => {
    const at = new Date(past.created_at);
    const open = el("button", { type: "button", class: "past-chat", on: { click: () => chat.enter(past.key, { archived: true }) } });
    open.append(el("span", { class: "truncate", text: past.subject }), el("small", { class: "soft", text: `${dayName(at, chat.words)} ${clockTime(at)} · ${past.public_id}` }));
    return el("li", {}, open);
  });
  return el("section", { class: "chat-past", "aria-labelledby": "chat-past" }, el("h3", { id: "chat-past", text: chat.words.earlier_chats }), el("ul", { role: "list" }, ...rows));
}
