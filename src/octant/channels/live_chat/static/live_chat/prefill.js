// On pages that send people to the chat: what was said there stands in the chat's form. Loaded by those
// pages alone; a link to the chat carries data-chat-text and data-chat-category.
const DRAFT = "octant.chat.form";

// Before the launcher sees the same click, so that the form it makes finds the draft.
document.addEventListener("click", (event) => prefill(event.target.closest?.("[data-open-chat]")), { capture: true });

/** Name and address that were typed before are kept. */
function prefill(link) {
  const { chatText = "", chatCategory = "" } = link?.dataset ?? {};
  if (!chatText && !chatCategory) return;
  try {
    const draft = JSON.parse(localStorage.getItem(DRAFT)) ?? {};
    const told = chatCategory ? { category: chatCategory } : {};
    localStorage.setItem(DRAFT, JSON.stringify({ ...draft, text: chatText, ...told }));
  } catch {
    // Without storage the form begins empty.
  }
}
