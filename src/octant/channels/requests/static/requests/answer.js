// A first look for secrets before an answer leaves the browser, and one press that sends once.
// Without script the same form works, and the server looks in any case.
import { secret } from "./secret.js";

const form = document.querySelector("[data-answer]");
const REST_MS = 10_000; // a page that has not gone by then may be sent again: ids make that safe

if (form) {
  const text = form.elements.text;
  const warning = form.querySelector("[data-warning]");
  const send = form.querySelector("[data-send]");
  let sure = false;

  form.addEventListener("submit", async (event) => {
    if (form.dataset.going !== undefined) return event.preventDefault();
    if (form.elements.files.files.length > Number(form.dataset.most)) {
      event.preventDefault();
      return say(form.dataset.tooMany);
    }
    if (sure || event.submitter?.matches("[data-sure]")) return go();
    event.preventDefault();
    if (await secret(form.dataset.screen, text.value)) return warn();
    sure = true;
    form.requestSubmit(send);
    return null;
  });
  form.querySelector("[data-mend]").addEventListener("click", () => {
    warning.hidden = true;
    text.focus();
  });
  text.addEventListener("input", () => {
    sure = false;
    warning.hidden = true;
    say("");
  });
  addEventListener("pageshow", () => delete form.dataset.going);

  function go() {
    form.dataset.going = "";
    setTimeout(() => delete form.dataset.going, REST_MS);
  }

  function warn() {
    warning.hidden = false;
    warning.querySelector("[data-mend]").focus();
  }

  function say(sentence) {
    const place = form.querySelector("#answer-error");
    place.hidden = !sentence;
    place.querySelector("[data-error]").textContent = sentence;
  }
}
