// A large file from the first piece to the last, over reloads too.
import { dropFile } from "./kept-files.js";
import { keepFile } from "./kept-files.js";
import { keptFiles } from "./kept-files.js";
import { Resumable } from "./resumable.js";

/**
 * Send `file` (or go on with the one at `url`). `scope`: whose it is; `base`, `headers`, `on`: as
 * Resumable has them, `on` without `begun`. Returns {done, cancel}.
 */
export function sendLarge({ scope, base, url = "", file, name, headers, on }) {
  let kept = url;
  const begun = (fresh) => ((kept = fresh), keepFile(scope, fresh, file, name));
  const upload = new Resumable({ base, url, file, name, headers, on: { ...on, begun } });
  const forget = () => kept && dropFile(kept);
  const done = upload.done.finally(forget);
  return { done, cancel: () => upload.cancel() };
}

/** Files of `scope` that a reload cut off: [{url, file, name}]. */
export const cutOff = keptFiles;
