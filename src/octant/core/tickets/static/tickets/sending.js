// <form data-answer>: a first look for secrets before words leave the browser, one press that sends
// once, and nothing sent (and files chosen in vain) while something is missing.
// Without script the same form works, and the server looks in any case.
import { secret } from "./secret.js";

const form = document.querySelector("[data-answer]");
const REST_MS = 10_000; // a page that has not gone by then may be sent again: ids make that safe

if (form) {
  const text = form.elements.text;
  const warning = form.querySelector("[data-warning]");
  const send = form.querySelector("[data-send]");
  const zone = form.querySelector("[data-zone]");
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  let sure = false;

  form.addEventListener("submit", async (event) => {
    if (form.dataset.going !== undefined) return event.preventDefault();
    const missing = [...form.querySelectorAll("[data-missing]")].find((each) => !each.value.trim());
    if (missing) {
      event.preventDefault();
      missing.focus();
      return say(missing.dataset.missing);
    }
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
