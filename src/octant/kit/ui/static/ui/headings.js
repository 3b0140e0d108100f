// A copyable link beside each heading of <article class="prose" data-copy-heading="Copy link…">.
const template = document.querySelector("template[data-heading-link]");

function addLinks(prose) {
  for (const heading of prose.querySelectorAll(":is(h2, h3)[id]")) {
    const button = template.content.firstElementChild.cloneNode(true);
    const label = button.dataset.label.replace("{heading}", heading.textContent);
    button.setAttribute("aria-label", label);
    button.dataset.copy = `${location.origin}${location.pathname}#${encodeURIComponent(heading.id)}`;
    heading.append(button);
  }
}

if (template) {
  for (const prose of document.querySelectorAll("[data-heading-links]")) addLinks(prose);
}
