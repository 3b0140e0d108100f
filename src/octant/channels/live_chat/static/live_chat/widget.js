// Put on the exchange's own pages: <script src=".../chat/widget.js" data-octant-identity="JWT" async>
// Before this, the server writes `globalThis.octantChat`: hosts, texts, language.
(() => {
  const script = document.currentScript;
  const { hosts, texts, language } = globalThis.octantChat;
  const server = new URL(script.src).origin;
  const wanted = script.dataset.octantLanguage || document.documentElement.lang || language;
  const code = texts[wanted] ? wanted : /^zh/i.test(wanted) && texts["zh-hans"] ? "zh-hans" : texts[wanted.split("-")[0]] ? wanted.split("-")[0] : language;
  const box = { position: "fixed", right: "0", bottom: "0", border: "0", zIndex: "2147483000", colorScheme: "normal", background: "transparent" };

  if (!hosts.includes(location.hostname)) return void refuse();
  const frame = document.createElement("iframe");
  frame.title = texts[code].title;
  frame.allow = "display-capture; clipboard-write";
  frame.src = `${server}/chat/frame?lang=${code}&parent=${encodeURIComponent(location.origin)}`;
  Object.assign(frame.style, box);
  let open = false;
  fit();
  addEventListener("resize", fit);
  addEventListener("message", (event) => {
    if (event.origin !== server || event.source !== frame.contentWindow) return;
    const { octant } = event.data ?? {};
    if (octant === "open" || octant === "close") fit((open = octant === "open"));
    if (octant === "who" || octant === "ready") identify();
  });
  document.body.append(frame);

  /** The button alone is small; the open window fills a phone and floats on a desk. */
  function fit() {
    const narrow = innerWidth <= 640;
    const size = open ? (narrow ? ["100%", "100%"] : ["26.5rem", "min(46rem, 100%)"]) : ["11rem", "6rem"];
    Object.assign(frame.style, { width: size[0], height: size[1] });
  }

  /** The token is read anew each time, so that a page may renew it. */
  function identify() {
    const token = script.dataset.octantIdentity || "";
    frame.contentWindow.postMessage({ octant: "identity", token }, server);
  }

  function refuse() {
    const note = document.createElement("div");
    note.setAttribute("role", "alert");
    note.textContent = texts[code].refused;
    Object.assign(note.style, box, { right: "1rem", bottom: "1rem", maxWidth: "20rem", padding: "1rem", background: "#fff", color: "#8a1020", border: "2px solid #b3202c", borderRadius: "10px", font: "15px/1.5 system-ui, sans-serif" });
    document.body.append(note);
  }
})();
