// How a customer can find out whether we are we: a code beside each answer, and the verify page.
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";

/** The way to the verify page; the ticket's key goes along behind the #, which no server sees. */
export function verifyLink({ api, config }, text) {
  const link = el("a", { target: "_blank", rel: "noopener", text, href: config.verify });
  // The chat may have got its key after the link was made.
  link.addEventListener("pointerdown", point);
  link.addEventListener("focus", point);
  function point() {
    link.href = config.verify + (api.key ? `#key=${encodeURIComponent(api.key)}` : "");
  }
  point();
  return link;
}

/** The code of one message, behind a small shield. */
export function proof(chat, { code }) {
  const { words } = chat;
  const mark = el("summary", { "aria-label": words.is_it_us, title: words.is_it_us }, icon("shield", "s"));
  const line = el("span", { class: "chat-proof-code", text: fill(words.message_code, { code }) });
  return el("details", { class: "chat-proof" }, mark, line, " ", verifyLink(chat, words.check_code));
}
