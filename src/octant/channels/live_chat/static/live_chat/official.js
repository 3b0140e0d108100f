// Where this window runs, and who the page around it says its customer is.
import { el } from "./dom.js";

const ANSWER_MS = 1500;

const PRIVATE = /^(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/;

/** The page's own host must be one that the workspace lists; look-alike sites are not. */
export function isOfficial({ dataset }) {
  if (dataset.hosts.split(" ").includes(location.hostname)) return true;
  return "private" in dataset && PRIVATE.test(location.hostname);
}

/** The identity token that the surrounding page of the exchange hands in, or null. */
export function introduced(host) {
  return new Promise((resolve) => {
    const take = (event) => {
      if (event.origin !== host.parentOrigin || event.data?.octant !== "identity") return;
      removeEventListener("message", take);
      resolve(event.data.token || null);
    };
    addEventListener("message", take);
    parent.postMessage({ octant: "who" }, host.parentOrigin);
    setTimeout(() => resolve(null), ANSWER_MS);
  });
}

/** Load a style sheet once; resolves when it is there. */
export function loadStyle(href) {
  if ([...document.styleSheets].some((sheet) => sheet.href?.endsWith(href))) return null;
  return new Promise((resolve) => {
    const link = el("link", { rel: "stylesheet", href, on: { load: resolve, error: resolve } });
    document.head.append(link);
  });
}
