// Runs before the first paint, so that nobody who chose dark sees a white flash. Not a module:
// modules wait for the document. The cookie stands in where storage is denied.
(function () {
  const root = document.documentElement;
  let theme = null;
  let dismissed = "";
  try {
    theme = localStorage.getItem("octant:theme");
    dismissed = localStorage.getItem("octant:dismissed") || "";
  } catch {
    theme = (document.cookie.match(/(?:^|; )(?:__Host-)?octant_theme=(light|dark)/) || [])[1];
  }
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  root.dataset.dismissed = dismissed;
})();
