// What this browser remembers, and how its tabs stay in step. Works without storage as well.
const PREFIX = "octant.chat.";
const memory = new Map();

export const store = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + name)) ?? memory.get(name) ?? null;
    } catch {
      return memory.get(name) ?? null;
    }
  },
  set(name, value) {
    memory.set(name, value);
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch {
      // Storage is full or switched off: this tab still remembers.
    }
  },
  remove(name) {
    memory.delete(name);
    try {
      localStorage.removeItem(PREFIX + name);
    } catch {
      // Nothing was kept.
    }
  },
};

/** A random id; browsers offer randomUUID only to secure pages, and a LAN demo is none. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** This browser's own token: limits and the block list follow it. */
export function person() {
  let token = store.get("person");
  if (!token) store.set("person", (token = uuid()));
  return token;
}

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("octant.chat") : null;

export const tabs = {
  tell(kind, data = {}) {
    channel?.postMessage({ kind, ...data });
  },
  /** Returns a function that stops listening. */
  hear(handler) {
    const listener = (event) => handler(event.data);
    channel?.addEventListener("message", listener);
    return () => channel?.removeEventListener("message", listener);
  },
};

// Messages not yet acknowledged, by ticket; another tab may send them again: ids make that safe.
export const outbox = {
  all: (ticket) => store.get(`outbox.${ticket}`) ?? [],
  add(ticket, entry) {
    store.set(`outbox.${ticket}`, [...outbox.all(ticket).filter((e) => e.id !== entry.id), entry]);
  },
  remove(ticket, id) {
    const left = outbox.all(ticket).filter((entry) => entry.id !== id);
    if (left.length) store.set(`outbox.${ticket}`, left);
    else store.remove(`outbox.${ticket}`);
  },
};
