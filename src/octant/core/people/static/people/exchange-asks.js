// While the exchange asks its customer: look every two seconds, and go on when it is settled.
const EVERY_MS = 2000;
const box = document.getElementById("step-up-waits");

async function look() {
  const body = new URLSearchParams({ csrfmiddlewaretoken: box.querySelector("[name=csrfmiddlewaretoken]").value });
  const answer = await fetch(box.dataset.look, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { go } = await answer.json();
  if (go) location.assign(go);
  return Boolean(go);
}

function wait() {
  setTimeout(() => look().catch(() => false).then((gone) => gone || wait()), EVERY_MS);
}

if (box) wait();
