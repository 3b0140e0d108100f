// Which ticket is meant: a chat window hands its key over behind the #, which no server sees (not
// as #key=, which would open the chat itself); else the chat that this browser remembers.
const link = document.querySelector("[name=link]");

function remembered() {
  try {
    const { key } = JSON.parse(localStorage.getItem("octant.chat.room"));
    return `key=${key}`;
  } catch {
    return "";
  }
}

if (location.hash.startsWith("#ticket=")) {
  const key = decodeURIComponent(location.hash.slice(8));
  history.replaceState(null, "", location.pathname + location.search);
  if (link) {
    link.value = `key=${key}`;
    link.closest("details").open = true;
  }
} else if (link && !link.value) {
  link.value = remembered();
}
