// An article's page: counts a reading, takes a vote, and shows where in the text one is.
const READ_AFTER_MS = 5000;

const box = document.querySelector("[data-vote]");

/** A form token: the page is the same for everybody and so carries none. */
async function formToken() {
  const answer = await fetch("/csrf", { headers: { accept: "application/json" } });
  return (await answer.json()).token;
}

async function send(values) {
  const body = new URLSearchParams(values);
  const headers = { accept: "application/json", "x-csrftoken": await formToken() };
  const answer = await fetch(box.dataset.vote, { method: "POST", body, headers });
  if (!answer.ok) throw new Error((await answer.json()).sentence || box.dataset.failed);
}

function say(words, failed = false) {
  const line = box.querySelector("[data-thanks]");
  line.textContent = words;
  line.classList.toggle("field-error", failed);
}

async function vote(values, done) {
  try {
    await send(values);
    done();
  } catch (error) {
    say(error instanceof TypeError ? box.dataset.failed : error.message || box.dataset.failed, true);
  }
}

function thank() {
  const line = box.querySelector("[data-thanks]");
  for (const form of box.querySelectorAll("form")) form.hidden = true;
  say(line.dataset.words);
}

function askWhy() {
  const why = box.querySelector("[data-why]");
  box.querySelector("[data-ask]").hidden = true;
  why.hidden = false;
  say("");
  why.querySelector("input").focus();
}

function listen() {
  box.querySelector("[data-ask]").addEventListener("submit", (event) => {
    event.preventDefault();
    const helpful = event.submitter?.value || "yes";
    vote({ helpful }, helpful === "yes" ? thank : askWhy);
  });
  box.querySelector("[data-why]").addEventListener("submit", (event) => {
    event.preventDefault();
    vote({ helpful: "no", ...Object.fromEntries(new FormData(event.target)) }, thank);
  });
}

/** Counted once the page has been looked at for a while; a tab in the background waits. */
function countReading() {
  let timer;
  const run = () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible") return;
    timer = setTimeout(() => {
      document.removeEventListener("visibilitychange", run);
      navigator.sendBeacon(box.dataset.read, new URLSearchParams({ language: box.dataset.language }));
    }, READ_AFTER_MS);
  };
  document.addEventListener("visibilitychange", run);
  run();
}

function followContents() {
  const links = new Map();
  for (const link of document.querySelectorAll(".article-aside .contents a")) {
    links.set(decodeURIComponent(link.hash.slice(1)), link);
  }
  const headings = [...document.querySelectorAll(".prose :is(h2, h3)[id]")];
  if (!links.size || !headings.length) return;
  const watch = new IntersectionObserver(() => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 140);
    const now = passed.at(-1)?.id;
    for (const [id, link] of links) {
      if (id === now) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-130px 0px 0px", threshold: [0, 1] });
  for (const heading of headings) watch.observe(heading);
}

if (box) {
  listen();
  countReading();
}
followContents();
