// Requests to /chat/…: JSON both ways, the key in a header, refusals as errors with a sentence.
const TIMEOUT_MS = 30000;

export class Refused extends Error {
  constructor({ code = "", sentence = "", field = "" }, status) {
    super(sentence);
    this.code = code;
    this.field = field;
    this.status = status;
  }
}

export class Api {
  constructor(base, language) {
    this.base = base;
    this.language = language;
    this.key = "";
  }

  headers(more = {}) {
    const own = { Accept: "application/json", "X-Octant-Language": this.language, ...more };
    return this.key ? { ...own, "X-Octant-Key": this.key } : own;
  }

  get(path, signal) {
    return this.ask(path, { headers: this.headers(), signal });
  }

  post(path, body = {}) {
    const headers = this.headers({ "Content-Type": "application/json" });
    return this.ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** Raises Refused where the server says no, TypeError where it cannot be reached. */
  async ask(path, options) {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
    const answer = await fetch(this.base + path, { ...options, signal });
    const data = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(data, answer.status);
    return data;
  }

  /** A file of the chat, as an address that only this page can use. */
  async blob(url) {
    const answer = await fetch(url, { headers: this.headers() });
    if (!answer.ok) throw new Refused({}, answer.status);
    return URL.createObjectURL(await answer.blob());
  }

  /** Upload with progress from 0 to 1. Returns {done, cancel}. */
  upload(file, name, progress) {
    const request = new XMLHttpRequest();
    const done = new Promise((resolve, reject) => {
      request.open("POST", `${this.base}files`);
      for (const [header, value] of Object.entries(this.headers())) {
        request.setRequestHeader(header, value);
      }
      request.responseType = "json";
      request.upload.onprogress = (event) => event.total && progress(event.loaded / event.total);
      request.onload = () => {
        if (request.status < 300) resolve(request.response.file);
        else reject(new Refused(request.response ?? {}, request.status));
      };
      request.onerror = () => reject(new TypeError("network"));
      request.onabort = () => reject(new DOMException("", "AbortError"));
      const form = new FormData();
      form.append("file", file, name);
      request.send(form);
    });
    return { done, cancel: () => request.abort() };
  }
}
