// Menus are <details>, so they open without script; this adds closing and arrow keys.
const OPEN = "details.menu[open]";

function items(menu) {
  return [...menu.querySelectorAll(".menu-panel :is(a, button):not([disabled])")];
}

function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(OPEN)) {
    const chose = event.target.closest(".menu-item") && menu.contains(event.target);
    if (chose || !menu.contains(event.target)) close(menu, Boolean(chose));
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (!menu.contains(event.target)) close(menu, false);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const menu = event.target.closest?.("details.menu");
  if (!menu?.open) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close(menu, true);
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const next = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
  all[next]?.focus();
});
