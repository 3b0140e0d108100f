// Somebody else may be in the account: locking it comes before talking.
import { button } from "./dom.js";
import { el } from "./dom.js";
import { icon } from "./dom.js";

/** `state` is the chat's, or null before there is one. */
export function urgentNotice(chat, state) {
  const { words, config } = chat;
  const status = el("p", { role: "status", class: "small" });
  const how = el("a", { href: config.lock_article, target: "_blank", rel: "noopener", class: "button button--secondary button--small" }, icon("book"), el("span", { text: words.how_to_lock }));
  const actions = el("div", { class: "cluster" });
  if (state?.lockable) actions.append(lock(chat, status));
  actions.append(how);
  const line = !state?.lockable && config.lock_line;
  const body = el("div", { class: "notice-body" }, el("p", { class: "notice-title", text: words.lock_title }), el("p", { text: words.lock_first }), actions, status);
  if (line) body.append(el("p", { class: "small" }, icon("phone", "s"), ` ${line.label}: `, el("strong", { class: "nowrap", text: line.number })));
  return el("div", { class: "notice notice--danger chat-lock" }, icon("lock"), body);
}

function lock(chat, status) {
  const made = button(chat.words.lock_now, async () => {
    made.disabled = true;
    try {
      await chat.api.post("lock");
      status.textContent = chat.words.locked;
      made.remove();
    } catch (error) {
      made.disabled = false;
      status.textContent = error.message || chat.words.not_reached;
    }
  }, { kind: "danger", symbol: "lock", small: true });
  return made;
}
