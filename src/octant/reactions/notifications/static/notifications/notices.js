// Asks the browser for a place to send notices to, and hands it to the page's own form.
const box = document.querySelector("[data-push]");
const button = box.querySelector("[data-push-on]");
const form = box.querySelector("form");

function say(name) {
  for (const each of box.querySelectorAll("[data-push-say]")) {
    each.hidden = each.dataset.pushSay !== name;
  }
}

function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

async function registered() {
  const policy = globalThis.trustedTypes?.createPolicy("octant-push", {
    createScriptURL: (url) => url,
  });
  const url = box.dataset.pushWorker;
  await navigator.serviceWorker.register(policy ? policy.createScriptURL(url) : url, {
    scope: "/push/",
  });
  return navigator.serviceWorker.getRegistration("/push/");
}

async function subscribed() {
  const registration = await registered();
  const key = bytes(box.dataset.pushKey);
  const old = await registration.pushManager.getSubscription();
  await old?.unsubscribe(); // it may be of an older key, or of who was signed in before
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function begin() {
  button.disabled = true;
  say("");
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      say("denied");
      return;
    }
    const { endpoint, keys } = (await subscribed()).toJSON();
    form.elements.endpoint.value = endpoint;
    form.elements.their_key.value = keys.p256dh;
    form.elements.auth.value = keys.auth;
    form.submit();
  } catch {
    say("failed");
  } finally {
    button.disabled = false;
  }
}

if (!("PushManager" in window && "serviceWorker" in navigator && "Notification" in window)) {
  say("unsupported");
} else {
  if (Notification.permission === "denied") say("denied");
  button.hidden = false;
  button.addEventListener("click", begin);
}

// Taking this browser away ends its own side too.
document.querySelector("[data-push-off]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const registration = await navigator.serviceWorker?.getRegistration("/push/");
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe().catch(() => false);
  event.target.submit();
});
