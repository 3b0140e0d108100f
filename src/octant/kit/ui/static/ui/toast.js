// Short news that need no answer. The region is in base.html, so screen readers know it.
const LINGER_MS = 6000;

/**
 * Show a message for six seconds; longer while it is hovered or holds focus.
 * @param {string} message translated by the caller
 * @param {{action?: {label: string, run: () => void}, sticky?: boolean}} [options]
 */
export function toast(message, { action, sticky = false } = {}) {
  const region = document.getElementById("page-toasts");
  if (!region) return;
  const box = document.createElement("div");
  box.className = "toast";
  const text = document.createElement("p");
  text.textContent = message;
  box.append(text);
  if (action) box.append(button(action.label, action.label, () => (action.run(), box.remove())));
  box.append(button("×", region.dataset.dismissLabel, () => box.remove()));
  region.append(box);
  if (!sticky) fade(box);
}

function button(text, label, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", run);
  return made;
}

function fade(box) {
  let timer = setTimeout(() => box.remove(), LINGER_MS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(() => box.remove(), LINGER_MS);
  };
  box.addEventListener("pointerenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("pointerleave", release);
  box.addEventListener("focusout", release);
}
