// Light, dark or the device's own: kept in storage, and in a cookie where storage is denied.
const KEY = "octant:theme";
const YEAR_SECONDS = 31536000;
const root = document.documentElement;

export function currentTheme() {
  return root.dataset.theme || "system";
}

export function setTheme(theme) {
  const chosen = theme === "light" || theme === "dark";
  if (chosen) root.dataset.theme = theme;
  else delete root.dataset.theme;
  try {
    if (chosen) localStorage.setItem(KEY, theme);
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is denied: the cookie below is enough.
  }
  const age = chosen ? YEAR_SECONDS : 0;
  const [prefix, more] = location.protocol === "https:" ? ["__Host-", "; secure"] : ["", ""];
  document.cookie = `${prefix}octant_theme=${chosen ? theme : ""}; path=/; max-age=${age}; samesite=lax${more}`;
  show();
}

function show() {
  const current = currentTheme();
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) setTheme(button.dataset.themeChoice);
});

// Another tab chose: follow it.
addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  if (event.newValue) root.dataset.theme = event.newValue;
  else delete root.dataset.theme;
  show();
});

for (const menu of document.querySelectorAll(".theme-menu")) menu.hidden = false;
show();
