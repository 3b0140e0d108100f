// Before the chat: somebody else may be in the account, and freezing it comes before talking.
import { el } from "./dom.js";
import { icon } from "./dom.js";

export function urgentNotice({ words, config }) {
  const freeze = el("a", { href: config.takeover, target: "_blank", rel: "noopener", class: "button button--danger button--small" }, icon("lock"), el("span", { text: words.lock_now }));
  const line = config.lock_line;
  const body = el("div", { class: "notice-body" }, el("p", { class: "notice-title", text: words.lock_title }), el("p", { text: words.lock_first }), el("div", { class: "cluster" }, freeze));
  if (line) body.append(el("p", { class: "small" }, icon("phone", "s"), ` ${line.label}: `, el("strong", { class: "nowrap", text: line.number })));
  return el("div", { class: "notice notice--danger chat-lock" }, icon("lock"), body);
}
