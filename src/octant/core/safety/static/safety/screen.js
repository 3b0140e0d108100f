// Screening before sending: the same rules as octant.core.safety.text, for what people paste
// most. The server screens again; this only spares the secret the journey.
import { findContext } from "./context.js";
import { findCustom } from "./custom.js";
export { own } from "./custom.js";
import { findKeys } from "./keys.js";
import { findPhrases } from "./phrases.js";

const INVISIBLE = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff\u202a-\u202e]/;
const RANK = { redact: 0, hold: 1, warn: 2 };
const WARNS = new Set(["seed_words"]);
const HOLDS = new Set(["key_or_hash"]);

/** Folded text and, for each of its characters, where it came from. */
function fold(text) {
  let folded = "";
  const from = [];
  for (let at = 0; at < text.length; at += 1) {
    const piece = INVISIBLE.test(text[at]) ? "" : text[at].normalize("NFKC");
    folded += piece;
    for (let each = 0; each < piece.length; each += 1) from.push(at);
  }
  from.push(text.length);
  return { folded: folded.replace(/⟦(?:secret|held):[a-z_]+⟧/g, (mask) => `⟦${" ".repeat(mask.length - 2)}⟧`), from };
}

function actionOf(kind, rules) {
  const own = rules.find((rule) => rule.kind === kind);
  if (own) return own.action;
  if (WARNS.has(kind)) return "warn";
  return HOLDS.has(kind) ? "hold" : "redact";
}

/** Overlapping findings become one; the stronger action names it. */
function apart(hits) {
  const result = [];
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result[result.length - 1];
    if (!last || hit.start >= last.end) {
      result.push({ ...hit });
      continue;
    }
    if (RANK[hit.action] < RANK[last.action]) Object.assign(last, { kind: hit.kind, action: hit.action });
    last.end = Math.max(last.end, hit.end);
  }
  return result;
}

export function maskFor(finding) {
  return `⟦${finding.action === "hold" ? "held" : "secret"}:${finding.kind}⟧`;
}

/**
 * What is secret in `typed`: `{ text, findings: [{ kind, action, start, end }] }`, where
 * `text` is as it would be stored, and positions are in the NFC form of `typed`. Never rejects: where the word lists cannot be loaded,
 * phrases are left to the server. `rules`: the workspace's own, as /screening/rules.json has them.
 */
export async function screen(typed, rules = []) {
  const text = typed.normalize("NFC");
  const { folded, from } = fold(text);
  const low = folded.toLowerCase();
  const page = { text: folded, low: low.length === folded.length ? low : folded };
  const hits = [...(await findPhrases(page)), ...(await findKeys(page)), ...findContext(page), ...findCustom(page, rules)];
  const findings = apart(
    hits.map(([start, end, kind]) => ({
      kind,
      action: actionOf(kind, rules),
      start: from[start],
      end: from[end - 1] + 1,
    })),
  );
  let stored = "";
  let at = 0;
  for (const finding of findings) {
    const value = text.slice(finding.start, finding.end);
    stored += text.slice(at, finding.start) + (finding.action === "warn" ? value : maskFor(finding));
    at = finding.end;
  }
  return { text: stored + text.slice(at), findings };
}
