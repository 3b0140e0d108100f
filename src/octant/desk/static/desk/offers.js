// Chats that ring: fetched when the socket says so, heard once each.
import { config, part, say, settled } from "./config.js";
import { replaceParts } from "./hooks.js";
import { notify, ring } from "./settings.js";

const AGAIN_MS = 6000;
const heard = new Set();

const ringing = () => [...document.querySelectorAll(".offer[data-offer]")];

export const fetchOffers = settled(async () => {
  try {
    replaceParts((await part(config.offers)).html);
    listen();
  } catch {
    // The next signal tries again.
  }
}, 50);

function listen() {
  for (const offer of ringing()) {
    if (heard.has(offer.dataset.offer)) continue;
    heard.add(offer.dataset.offer);
    ring();
    notify(say("offer_title"), offer.querySelector(".offer-subject").textContent, `offer-${offer.dataset.offer}`);
  }
}

listen();
setInterval(() => ringing().length && ring(), AGAIN_MS);
document.addEventListener("desk:offer-over", fetchOffers);
