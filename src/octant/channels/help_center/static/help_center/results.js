// Which result was opened, so that editors learn which searches lead nowhere.
const results = document.querySelector("[data-results]");

results?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const result = event.target.closest("[data-slug]");
  if (!link || !result || !results.dataset.search) return;
  const values = { search: results.dataset.search, slug: result.dataset.slug };
  navigator.sendBeacon(results.dataset.clicked, new URLSearchParams(values));
});
