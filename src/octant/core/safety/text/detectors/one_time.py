"""Two-factor secrets: otpauth addresses, setup keys and one-time codes in context.

Sources: github.com/google/google-authenticator/wiki/Key-Uri-Format; RFC 6238 (codes of six
to eight digits), RFC 4648 (base32 setup keys).
"""

import re
from collections.abc import Iterator

from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_URI = re.compile(r"otpauth(?:-migration)?://[^\s\"'<>`,。;⟦]{4,2000}")

_SAMPLE = "jbswy3dpehpk3pxp"  # of the format's own description: "Hello!" and DE AD BE EF
_SETUP_ANCHORS = ("secret", "key", "seed", "密钥", "密鑰", "秘钥", "金鑰", "种子")
_SETUP_VALUE = re.compile(
    r"(?: key| code)?[\"'`]?(?:\s?[:=]|\s?is|\s?was|是|为|為)?[:=]?\s{0,3}[\"'`]?"
    r"((?:[a-z2-7]{4}[ -]?){3,15}[a-z2-7]{1,4}={0,6})(?![a-z0-9])"
)
_SETUP_ABOUT = re.compile(
    r"2fa|totp|otp|two[ -]?factor|authenticator|mfa|google auth|set-?up|manual entry"
    r"|双重验证|两步验证|二次验证|双因素|谷歌验证|验证器|绑定|雙重驗證|驗證器"
)

_CODE_ANCHORS = (
    "code", "otp", "2fa", "one-time password", "one time password", "验证码", "驗證碼", "校验码",
    "校驗碼", "动态码", "動態碼", "动态密码", "動態密碼", "动态口令", "短信码", "谷歌码", "确认码",
    "認證碼", "认证码", "授权码", "授權碼", "一次性密码", "一次性密碼",
)  # fmt: skip
# `code` alone says nothing (error code 404): one of these stands before it.
_WHICH_CODE = re.compile(
    r"(?:verification|verify|security|one[ -]?time|sms|text|2fa|mfa|otp|totp|authenticator|log-?in"
    r"|sign-?in|confirmation|auth|authentication|authentication app|two[ -]?factor|e-?mail|google"
    r"|approval|access|pass|6[ -]digit|six[ -]digit|kraken|device|phone|withdrawal)"
    r"[ -]?(?:verification |confirmation )?(?:pass)?$"
)
_CODE = (
    r"(?<![\d.$€£¥#/])(?<![^g\s:=]-)(?<!\d,)(\d{6,8}|\d{3}[ -]\d{3}|\d{4}(?!\d|[年/-]))"
    r"(?![\d.,]?\d|[%a-z_-]| ?(?:usd|btc|eth|eur|小时|分钟|天|次|个|条))"
)
_LINK = (
    r"(?:[\s\"'*_(\[:=>]|->|s\b|is|was|are|code|reads?|says?|now|it|just|number|today|this|below"
    r"|received|g-|是|为|為|了|收到的|收到|码|刚刚|,|我|给你|如下){0,12}+"
)
_AFTER = re.compile(_LINK + _CODE)
_BEFORE = re.compile(
    _CODE + r"[\s\"'*_)\]]{0,3}(?:is|was|=|<-|是|就是|为|这是)\s{0,2}"
    r"(?:my|the|your|a|我的|我收到的|收到的|你的|您的|你们的)?\s{0,2}"
    r"(?:[a-z2]{2,14}[ -]|手机|短信|谷歌|邮箱|登录|登陆){0,3}$"
)
_DIGIT = re.compile(r"\d")


def find_setup(page: Page) -> Iterator[Hit]:
    """otpauth URIs and base32 setup keys."""
    if "otpauth" in page.low:
        for found in _URI.finditer(page.low):
            template = "{" in found[0] or "=" not in found[0] or _SAMPLE in found[0]
            if not template:  # nor does what is in everybody's documentation hold a secret
                yield Hit(*found.span(), Kind.OTP_SECRET)
    for start, end in page.after(_SETUP_ANCHORS):
        value = _SETUP_VALUE.match(page.low, end)
        if value is None or not _is_base32(page.text[slice(*value.span(1))]):
            continue
        if _SETUP_ABOUT.search(page.low, max(0, start - 40), start):
            yield Hit(*value.span(1), Kind.OTP_SECRET)


def find(page: Page) -> Iterator[Hit]:
    """Codes of four to eight digits that are said to be codes."""
    low = page.low
    if not page.has_digits:
        return
    for start, end in page.after(_CODE_ANCHORS):
        word = low[start:end]
        inside = start > 0 and "a" <= low[start - 1] <= "z" and word in ("code", "otp", "2fa")
        if inside and not low.startswith("pass", start - 4):
            continue
        if _DIGIT.search(low, end, end + 48) is not None:
            after = _AFTER.match(low, end)
            if after is not None and _is_one_time(low, word, start):
                yield Hit(*after.span(1), Kind.ONE_TIME_CODE)
                continue
        before = low[max(0, start - 48) : start]
        if _DIGIT.search(before) is not None:
            found = _BEFORE.search(before)
            if found is not None and _is_one_time(low, word, start):
                at = start - len(before)
                yield Hit(at + found.start(1), at + found.end(1), Kind.ONE_TIME_CODE)


def _is_one_time(low: str, word: str, start: int) -> bool:
    return word != "code" or _WHICH_CODE.search(low[max(0, start - 36) : start]) is not None


def _is_base32(value: str) -> bool:
    plain = value.replace(" ", "").replace("-", "").rstrip("=")
    if not 16 <= len(plain) <= 64 or plain.lower() == _SAMPLE:
        return False
    return any(map(str.isdigit, plain)) or plain.isupper()
