// A language chosen from a menu is remembered: the next visit and pages without a language in
// their address begin in it. Kept pages are the same for everybody, so the server cannot do this.
const YEAR_SECONDS = 31536000;

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-menu] a[hreflang], .site-footer a[hreflang]");
  if (!link) return;
  const [prefix, more] = location.protocol === "https:" ? ["__Host-", "; secure"] : ["", ""];
  document.cookie = `${prefix}octant_language=${link.hreflang}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${more}`;
});
