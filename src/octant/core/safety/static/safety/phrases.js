// Recovery phrases of BIP-39. The lists are large, so they come only when a message has
// twelve words in a row without a single everyday word that no list has.

const LATIN = {
  english: () => import("./words/english.js"),
  spanish: () => import("./words/spanish.js"),
  french: () => import("./words/french.js"),
  italian: () => import("./words/italian.js"),
  portuguese: () => import("./words/portuguese.js"),
  czech: () => import("./words/czech.js"),
  turkish: () => import("./words/turkish.js"),
};
const OTHERS = [
  [/\p{Script=Cyrillic}/u, () => import("./words/russian.js")],
  [/\p{Script=Hangul}/u, () => import("./words/korean.js")],
  [/\p{Script=Hiragana}/u, () => import("./words/japanese.js")],
];
const CHINESE = [() => import("./words/chinese_simplified.js"), () => import("./words/chinese_traditional.js")];
// No list has these, and hardly a sentence of twelve words lacks them all.
const EVERYDAY = new Set(
  ("the and for was are not has had but did its his her been from your thanks " +
    "los las por que les des est vous nous pour che gli com não uma jsem ale bir için").split(" "),
);
const WORD = /(?:[^\P{L}\p{Script=Han}\p{Script=Katakana}]|\ufffd)+/gu;
const [DIFFERENT, NAMED] = [8, 2]; // of twelve, or 1月 2月 … 12月 is one; where a phrase is named
const HAN = /\p{Script=Han}/u;
const ABOUT = /助记|助記|注记词|註記詞|助憶詞|助忆词|恢复词|恢復詞|恢复短语|恢復短語|種子|种子|密语|seed|mnemonic|recovery/;
const LENGTHS = [24, 21, 18, 15, 12];
const FAR = 48;
const loaded = new Map();

const plain = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");

async function numbers(load) {
  if (!loaded.has(load)) {
    const { default: list } = await load();
    const words = list.includes(" ") ? list.split(" ") : [...list];
    loaded.set(load, new Map(words.flatMap((word, at) => [
      [plain(word), at],
      [word, at],
    ])));
  }
  return loaded.get(load);
}

async function isPhrase(values) {
  const bits = values.map((value) => value.toString(2).padStart(11, "0")).join("");
  const check = values.length / 3;
  const entropy = Uint8Array.from(bits.slice(0, -check).match(/.{8}/g), (byte) => parseInt(byte, 2));
  if (!globalThis.crypto?.subtle) return true;
  const [first] = new Uint8Array(await crypto.subtle.digest("SHA-256", entropy));
  return first.toString(2).padStart(8, "0").slice(0, check) === bits.slice(-check);
}

/** Hits in one run of list words: right checksums, else a warning about the run. */
async function inRun(low, run) {
  const all = [run[0].start, run.at(-1).end];
  if (run.length > 130) return [[...all, "seed_phrase"]];
  const windows = [];
  for (const length of LENGTHS) {
    for (let at = 0; at + length <= run.length; at += 1) {
      const part = run.slice(at, at + length);
      if (await isPhrase(part.map((word) => word.value))) windows.push([at, at + length]);
    }
  }
  const gap = (at) => low.slice(run[at - 1].end, run[at].start);
  const alone = ([start, end]) =>
    (start === 0 || /[:\n=]/.test(gap(start))) && (end === run.length || /[\n.!?;]/.test(gap(end)));
  const [longest] = windows;
  if (!longest) return run.length >= 12 ? [[...all, "seed_words"]] : [];
  const chosen = alone(longest) ? windows.filter((each) => each === longest || each[0] >= longest[1] || each[1] <= longest[0]) : windows;
  return chosen.map(([start, end]) => [run[start].start, run[end - 1].end, "seed_phrase"]);
}

function* runs(words, list) {
  let run = [];
  for (const word of words) {
    const value = list.get(word.text);
    if (value === undefined || (run.length && word.start - run.at(-1).end > FAR)) {
      if (run.length >= 12) yield run;
      run = [];
    }
    if (value !== undefined) run.push({ ...word, value });
  }
  if (run.length >= 12) yield run;
}

function candidates(low) {
  let words = [];
  let longest = 0;
  let row = 0;
  for (const found of low.matchAll(WORD)) {
    if (found[0].length < 3 && /^[a-z]+$/.test(found[0])) continue;
    row = EVERYDAY.has(found[0]) ? 0 : row + 1;
    longest = Math.max(longest, row);
    words.push({ start: found.index, end: found.index + found[0].length, text: found[0] });
  }
  return longest >= 11 ? words : [];
}

async function chinese(low) {
  const places = [...low.matchAll(/\p{Script=Han}/gu)].map((found) => found.index);
  const near = ABOUT.test(low);
  const hits = [];
  if (places.length < 12 || places.length > 400) return hits;
  const opens = (at) => at === 0 || !HAN.test(low[at - 1]) || "是为為".includes(low[at - 1]);
  const closes = (at) => at + 1 >= low.length || !HAN.test(low[at + 1]);
  const single = (at) => (at === 0 || !HAN.test(low[at - 1])) && closes(at);
  for (const load of CHINESE) {
    const list = await numbers(load);
    for (let at = 0; at + 12 <= places.length; at += 1) {
      for (const length of LENGTHS) {
        const part = places.slice(at, at + length);
        if (part.length < length || !opens(part[0]) || !closes(part.at(-1))) continue;
        if (part.some((place, n) => n && place - part[n - 1] > 11)) continue;
        if (!near && !part.every(single)) continue;
        const values = part.map((place) => list.get(low[place]));
        if (values.includes(undefined) || new Set(values).size < (near ? NAMED : DIFFERENT)) continue;
        if (!(await isPhrase(values))) continue;
        hits.push([part[0], part.at(-1) + 1, "seed_phrase"]);
        break;
      }
    }
  }
  return hits;
}

export async function findPhrases({ low }) {
  const hits = [];
  try {
    if ((low.match(/\p{Script=Han}/gu) ?? []).length >= 12) hits.push(...(await chinese(low)));
    const words = candidates(low);
    if (!words.length) return hits;
    const lists = OTHERS.filter(([script]) => script.test(low)).map(([, load]) => load);
    if (/[a-z]{3}/.test(low)) lists.push(...Object.values(LATIN));
    for (const load of lists) {
      for (const run of runs(words, await numbers(load))) hits.push(...(await inRun(low, run)));
    }
  } catch {
    return hits; // the lists did not load: the server still screens
  }
  return hits;
}
