// While the exchange has not answered the freeze: look again until it has.
const AGAIN_MS = 3000;
if (document.querySelector("[data-being-frozen]")) setTimeout(() => location.reload(), AGAIN_MS);
