"""Numbers of persons and bank accounts.

Chinese resident id: GB 11643-1999 (ISO 7064 MOD 11-2 check digit, birth date, province).
US social security number: ssa.gov, randomisation rules. IBAN: ISO 13616, MOD 97-10.
Passport: ICAO Doc 9303 says nine characters, so only by context.
"""

import re
import string
from collections.abc import Iterator

from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_RESIDENT = re.compile(
    r"[1-8](?<![0-9A-Za-z][1-8])[0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])"
    r"[0-9]{3}[0-9x](?![0-9A-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}([ -]?)(?!00)\d\d\1(?!0000)\d{4}(?![\d-])")
_SSN_WORDS = ("ssn", "social security", "社会安全号", "社会保障号", "社保号", "itin")
# From the check digits on: a pattern that begins with a digit skips words fast.
_IBAN = re.compile(
    r"[0-9](?<=[a-z]{2}[0-9])(?<![a-z0-9][a-z]{2}[0-9])[0-9]"
    r"(?: ?[a-z0-9]{4}){2,7}+(?: ?[a-z0-9]{1,3})?"
)
_PASSPORT_VALUE = re.compile(
    r"[\s\"']{0,2}(?:number|no\.?|num|#|号码?|號碼?|编号)?[\s\"']{0,2}"
    r"(?:is|was|:|=|是|为|為)?:?[\s\"'#]{0,3}"
    r"([a-z]{1,2}\d{6,9}|\d{8,9})(?![\da-z])"
)
_PASSPORT_WORDS = ("passport", "护照", "護照")


def find(page: Page) -> Iterator[Hit]:
    """Resident ids and IBANs by their check digits; the others by the words before them."""
    low = page.low
    if b"0" * 17 in page.digits:
        for found in _RESIDENT.finditer(low):
            if _is_resident_id(found[0]):
                yield Hit(*found.span(), Kind.RESIDENT_ID)
    if page.has_digits:
        yield from _named(page)
    if b"aa00" in page.shape:
        for found in _IBAN.finditer(low):
            span = _iban_span(low, found.start() - 2, found.end())
            if span is not None:
                yield Hit(*span, Kind.IBAN)


def _named(page: Page) -> Iterator[Hit]:
    low = page.low
    if any(word in low for word in _SSN_WORDS):
        for _start, end in page.after(_SSN_WORDS):
            number = _SSN.search(low, end, end + 40)
            if number is not None:
                yield Hit(*number.span(), Kind.SOCIAL_SECURITY_NUMBER)
    for _start, end in page.after(_PASSPORT_WORDS):
        value = _PASSPORT_VALUE.match(low, end)
        if value is not None:
            yield Hit(*value.span(1), Kind.PASSPORT_NUMBER)


def _is_resident_id(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == number[17]


_VALUES = {ord(letter): str(int(letter, 36)) for letter in string.ascii_lowercase}
# Length by country, from the SWIFT IBAN registry.
_IBAN_LENGTHS = {
    "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22,
    "br": 29, "by": 28, "ch": 21, "cr": 22, "cy": 28, "cz": 24, "de": 22, "dk": 18, "do": 28,
    "ee": 20, "eg": 29, "es": 24, "fi": 18, "fo": 18, "fr": 27, "gb": 22, "ge": 22, "gi": 23,
    "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22, "il": 23, "iq": 23, "is": 26,
    "it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "lc": 32, "li": 21, "lt": 20, "lu": 20,
    "lv": 21, "ly": 25, "mc": 27, "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30,
    "nl": 18, "no": 15, "pk": 24, "pl": 28, "ps": 29, "pt": 25, "qa": 29, "ro": 24, "rs": 22,
    "sa": 24, "sc": 31, "sd": 18, "se": 24, "si": 19, "sk": 24, "sm": 27, "st": 25, "sv": 28,
    "tl": 23, "tn": 24, "tr": 26, "ua": 29, "va": 22, "vg": 24, "xk": 20,
}  # fmt: skip


def _iban_span(low: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of an IBAN that begins at `start`, by its country's length and check digits."""
    wanted = _IBAN_LENGTHS.get(low[start : start + 2])
    if wanted is None:
        return None
    letters = 0
    for place in range(start, end):
        if low[place] != " ":
            letters += 1
        if letters == wanted:
            break
    else:
        return None
    if low[place + 1 : place + 2].isalnum():
        return None
    number = low[start : place + 1].replace(" ", "")
    rearranged = number[4:] + number[:4]
    if int(rearranged.translate(_VALUES)) % 97 != 1:
        return None
    return start, place + 1
