// After the chat: how it was, a copy to keep, and the way back in.
import { button } from "./dom.js";
import { el } from "./dom.js";
import { fill } from "./dom.js";
import { icon } from "./dom.js";
import { longTime } from "./dom.js";

const STARS = [1, 2, 3, 4, 5];

export class Ending {
  constructor(chat, { reopen, anew }) {
    Object.assign(this, { chat, words: chat.words, reopen, anew });
    this.element = el("div", { class: "chat-ending", hidden: true });
  }

  show(state) {
    const over = !state.live;
    if (over === !this.element.hidden && state.version === this.version) return;
    this.version = state.version;
    this.element.hidden = !over;
    if (!over || this.element.contains(document.activeElement)) return;
    this.element.replaceChildren(...this.parts(state));
  }

  parts(state) {
    const { words } = this;
    const parts = [];
    if (state.active && state.answer_by) {
      const values = { ticket: state.public_id, email: state.email, time: longTime(state.answer_by) };
      parts.push(el("p", { class: "chat-promise" }, icon("mail"), el("span", { text: fill(state.email ? words.by_email : words.by_page, values) })));
    }
    if (state.agent || state.rating || state.status === "solved") parts.push(this.rating(state.rating));
    const back = state.may_reopen && (state.staffed || !state.active) && button(words.reopen, this.reopen, { symbol: "refresh", small: true });
    parts.push(el("div", { class: "cluster" }, back, button(words.new_chat, this.anew, { kind: "quiet", symbol: "plus", small: true })));
    return parts;
  }

  rating(given) {
    const { words, chat } = this;
    const output = el("p", { class: "soft small rating-words", role: "status", text: given ? words.stars[given - 1] : "" });
    const comment = el("textarea", { rows: 2, maxlength: 2000, class: "input", "aria-label": words.rating_hint, placeholder: words.rating_hint });
    const send = button(words.send_rating, () => this.rate(box, comment.value), { small: true });
    const more = el("div", { class: "stack-s", hidden: true }, comment, send);
    const labels = STARS.map((star) => {
      const input = el("input", { type: "radio", name: "chat-rating", value: star, checked: star === given });
      input.addEventListener("change", () => ((output.textContent = words.stars[star - 1]), (more.hidden = false)));
      return el("label", {}, input, el("span", { class: "visually-hidden", text: words.stars[star - 1] }), icon("star"));
    });
    const set = el("fieldset", { class: "rating" }, el("legend", { text: words.rating_question }), ...labels);
    const box = el("div", { class: "rating-box" }, set, output, more);
    return box;
  }

  async rate(box, comment) {
    const rating = Number(box.querySelector("input:checked")?.value);
    const output = box.querySelector("[role=status]");
    try {
      await this.chat.api.post("rate", { rating, comment });
      box.querySelector(".stack-s").hidden = true;
      output.textContent = rating <= 2 ? this.words.thanks_low : this.words.thanks;
    } catch (error) {
      output.textContent = error.message || this.words.not_reached;
    }
  }
}
