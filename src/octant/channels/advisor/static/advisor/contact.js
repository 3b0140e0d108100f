// Answers without a new page, and a first look for secrets before anything leaves the browser.
// The server renders; XMLHttpRequest reads it as a document, since markup is made of text nowhere here.
const form = document.querySelector("[data-contact]");
const PAUSE_MS = 600;
const ENOUGH = 12;
let turn = 0;
let timer = 0;

if (form) {
  form.dataset.live = "";
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return; // to the form that the words begin
    event.preventDefault();
    ask({ look: true });
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=radio], select")) ask();
  });
  form.elements.text.addEventListener("input", () => {
    clearTimeout(timer);
    say("");
    timer = setTimeout(() => form.elements.text.value.trim().length >= ENOUGH && ask(), PAUSE_MS);
  });
  form.elements.text.addEventListener("compositionstart", () => clearTimeout(timer));
  form.addEventListener("click", ({ target }) => {
    const { way } = target.closest("[data-way]")?.dataset ?? {};
    // That a way was taken, for whoever improves the advice; it outlives the page.
    if (way) navigator.sendBeacon(`${form.action}started`, JSON.stringify({ way }));
  });
}

/** Ask with what stands in the form; `look`: bring the answer into view. */
async function ask({ look = false } = {}) {
  clearTimeout(timer);
  const mine = (turn += 1);
  if (await secret(form.elements.text.value)) {
    form.elements.text.focus();
    return say(form.dataset.refused);
  }
  if (mine !== turn) return null;
  say("");
  form.dataset.busy = "";
  const page = await fetched(new FormData(form));
  if (mine !== turn) return null;
  delete form.dataset.busy;
  const fresh = page?.querySelector("#advice");
  if (!fresh) return form.submit(); // the page is older than the server, or the network is gone
  show(fresh);
  if (look) document.querySelector("#ways-title")?.scrollIntoView({ block: "nearest" });
  return null;
}

/** Put the answer in place of the old one; what had the focus keeps it. */
function show(fresh) {
  const old = document.querySelector("#advice");
  const { name, value } = document.activeElement?.closest?.("#advice [name]") ?? {};
  const open = old.querySelector("details")?.open;
  old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  const details = old.querySelector("details");
  if (details && open) details.open = true;
  if (name) old.querySelector(`[name="${name}"][value="${value}"]`)?.focus({ preventScroll: true });
}

function fetched(body) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.timeout = 10_000;
    request.addEventListener("loadend", () => done(request.status === 200 ? request.response : null));
    request.send(body);
  });
}

/** Whether it holds something that must not be sent. The server looks again in any case. */
async function secret(text) {
  try {
    const { screen, own } = await import(form.dataset.screen);
    return (await screen(text, await own())).findings.length > 0;
  } catch {
    return false;
  }
}

function say(sentence) {
  const place = document.querySelector("#contact-error");
  place.hidden = !sentence;
  place.querySelector("[data-error]").textContent = sentence;
}
