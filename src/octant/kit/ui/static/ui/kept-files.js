// Files on their way, kept in this browser until they have arrived: a recording made here exists
// nowhere else, and a reload would lose it. Without storage everything else still works.
const NAME = "octant.uploads";
const LIFE_MS = 24 * 3600 * 1000; // as long as the server keeps the pieces

function ask(mode, work) {
  return new Promise((resolve) => {
    const nothing = () => resolve(null);
    try {
      const opening = indexedDB.open(NAME, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "url" });
      opening.onerror = nothing;
      opening.onsuccess = () => {
        const change = opening.result.transaction("files", mode);
        const asked = work(change.objectStore("files"));
        change.oncomplete = () => (opening.result.close(), resolve(asked?.result ?? null));
        change.onabort = nothing;
      };
    } catch {
      nothing();
    }
  });
}

/** Keep `file`, on its way to `url`; `scope` names whose it is. */
export function keepFile(scope, url, file, name) {
  claim(url);
  return ask("readwrite", (files) => files.put({ url, scope, file, name, at: Date.now() }));
}

export function dropFile(url) {
  return ask("readwrite", (files) => files.delete(url));
}

/** What of `scope` was on its way when the page went, and no other tab has taken up. */
export async function keptFiles(scope) {
  const all = (await ask("readonly", (files) => files.getAll())) ?? [];
  const found = [];
  for (const kept of all) {
    if (kept.at < Date.now() - LIFE_MS) dropFile(kept.url);
    else if (kept.scope === scope && (await claim(kept.url))) found.push(kept);
  }
  return found;
}

/** Whether this tab alone sends it, for as long as it is open. */
function claim(url) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(`${NAME} ${url}`, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock && new Promise(() => {});
    });
  });
}
