// Private keys: WIF, BIP-32 and BIP-38 by their checksum, PEM and OpenPGP blocks, and 64
// hexadecimal digits by the words around them. As detectors/wallet_keys, key_files, hex_keys.

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const VERSIONS = new Set([0x80, 0xef, 0xb0, 0x9e, 0xcc, 0xb4, 0xbf, 0xf1]);
const RUN = /[1-9A-HJ-NP-Za-km-z]{51,112}/g;
const EXTENDED = /^[xyztuvYZUV]prv[1-9A-HJ-NP-Za-km-z]{107,108}$/;
const BLOCK =
  /-{2,5}\s?begin [a-z0-9 ]{0,30}private key(?: block)?\s?-{2,5}([^]{24,20000}?)-{2,5}\s?end [a-z0-9 ]{0,30}private key(?: block)?\s?-{2,5}/g;
const CUT_OFF =
  /-{2,5}\s?begin [a-z0-9 ]{0,30}private key(?: block)?\s?-{2,5}(?:[\s>]{0,8}[a-z0-9+/=_\\-]{16,}){1,400}(?:\s*[a-z0-9+/=]{1,200})?/g;
const HEX = /(?<![0-9a-z])(?:0x)?([0-9a-f]{64})(?![0-9a-z])/g;
const SECRET =
  /priv(?:ate)?[ _-]?keys?|priv(?:ate)?(?![a-z])|secret|\bseed\b|\bsk\b|keystore|wallet key|signing[ _-]?key|master[ _-]?key|私钥|私鑰|私匙|秘钥|密钥|密鑰|种子|種子|钱包密码|助记/g;
const PUBLIC =
  /\btx|transaction|\btrx\b|hash|sha-?256|sha2|digest|checksum|block|withdraw|deposit|transfer|payment|\bsent\b|confirmation|explorer|scan\.|\/tx\/|public|pub[ _-]?key|signature|merkle|commit|fingerprint|topic|order|reference|\bref\b|receipt|etag|交易|哈希|杂凑|雜湊|散列|区块|區塊|提币|提幣|提现|提現|充币|充幣|充值|转账|轉帳|轉賬|到账|到帳|订单|訂單|流水|公钥|公鑰|签名|簽名|校验|摘要|指纹|单号|凭证|转出|转入|打款/g;
const SAYS = /^[ ,.]{0,3}(?:(?:this|that|it|which|这|這|这个|那)[ ']?)?(?:is|s|was|是|就是)[ ]?(?:my|the|a|我的)?/;

function decode(text) {
  let number = 0n;
  for (const character of text) number = number * 58n + BigInt(ALPHABET.indexOf(character));
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  return Uint8Array.from([...Array(text.match(/^1*/)[0].length).fill(0), ...bytes]);
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The bytes without their checksum, or null where it is wrong. */
async function checked(text) {
  const data = decode(text);
  if (data.length < 5) return null;
  const payload = data.slice(0, -4);
  if (!globalThis.crypto?.subtle) return payload; // no checks without a secure context
  const digest = await sha256(await sha256(payload));
  return data.slice(-4).every((byte, at) => byte === digest[at]) ? payload : null;
}

async function isKey(run) {
  const bip38 = run.length === 58 && run.startsWith("6P");
  if (!(EXTENDED.test(run) || run.length === 51 || run.length === 52 || bip38)) return false;
  const payload = await checked(run);
  if (!payload) return false;
  if (EXTENDED.test(run)) return payload.length === 78;
  if (bip38) return payload.length === 39 && payload[0] === 1;
  return VERSIONS.has(payload[0]) && (payload.length === 33 || (payload.length === 34 && payload[33] === 1));
}

/** How far the nearest keyword of `pattern` is from low[start:end], as context.py counts. */
function distance(low, start, end, pattern) {
  let best = 1000;
  const before = low.slice(Math.max(0, start - 72), start);
  for (const found of before.matchAll(pattern)) {
    const gap = before.slice(found.index + found[0].length);
    best = Math.min(best, gap.length + 10 * Math.max(0, gap.split("\n").length - 2));
  }
  const after = low.slice(end, end + 40);
  const ahead = after.matchAll(pattern).next().value;
  if (ahead) {
    const gap = after.slice(0, ahead.index).replace(SAYS, "");
    const cost = gap.length < ahead.index ? 0 : 14;
    best = Math.min(best, gap.length + cost + 30 * (gap.split("\n").length - 1));
  }
  return best;
}

function* hexKeys(low) {
  for (const found of low.matchAll(HEX)) {
    if (new Set(found[1]).size < 6) continue;
    if (/:\/\/[^\s<>"]{1,190}$/.test(low.slice(Math.max(0, found.index - 200), found.index))) continue;
    const end = found.index + found[0].length;
    const secret = distance(low, found.index, end, SECRET);
    const open = distance(low, found.index, end, PUBLIC);
    if (secret < 1000 && secret <= open) yield [found.index, end, "private_key"];
    else if (open === 1000) yield [found.index, end, "key_or_hash"];
  }
}

export async function findKeys({ text, low }) {
  const hits = [];
  if (/[^\s]{51}/.test(text)) {
    for (const run of text.matchAll(RUN)) {
      if (await isKey(run[0])) hits.push([run.index, run.index + run[0].length, "private_key"]);
    }
    hits.push(...hexKeys(low));
  }
  if (low.includes("private key")) {
    for (const pattern of [BLOCK, CUT_OFF]) {
      for (const found of low.matchAll(pattern)) {
        hits.push([found.index, found.index + found[0].length, "key_file"]);
      }
    }
  }
  return hits;
}
