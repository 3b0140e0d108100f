"""What a text tells of its case: references, moments, where it happened, how to be reached.

For every channel: what is named is shown to agents, and what is missing is asked for once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import phonenumbers

from octant.core.safety.pictures.references import find
from octant.core.tickets.models import File
from octant.core.tickets.particulars import answers, in_own_words, particulars
from octant.kit.near import Near, Sought

MOST, LOOKED_AT = 40, 40_000
REFERENCES = frozenset({"order", "trade", "transfer", "hash"})


@dataclass(frozen=True, slots=True)
class Detail:
    """`kind`: order, trade, transfer, hash, moment, page, phone, telegram, skype, or one of
    `particulars`. `value` is as written, a phone number in E.164."""

    kind: str
    value: str

    def json(self) -> dict[str, str]:
        return {"kind": self.kind, "value": self.value}


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK = (
    r"(?:(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?(?:\.\d+)?\s?(?:[ap]\.?m\.?)?"
    r"|(?:1[0-2]|0?[1-9])\s?[ap]\.?m\b\.?)"
)
_CLOCK_ZH = (
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里)?\s?\d{1,2}\s?(?:点|时|[:：]\d{2})"
    r"(?:\s?\d{1,2}\s?分|半|一刻|三刻)?"
)
_ZONE = (
    r"(?:\s?\(?(?:UTC|GMT|Z\b|[A-Z]{2,4}T\b|北京时间|东八区|香港时间|伦敦时间|纽约时间"
    r"|Beijing time|(?:[A-Z][a-z]+/[A-Z][A-Za-z_]+))?\s?(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)"
)
# "two hours ago", "since noon", "三天前": as good as a date to who looks it up.
_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|half an|a few|several"
    r"|a couple of)"
)
_AGO = (
    rf"\b{_COUNT}\s(?:minute|min|hour|day|week|month)s?\sago\b",
    rf"\b(?:for|these|past)\s{_COUNT}\s(?:minute|hour|day|week|month)s\b",
    r"\b(?:just now|right now|(?:last|this|past) (?:week|weekend|month)|(?:at|around|since|about) "
    r"(?:about )?(?:noon|midnight)|the \d{1,2}(?:st|nd|rd|th))\b",
    r"(?:大?约|大概)?(?:\d{1,3}|[一二三四五六七八九十两半几]{1,3})\s?个?\s?(?:分钟|小时|钟头|天|周|星期|月)"
    r"(?:之前|以前|前|了)",
    r"(?:今天|昨天|前天|昨晚|今晚|当天)?(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里)"
    r"[\d一二三四五六七八九十两]{1,3}(?:点|时)(?:半|一刻|三刻|[\d一二三四五六七八九十]{1,3}分)?",
    r"上个?(?:周|星期|礼拜|月)(?![一二三四五六日天])|上周末|就现在|刚才|前两天|前几天|前阵子",
    r"(?<![\d第])\d{1,2}\s?号(?![线楼店码机])",
)
_DAYS = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}",
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}",
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}})?",
    rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?",
    r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号]",
    r"\b(?:today|yesterday|tonight|last night|this (?:morning|afternoon|evening))\b",
    r"(?:今天|昨天|前天|今早|今晚|昨晚|刚才|刚刚)",
    r"\b(?:last |on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    r"(?:上?周|上?星期)[一二三四五六日天]",
    *_AGO,
)
_DAY = "(?:" + "|".join(_DAYS) + ")"
_BETWEEN = r"(?:\s?[,，]?\s?(?:at|um|T|around|about|大约|大概)?\s?)"
_MOMENT = re.compile(
    # After no letter or digit of ours; before a Chinese word stands no space.
    rf"(?<![A-Za-z0-9_.-]){_DAY}(?:{_BETWEEN}(?:{_CLOCK}|{_CLOCK_ZH}){_ZONE})?"
    rf"|(?<![A-Za-z0-9_.:-])(?:{_CLOCK}){_ZONE}(?:{_BETWEEN}{_DAY})?",
    re.IGNORECASE,
)
# "the withdrawal page", "提现页面", a path of an address, or a call of an API.
_PAGE = re.compile(
    r"\b((?:(?!the |on |in |a |this )[A-Za-z-]+ ){0,2}(?:page|screen|tab|form|menu|endpoint|app))\b"
    r"|([\u4e00-\u9fff]{2,8}(?:页面|界面|页|接口))"
    r"|\b((?:GET|POST|PUT|DELETE) /[\w/.-]{2,80})"
    r"|\b((?:Add|Cancel|Edit|Amend|Get|Query|Open|Closed|Trades?|Withdraw|Deposit|Asset|Earn)"
    r"[A-Z][A-Za-z]{2,30})\b",
)
_TELEGRAM = re.compile(
    r"(?:telegram|tele?gram|tg|电报|飞机)\s{0,9}(?:账号|帐号|号|id|handle|is)?\s{0,9}[:：是]?\s{0,9}"
    r"(@?[A-Za-z][A-Za-z0-9_]{4,31})\b|\bt\.me/([A-Za-z][A-Za-z0-9_]{4,31})\b",
    re.IGNORECASE,
)
_SKYPE = re.compile(
    r"\bskype\s{0,9}(?:账号|帐号|号|id|name|is)?\s{0,9}[:：是]?\s{0,9}"
    r"((?:live:)?[A-Za-z.][A-Za-z0-9._,-]{5,31})",
    re.IGNORECASE,
)
_NAMES = Near(
    (
        Sought("telegram", _TELEGRAM, 100, parts="telegram telgram tg 电报 飞机 t.me"),
        Sought("skype", _SKYPE, 100, words="skype"),
    )
)
_NO_NAMES = {"telegram", "support", "please", "account", "number", "contact", "username"}


def details_in(text: str, language: str = "") -> list[Detail]:
    """What `text` (screened) tells, each once, MOST at most. Linear in its length, of which the
    first LOOKED_AT characters count. `language` helps with phone numbers without a country."""
    text, said = answers(text[:LOOKED_AT])
    found = (
        *(Detail(each["kind"], each["value"]) for each in find(text, [])),
        *_moments(text),
        *_pages(text),
        *_contacts(text, language),
        *(Detail(kind, value) for kind, value in particulars(text)),
    )
    kinds = {each.kind for each in found}
    named = (Detail(kind, value) for kind, value in in_own_words(said, kinds))
    return list(dict.fromkeys((*found, *named)))[:MOST]


def told_by_files(message: int) -> list[Detail]:
    """References that stand in a message's files, as far as those were read."""
    rows = File.objects.filter(message=message).values_list("references", flat=True)
    return [Detail(str(each["kind"]), str(each["value"])) for row in rows for each in row][:MOST]


def being_read(messages: Sequence[int]) -> set[int]:
    """Those messages of which a file has yet to be read. One query."""
    rows = File.objects.filter(message__in=messages, reading=File.Reading.WAITING)
    return set(rows.values_list("message", flat=True))


def masked_in_files(message: int) -> list[str]:
    """Kinds of secrets that were masked in a message's files, each once."""
    rows = File.objects.filter(message=message).order_by("pk").values_list("secrets", flat=True)
    return list(dict.fromkeys(str(kind) for row in rows for kind in row))


def _moments(text: str) -> Iterator[Detail]:
    for number, match in enumerate(_MOMENT.finditer(text)):
        if number >= 8:
            return
        yield Detail("moment", " ".join(match[0].split()).strip("( "))


def _pages(text: str) -> Iterator[Detail]:
    for number, match in enumerate(_PAGE.finditer(text)):
        if number >= 4:
            return
        value = next(group for group in match.groups() if group)
        if value.lower() not in ("app", "page", "the page", "the app", "this page", "form"):
            yield Detail("page", value)


def _contacts(text: str, language: str) -> Iterator[Detail]:
    region = "CN" if language.startswith("zh") else None
    if re.search(r"\d[\d\s().-]{6,}\d", text):
        matches = phonenumbers.PhoneNumberMatcher(text[:8000], region, max_tries=20)
        for match in matches:
            form = phonenumbers.PhoneNumberFormat.E164
            yield Detail("phone", phonenumbers.format_number(match.number, form))
    for kind, named in _NAMES.find(text, 3):
        name = next(group for group in named.groups() if group)
        if name.lower().lstrip("@") not in _NO_NAMES:
            yield Detail(kind, name)
