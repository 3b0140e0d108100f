// Whose browser this is. Once somebody is no longer signed in here, however that came about (signed
// out, timed out, ended from elsewhere), what it kept for them goes: keys to their tickets, words
// not sent yet, files on their way. What an agent was writing stays until they sign out themselves.
const KEY = "octant:user";
const FILES = "octant.uploads";
const FORMS = "octant:form:";
const CHAT = "octant.chat.";
const NOBODYS = "octant.chat.person"; // this browser's own token, by which limits count
const DRAFTS = "octant:desk:draft:";

function drop(storage, begins) {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at));
  for (const name of names) if (name.startsWith(begins) && name !== NOBODYS) storage.removeItem(name);
}

function forget(drafts) {
  try {
    drop(localStorage, CHAT);
    drop(sessionStorage, FORMS);
    drop(localStorage, FORMS);
    if (drafts) drop(localStorage, DRAFTS);
    localStorage.removeItem(KEY);
    indexedDB.deleteDatabase(FILES);
  } catch {
    // Storage is denied: nothing was kept.
  }
}

function look(user) {
  const before = localStorage.getItem(KEY) || "";
  if (before && before !== user) forget(false);
  if (user) localStorage.setItem(KEY, user);
}

const named = document.querySelector('meta[name="octant:user"]');
try {
  if (named) look(named.content);
} catch {
  // Storage is denied: nothing was kept.
}

// At once, so that it holds without the network too.
document.addEventListener("submit", ({ target, submitter }) => {
  const way = new URL(target.action, location.href).pathname;
  if (way === "/accounts/logout/" || submitter?.hasAttribute("data-signs-out")) forget(true);
});
// Another tab signed out: this one shows what is left.
addEventListener("storage", ({ key, newValue }) => {
  if (key === KEY && !newValue && named?.content) location.reload();
});
