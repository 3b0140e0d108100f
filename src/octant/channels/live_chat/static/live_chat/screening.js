// A first look at what is about to be sent, in the browser; the server looks again in any case.
let screener = null;
let asked = null;

/** The workspace's own rules, asked for once; none where they cannot be had. */
function rules() {
  asked ??= fetch("/screening/rules.json")
    .then((answer) => (answer.ok ? answer.json() : { rules: [] }))
    .catch(() => ({ rules: [] }));
  return asked;
}

/**
 * What `text` seems to hold that must not be sent: [{kind}], empty if nothing or if the
 * screening module cannot be had. Never throws and never holds a message up for long.
 */
export async function findings(url, text) {
  if (!url) return [];
  try {
    screener ??= import(url);
    const [{ screen }, own] = await Promise.all([screener, rules()]);
    return (await screen(text, own.rules)).findings;
  } catch {
    screener = null;
    return [];
  }
}
