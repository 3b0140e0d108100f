// What the page tells its scripts: addresses, limits, sentences.
const element = document.getElementById("desk-config");
export const config = element ? element.dataset : {};
const sentences = JSON.parse(document.getElementById("desk-words")?.textContent || "{}");

/** A sentence in the agent's language, `{name}` filled in. */
export function say(key, values = {}) {
  return (sentences[key] || "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The open ticket's pane, or null. */
export function openTicket() {
  return document.querySelector(".pane-thread[data-ticket]");
}

/** Refused by the server: `sentence` is for people, `field` names the input it is about. */
export class Refused extends Error {
  constructor({ sentence, field = "", code = "", html = "" }, status) {
    super(sentence);
    Object.assign(this, { sentence, field, code, status, html });
  }
}

async function refusal(response) {
  try {
    return new Refused(await response.json(), response.status);
  } catch {
    return new Refused({ sentence: say("failed") }, response.status);
  }
}

// What is asked while nobody is at the keyboard does not keep the session alive.
const AWAY_MS = 60000;
let touched = Date.now();
for (const sign of ["pointerdown", "keydown", "wheel"]) {
  document.addEventListener(sign, () => (touched = Date.now()), { passive: true, capture: true });
}
const presence = () => (Date.now() - touched > AWAY_MS ? { "X-Octant-Idle": "1" } : {});

/** GET a part of a page as text. Throws `Refused`, or a TypeError without a connection. */
export async function part(url) {
  const response = await fetch(url, { headers: { "HX-Request": "true", Accept: "text/html, application/json", ...presence() } });
  if (response.redirected || !response.ok) throw await refusal(response);
  return { html: await response.text(), headers: response.headers };
}

/** GET JSON. */
export async function json(url) {
  const response = await fetch(url, { headers: { Accept: "application/json", ...presence() } });
  if (response.redirected || !response.ok) throw await refusal(response);
  return response.json();
}

/** POST a form; answers the response. Throws like `part`. */
export async function post(url, fields = {}, more = {}) {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  const headers = { "X-CSRFToken": config.csrf, Accept: "application/json", ...presence() };
  const response = await fetch(url, { method: "POST", body, headers, ...more });
  if (response.redirected || !response.ok) throw await refusal(response);
  return response;
}

/** Call `work` once things have been quiet for `ms`, but at the latest after `most`. */
export function settled(work, ms, most = ms * 5) {
  let timer = 0;
  let first = 0;
  return () => {
    const at = Date.now();
    if (!timer) first = at;
    clearTimeout(timer);
    timer = setTimeout(() => ((timer = 0), work()), Math.max(0, Math.min(ms, first + most - at)));
  };
}
