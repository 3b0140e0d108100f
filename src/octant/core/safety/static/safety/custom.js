// The workspace's own rules, as core/safety/text/custom.py runs them.

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
