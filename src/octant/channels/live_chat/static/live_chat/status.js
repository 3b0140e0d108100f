// Lines that say how things stand: whether agents are here, whether we are connected; and that there
// are other ways.
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { longTime } from "./dom.js";

/** Who answers, and how soon; from agents on duty and real handling times. */
export function duty({ words, config: { waits } }) {
  let sentence = waits.minutes ? fill(words.wait_minutes, waits) : words.wait_soon;
  if (!waits.open) sentence = fill(words.nobody_on_duty, { time: longTime(waits.answer_by) });
  const away = waits.open ? "" : " chat-duty--away";
  return el("p", { class: `chat-duty${away}` }, el("span", { class: "chat-dot" }), el("span", { text: sentence }));
}

/** For who is not sure that chat suits: a link to the advisor's page, which opens in this window
 * once its module is there. Null where there is no advisor. */
export function doubt(chat, form) {
  const advisor = chat.config.ways.find(({ key }) => key === "advisor");
  if (!advisor) return null;
  const open = (event) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    import("./which.js").then(({ Which }) => chat.replace(new Which(chat, form, advisor.url)), () => window.open(advisor.url));
  };
  const link = el("a", { class: "button button--quiet button--small chat-aside", href: advisor.url, target: "_blank", on: { click: open } }, icon("compass", "s"), el("span", { text: chat.words.which_way }));
  return el("div", {}, link);
}

export class Status {
  constructor(words) {
    this.words = words;
    this.element = el("p", { class: "chat-status", role: "status", hidden: true });
  }

  /** `status`: online, connecting or offline. The first connection makes no noise. */
  line(status) {
    const first = status === "connecting" && !this.connected;
    this.connected ||= status === "online";
    const lost = navigator.onLine && status === "connecting" ? this.words.connecting : this.words.offline;
    this.say(status === "online" || first ? "" : lost);
  }

  say(sentence) {
    this.element.hidden = !sentence;
    if (sentence) this.element.replaceChildren(icon("wifi-off", "s"), el("span", { text: sentence }));
  }
}
