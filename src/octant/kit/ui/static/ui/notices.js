// The strip on top: is this an official address, is the network there, what was put away.
const KEY = "octant:dismissed";
const root = document.documentElement;

function isOfficial(host, domains) {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

// A copy of the site on another host shows that host here, whatever its server pretends.
function checkAddress(box) {
  const official = isOfficial(location.hostname, box.dataset.official.split(" "));
  if (!official && "demo" in box.dataset) return;
  const state = official ? "official" : "foreign";
  box.dataset.state = state;
  for (const text of box.querySelectorAll("[data-when]")) {
    text.hidden = text.dataset.when !== state;
  }
  for (const host of box.querySelectorAll("[data-host]")) host.textContent = location.hostname;
  if (!official) box.querySelector("[data-dismiss]")?.remove();
}

function dismiss(name) {
  const names = new Set((root.dataset.dismissed || "").split(" ").filter(Boolean)).add(name);
  root.dataset.dismissed = [...names].join(" ");
  try {
    localStorage.setItem(KEY, root.dataset.dismissed);
  } catch {
    // Storage is denied: the notice comes back on the next page.
  }
}

function showNetwork() {
  for (const banner of document.querySelectorAll("[data-offline]")) {
    banner.hidden = navigator.onLine;
  }
}

for (const box of document.querySelectorAll("[data-official]")) checkAddress(box);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) dismiss(button.dataset.dismiss);
});
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();
document.querySelector("[data-focus]")?.focus();
