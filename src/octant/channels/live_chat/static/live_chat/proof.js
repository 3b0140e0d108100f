// Whether we are we: what stands behind the shield beside an answer. Loaded when it is opened.
import { el } from "./dom.js";
import { fill } from "./dom.js";

/** The code of one message, and the way to the verify page. The ticket's key goes along behind
 * the #, which no server sees. */
export function proof(box, { api, config, words }, { code }) {
  if (box.childElementCount > 1) return;
  const href = `${config.verify}#ticket=${encodeURIComponent(api.key)}`;
  box.append(
    el("span", { class: "chat-proof-code", text: fill(words.message_code, { code }) }),
    " ",
    el("a", { href, target: "_blank", rel: "noopener", text: words.check_code }),
  );
}
