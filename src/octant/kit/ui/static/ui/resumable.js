// Large files in pieces (tus 1.0): waits without a connection, goes on where it stopped.
const VERSION = "1.0.0";
const PIECE = 4 * 1024 * 1024;
const WAITS_MS = [500, 1000, 2000, 5000, 10000];
// Not refusals: the offset moved, another request has the file, or somebody was too slow.
const PASSING = new Set([0, 408, 409, 423, 502, 503, 504]);

/** Refused for good: `message` is the server's sentence. */
export class UploadRefused extends Error {
  constructor({ sentence = "", code = "" }, status) {
    super(sentence);
    Object.assign(this, { sentence, code, status });
  }
}

export class Resumable {
  /**
   * `base`: where uploads begin; `url`: of one that was begun before. `headers()`: added to each
   * request. `on`: progress(0…1), paused(true|false), begun(url). `done` has the server's answer.
   */
  constructor({ base, url = "", file, name = file.name, headers, on }) {
    Object.assign(this, { base, url, file, name, headers, on, offset: url ? null : 0, tries: 0 });
    this.done = this.run();
  }

  async run() {
    for (;;) {
      try {
        return await this.attempt();
      } catch (error) {
        if (this.cancelled) throw new DOMException("", "AbortError");
        if (!this.mayGoOn(error)) throw error;
        this.on.paused(true);
        await this.wait();
      }
    }
  }

  async attempt() {
    if (!this.url) await this.begin();
    if (this.offset === null) await this.look();
    while (this.offset < this.file.size) await this.piece();
    this.on.paused(false);
    return JSON.parse((await this.send("POST", this.url)).responseText);
  }

  mayGoOn(error) {
    this.offset = this.url ? null : 0;
    if ((error.status === 404 || error.status === 410) && !this.anew) {
      this.anew = true; // it was swept: once more from the start
      this.url = "";
      this.offset = 0;
      return true;
    }
    return !(error instanceof UploadRefused) || PASSING.has(error.status) || error.status >= 500;
  }

  async begin() {
    const bytes = new TextEncoder().encode(this.name);
    const name = btoa(String.fromCharCode(...bytes));
    const more = { "Upload-Length": String(this.file.size), "Upload-Metadata": `filename ${name}` };
    const answer = await this.send("POST", this.base, more);
    this.url = answer.getResponseHeader("Location");
    await this.on.begun(this.url);
  }

  async look() {
    const answer = await this.send("HEAD", this.url);
    this.offset = Number(answer.getResponseHeader("Upload-Offset"));
  }

  async piece() {
    const body = this.file.slice(this.offset, this.offset + PIECE);
    const more = { "Upload-Offset": String(this.offset), "Content-Type": "application/offset+octet-stream" };
    const answer = await this.send("PATCH", this.url, more, body);
    this.offset = Number(answer.getResponseHeader("Upload-Offset"));
    this.tries = 0;
    this.on.paused(false);
    this.on.progress(this.offset / this.file.size);
  }

  send(method, url, more = {}, body = null) {
    return new Promise((resolve, reject) => {
      if (this.cancelled) return reject(new DOMException("", "AbortError"));
      const request = (this.request = new XMLHttpRequest());
      request.open(method, url);
      const all = { Accept: "application/json", "Tus-Resumable": VERSION, ...this.headers(), ...more };
      for (const [header, value] of Object.entries(all)) request.setRequestHeader(header, value);
      request.upload.onprogress = ({ loaded }) => body && this.on.progress((this.offset + loaded) / this.file.size);
      request.onload = () => (request.status < 300 ? resolve(request) : reject(refusal(request)));
      request.onerror = () => reject(new TypeError("network"));
      request.onabort = () => reject(new DOMException("", "AbortError"));
      return request.send(body);
    });
  }

  /** Until the browser is online again; else longer each time. */
  wait() {
    const most = navigator.onLine === false ? 60000 : WAITS_MS[Math.min(this.tries++, WAITS_MS.length - 1)];
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, most);
      addEventListener("online", resolve, { once: true });
    });
  }

  /** Give it up, here and at the server. */
  cancel() {
    const { url } = this;
    if (this.cancelled) return;
    this.cancelled = true;
    this.request?.abort();
    this.wake?.();
    const headers = { "Tus-Resumable": VERSION, ...this.headers() };
    if (url) fetch(url, { method: "DELETE", headers }).catch(() => {});
  }
}

function refusal(request) {
  let said = {};
  try {
    said = JSON.parse(request.responseText);
  } catch {
    // Something between us and the server answered.
  }
  return new UploadRefused(said, request.status);
}
