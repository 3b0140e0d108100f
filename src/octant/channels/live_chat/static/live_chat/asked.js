// A line that wants something of the customer: a card that says what, where it happens, and that
// agents see none of it. The ticket's key goes along behind the #, which no server sees.
import { el } from "./dom.js";
import { icon } from "./dom.js";

const SETTLES = { over: "confirm", confirm: "confirm", frozen: "compromised" };

/** Turn `line` into the card that `data.card` names; "over" takes the button off the one before. */
export function asked({ api, config, words }, line, { card, until }) {
  for (const old of document.querySelectorAll(`[data-card="${SETTLES[card]}"]`)) old.remove();
  const about = config.cards[card];
  if (!about || (until && Date.parse(until) < Date.now())) return;
  const href = `${about.url}#ticket=${encodeURIComponent(api.key)}`;
  const link = el("a", { href, target: "_blank", rel: "noopener", class: "button button--small button--primary" }, icon(about.icon), el("span", { text: about.action }));
  const steps = about.steps.map((step) => el("li", { text: step }));
  const parts = [el("p", { class: "notice-title", text: line.textContent }), steps[1] ? el("ol", {}, ...steps) : el("p", { text: about.steps[0] }), el("div", { class: "cluster", "data-card": card }, link)];
  parts.push(el("p", { class: "small", text: words.card_where.replace("{domain}", location.host) }));
  const made = el("div", { class: `notice notice--${about.kind} chat-lock`, role: "group", "aria-label": line.textContent }, icon(about.icon), el("div", { class: "notice-body" }, ...parts));
  line.replaceWith(made);
  made.dispatchEvent(new Event("octant:grown", { bubbles: true }));
}
