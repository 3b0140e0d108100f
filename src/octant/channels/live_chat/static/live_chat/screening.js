// A first look at what is about to be sent, in the browser; the server looks again in any case.
let screener = null;

/**
 * What `text` seems to hold that must not be sent: [{kind}], empty if nothing or if the
 * screening module cannot be had. Never throws and never holds a message up for long.
 */
export async function findings(url, text) {
  if (!url) return [];
  try {
    screener ??= import(url);
    const { screen, own } = await screener;
    return (await screen(text, await own())).findings;
  } catch {
    screener = null;
    return [];
  }
}

/** What was found, in words for the customer. */
export function kindsOf(found, { config: { masks }, words }) {
  return [...new Set(found.map(({ kind }) => (masks.kinds[kind] ?? masks.other).label))].join(words.list_separator);
}
