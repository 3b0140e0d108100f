// Large files in pieces: fetched with the first one, or when a reload cut one off.
import { cutOff } from "../ui/large.js";
import { sendLarge } from "../ui/large.js";
import { el } from "./dom.js";
import { store } from "./store.js";

/** Send `file` for the tray, or go on with the one at `url`. Returns {done, cancel}. */
export function large({ chat, scope }, file, name, url, bar) {
  const { api, words } = chat;
  store.set(`large.${scope}`, true);
  const state = el("small", { role: "status" });
  bar.after(state);
  const on = { progress: (part) => (bar.value = part), paused: (is) => (state.textContent = is ? words.upload_paused : "") };
  const sent = sendLarge({ scope, base: `${api.base}uploads`, url, file, name, headers: () => api.headers(), on });
  return { done: sent.done.then((answer) => answer.file), cancel: sent.cancel };
}

/** Take up what a reload cut off. */
export async function goOn(tray) {
  const found = await cutOff(tray.scope);
  for (const { url, file, name } of found) tray.start(file, url, name);
  if (!found.length) store.remove(`large.${tray.scope}`);
}
