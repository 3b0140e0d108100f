// <fieldset class="rating" data-rating>: says the chosen words, and submits when data-submit is set.
function announce(rating) {
  const chosen = rating.querySelector("input:checked");
  const output = rating.parentElement.querySelector("[data-rating-output]");
  if (output) output.textContent = chosen ? chosen.dataset.words : "";
}

document.addEventListener("change", (event) => {
  const rating = event.target.closest?.("[data-rating]");
  if (!rating) return;
  announce(rating);
  rating.dispatchEvent(
    new CustomEvent("octant:rated", { bubbles: true, detail: Number(event.target.value) }),
  );
});

for (const rating of document.querySelectorAll("[data-rating]")) announce(rating);
