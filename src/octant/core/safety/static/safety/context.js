// Passwords, one-time codes and cards: what the words around a value say. As detectors/
// passwords, one_time and cards.

const CODE_WORDS =
  /code|otp|2fa|one-time password|one time password|验证码|驗證碼|校验码|校驗碼|动态码|動態碼|动态密码|動態密碼|动态口令|短信码|谷歌码|确认码|認證碼|认证码|授权码|授權碼|一次性密码|一次性密碼/g;
const WHICH_CODE =
  /(?:verification|verify|security|one[ -]?time|sms|text|2fa|mfa|otp|totp|authenticator|log-?in|sign-?in|confirmation|auth|authentication|two[ -]?factor|e-?mail|google|approval|access|pass|6[ -]digit|six[ -]digit|kraken|device|phone|withdrawal)[ -]?(?:verification |confirmation )?(?:pass)?$/;
const CODE =
  "(?<![\\d.$€£¥#/])(?<![^g\\s:=]-)(?<!\\d,)(\\d{6,8}|\\d{3}[ -]\\d{3}|\\d{4}(?!\\d|[年/-]))(?![\\d.,]?\\d|[%a-z_-]| ?(?:usd|btc|eth|eur|小时|分钟|天|次|个|条))";
const AFTER = new RegExp(
  `^(?:[\\s"'*_(\\[:=>]|->|s\\b|is|was|are|code|reads?|says?|now|it|just|number|today|this|below|received|g-|是|为|為|了|收到的|收到|码|刚刚|,|我|给你|如下){0,12}?${CODE}`,
);
const BEFORE = new RegExp(
  `${CODE}[\\s"'*_)\\]]{0,3}(?:is|was|=|<-|是|就是|为|这是)\\s{0,2}(?:my|the|your|a|我的|我收到的|收到的|你的|您的|你们的)?\\s{0,2}(?:[a-z2]{2,14}[ -]|手机|短信|谷歌|邮箱|登录|登陆){0,3}$`,
);

const PASSWORD =
  /(?:password|passwort|passwd|passcode|pass ?phrase|密码|密碼|口令|(?<![a-z0-9._-])(?:pwd|pin|pass|pw)(?![a-z0-9]))(?:\s?\([^()\n]{1,20}\))?["'`*]{0,3}(\s{0,2}(?:[:=]|=>|->)\s{0,3}|\s{1,2}(?:is|was)(?:\s?:)?\s{1,2}|\s{0,2}(?:是|为|為|就是|叫|改成了?|设置?成了?|設成了?)\s?:?\s{0,2})(["'`“‘「]{0,2})([!-~]{4,64})/gi;
const ABOUT_IT = new Set(
  (
    "correct incorrect wrong right invalid valid expired required reset changed set not never always also still being " +
    "been missing empty forgotten lost weak strong stolen hacked compromised leaked known unknown accepted rejected " +
    "refused working broken fine good okay safe secure saved stored hidden blank optional needed used unique different " +
    "same this that what when because only just very your mine from with case sensitive longer shorter short long enough " +
    "allowed disabled enabled locked blocked none null true false undefined string text example password secret " +
    "something nothing impossible please help there here unchanged failing important private personal simple too"
  ).split(" "),
);
const OWN = /\b(?:my|the|our|old|new|current|account|login|kraken)\b|我|账[号户]|登录|交易|旧|新/;

const NUMBER = /(?<![A-Za-z0-9_.\-/#])[0-9](?:[ -]?[0-9]){12,18}(?![A-Za-z0-9_]|[ -]?[0-9]|[.-][0-9])/g;
const GROUPED = /^(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{5})$/;
const PREFIX =
  /^(?:4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[689])|6(?:011|4[4-9]|5|2)|35(?:2[89]|[3-8])|50|5[6-8]|6[37]|9792|220[0-4])/;
const CARD = /card|visa|master|maestro|amex|american express|unionpay|\bcvv|\bcvc|debit|credit|卡|银联|銀聯|信用|借记/;
const OTHER =
  /order|trade|\btx|transaction|ticket|reference|\bref\b|\bid\b|invoice|tracking|timestamp|phone|case|订单|訂單|单号|單號|编号|交易|流水|参考|时间戳|电话|手机|工单|快递/;
const CARD_CODE = /(?:cvv|cvc)2?[\s"'(]{0,2}(?:code|number)?\s{0,2}(?:is|was|:|=|是|为|為)?\s{0,2}(\d{3,4})(?!\d)/g;

function* codes(low) {
  for (const found of low.matchAll(CODE_WORDS)) {
    const start = found.index;
    const latin = /^[a-z2]/.test(found[0]);
    if (latin && /[a-z]$/.test(low.slice(0, start)) && !low.slice(0, start).endsWith("pass")) continue;
    if (found[0] === "code" && !WHICH_CODE.test(low.slice(Math.max(0, start - 36), start))) continue;
    const end = start + found[0].length;
    const after = AFTER.exec(low.slice(end, end + 60));
    if (after) {
      const at = end + after[0].length - after[1].length;
      yield [at, at + after[1].length, "one_time_code"];
      continue;
    }
    const from = Math.max(0, start - 48);
    const before = BEFORE.exec(low.slice(from, start));
    if (before) yield [from + before.index, from + before.index + before[1].length, "one_time_code"];
  }
}

function isPassword(page, start, link, value, rest) {
  const low = value.toLowerCase();
  if (ABOUT_IT.has(low.replace(/^[.,!?'"]+|[.,!?'"]+$/g, "")) || new Set(value).size === 1) return false;
  if (/^[\w.]+(?:\(|\[["'])|^[^/]*\/[^/]*\/|^(?:[$&@%][a-z_]+$|[$%{<[&@][{(%<]|<|\[|\{|https?:|\/\/|--|[*•xX.?_#-]{3,}$)/.test(value)) return false;
  if (/\d/.test(value)) return !(/^\d+$/.test(value) && /^\s?(?:char|digit|letter|位|个|times|days|minutes|次|天)/.test(rest));
  if (!/[a-z]/i.test(value) || /(?:ed|ing|n't|ly)$/.test(low)) return false;
  const spoken = /is|was|是|为|為|叫|成/.test(link);
  const symbols = /[^A-Za-z0-9]/.test(value);
  const mixed = value !== low && value.slice(1) !== low.slice(1);
  const own = OWN.test(page.low.slice(Math.max(0, start - 24), start));
  if (page.text[start] > "\x7f" && (spoken || mixed)) return true;
  if (mixed && value.length >= 8 && !/[a-z]{4}/.test(value)) return true;
  if (symbols && mixed && (own || spoken)) return true;
  return own && /^[\s"'”]*(?:$|[\n.,;!?。]|and\b|but\b|for\b|on\b)/.test(rest) && (spoken || link.trim() === ":");
}

function* passwords(page) {
  for (const found of page.text.matchAll(PASSWORD)) {
    const [all, link, quote, raw] = found;
    const word = /^(?:pwd|pin|pass(?![a-z ])|pw)/i.exec(all)?.[0].toLowerCase();
    const digitsOnly = /^\d+[.,!]*$/.test(raw);
    if (word && !/[:=]/.test(link) && !(word === "pin" && digitsOnly)) continue;
    const closing = { "“": "”", "‘": "’", "「": "」" }[quote.slice(-1)] ?? quote.slice(-1);
    let value = closing && raw.includes(closing) ? raw.slice(0, raw.indexOf(closing)) : raw;
    const tail = /["'`”’」*,.;!?)\]}>]+$/.exec(value);
    if (tail) value = value.slice(0, tail.index + (/^[!?*]$/.test(tail[0]) ? 1 : 0));
    const start = found.index + all.length - raw.length;
    const rest = page.low.slice(start + raw.length, start + raw.length + 12);
    if (value.length >= 4 && !value.includes("⟦") && isPassword(page, found.index, link, value, rest)) {
      yield [start, start + value.length, "password"];
    }
  }
}

function luhn(digits) {
  const total = [...digits].reverse().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return total % 10 === 0;
}

function* cards(low) {
  for (const found of low.matchAll(NUMBER)) {
    const digits = found[0].replace(/[ -]/g, "");
    if (!PREFIX.test(digits) || !luhn(digits) || new Set(digits).size < 2) continue;
    const near = low.slice(Math.max(0, found.index - 40), found.index);
    const around = near + low.slice(found.index + found[0].length, found.index + found[0].length + 24);
    if (CARD.test(around) ? !OTHER.test(near.slice(-12)) : GROUPED.test(found[0]) && !OTHER.test(around)) {
      yield [found.index, found.index + found[0].length, "card_number"];
    }
  }
  for (const found of low.matchAll(CARD_CODE)) {
    const end = found.index + found[0].length;
    yield [end - found[1].length, end, "card_code"];
  }
}

export function findContext(page) {
  const numbers = /\d/.test(page.low) ? [...codes(page.low), ...cards(page.low)] : [];
  return [...numbers, ...passwords(page)];
}
