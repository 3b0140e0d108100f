"""Payment cards: ISO/IEC 7812 (prefix and Luhn check digit), PCI DSS 3.4 and 3.3 (codes).

Luhn and prefix alone flag 2.6 % of random sixteen-digit order ids, so a number also needs
the grouping that cards have (4-4-4-4, 4-6-5) or a word about cards near it.
"""

import re
from collections.abc import Iterator

from octant.core.safety.text.context import nearest
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_NUMBER = re.compile(
    r"[0-9](?<![A-Za-z0-9_.\-/#][0-9])(?:[ -]?[0-9]){12,18}+(?![A-Za-z0-9_]|[.-][0-9])"
)
_GROUPED = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{5}")
_PREFIX = re.compile(
    r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[689])|6(?:011|4[4-9]|5|2)"
    r"|35(?:2[89]|[3-8])|50|5[6-8]|6[37]|9792|220[0-4]"
)
_MEANINGS = {
    "card": re.compile(
        r"card|visa|master|maestro|amex|american express|unionpay|\bcvv|\bcvc|\bpan\b|debit|credit"
        r"|卡|银联|銀聯|信用|借记"
    ),
    "other": re.compile(
        r"order|trade|\btx|transaction|ticket|reference|\bref\b|\bid\b|invoice|tracking|timestamp|phone|case"
        r"|订单|訂單|单号|單號|编号|交易|流水|参考|时间戳|电话|手机|工单|快递"
    ),
}
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_CODE_WORDS = ("cvv", "cvc", "cid", "csc", "security code", "安全码", "安全碼", "校验码")
_CODE_VALUE = re.compile(
    r"2?[\s\"'(]{0,2}(?:code|number)?\s{0,2}(?:is|was|:|=|是|为|為)?\s{0,2}(\d{3,4})(?!\d)"
)


def find(page: Page) -> Iterator[Hit]:
    """Card numbers with a right check digit, and security codes near one or named."""
    if b"0" * 13 in page.digits.replace(b"-", b""):
        last = ""
        for found in _NUMBER.finditer(page.low):
            if _may_be_card(page, found[0]):
                last = nearest(page.low, *found.span(), _MEANINGS) if page.spend(5) else last
                if last == "card" or (last != "other" and _GROUPED.fullmatch(found[0])):
                    yield Hit(*found.span(), Kind.CARD_NUMBER)
    if page.has_digits:
        yield from _codes(page)


def _codes(page: Page) -> Iterator[Hit]:
    for start, end in page.after(_CODE_WORDS):
        if start and page.low[start - 1].isalpha() and page.low[start - 1].isascii():
            continue
        code = _CODE_VALUE.match(page.low, end)
        if code is not None and _about_card(page.low, start, end):
            yield Hit(*code.span(1), Kind.CARD_CODE)


def _about_card(low: str, start: int, end: int) -> bool:
    if low.startswith(("cvv", "cvc"), start):
        return True
    return _MEANINGS["card"].search(low, max(0, start - 60), end + 40) is not None


def _may_be_card(page: Page, written: str) -> bool:
    digits = written.replace(" ", "").replace("-", "")
    if not _PREFIX.match(digits) or not luhn(digits) or len(set(digits)) < 2:
        return False
    return digits not in page.known


def luhn(digits: str) -> bool:
    """Whether the last digit is right by the Luhn formula (ISO/IEC 7812-1, annex B)."""
    plain = digits.encode("ascii")
    doubled = plain[-2::-2].translate(_DOUBLED)
    return (sum(plain[-1::-2]) + sum(doubled) - len(plain) * ord("0")) % 10 == 0
