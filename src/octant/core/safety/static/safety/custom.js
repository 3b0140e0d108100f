// The workspace's own rules, as core/safety/text/custom.py runs them.

let asked = null;

/** The rules of this site, asked for once; none where they cannot be had. */
export function own() {
  asked ??= fetch("/screening/rules.json")
    .then(async (answer) => (answer.ok ? (await answer.json()).rules : []))
    .catch(() => []);
  return asked;
}

/** Positions and kinds of what `rules` ([{kind, action, source}]) find. Bad ones are passed over. */
export function findCustom({ text }, rules) {
  const hits = [];
  for (const { kind, source } of rules) {
    try {
      for (const found of text.matchAll(new RegExp(source, "gi"))) {
        if (found[0]) hits.push([found.index, found.index + found[0].length, kind]);
      }
    } catch {
      continue; // the server looks again
    }
  }
  return hits;
}
