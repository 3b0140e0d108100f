"""Signatures at the end of a letter: what phones and programs add, and what people do."""

import re
from collections import Counter

from octant.kit.mail.markers_of_quotes import RULE

LONGEST_SIGNATURE = 12

_DEVICE = (
    r"iphone|ipad|ipod|android|samsung|galaxy|huawei|honor|harmonyos|xiaomi|redmi|oppo|vivo|oneplus|pixel|"
    r"nokia|htc|alcatel|blackberry|windows|outlook|mailbox|airmail|gmail|yahoo|proton|tutanota|"
    r"thunderbird|foxmail|mail|e-?mail|mobile|cell|phone|tablet|smartphone|handy|mobilgerät|"
    r"mobiltelefon|device|spark|aol|zoho|hey|netease"
)
_THING = r"wallet|ledger|trezor|account|address|bank|exchange|kraken|0x|order"
_SENT_MY = rf"(?:sent|from|written) (?:from |via |on )?my (?!.*(?:{_THING}))\S+(?: \S+){{0,3}}"
_LATIN = "|".join(
    (
        r"(?:\w+ )?(?:sent|from|written) (?:from|via|with|by|using|on|my)\b"
        rf".{{0,60}}\b(?:{_DEVICE})\b.{{0,40}}",
        _SENT_MY,
        rf"(?:\w+ )?from (?:my )?(?:{_DEVICE})\b.{{0,20}}",
        r"sent (?:from|with|via|by|using) .{1,40}?[(<\[ ]https?:\S+.{0,20}",
        r"sent from .{0,5}mail.{0,5} for windows.*|yahoo mail ?: \w+, \w+,? (?:\w+ )?\w+",
        # "Get Outlook for iOS", which says in every language where to get it
        r"get .{0,5}outlook for .*",
        r"(?:\w+ ){0,3}.{0,3}outlook.{0,5} \w+ (?:ios|android|mac)\W.{0,15}https?:\S+",
        rf"envoyé (?:de|depuis|à partir|avec|par) .{{0,60}}(?:{_DEVICE}|portable|appareil).*",
        r"(?:von|diese nachricht wurde von) mein\w* .{0,80}gesendet.*",
        rf"gesendet (?:von|mit|aus) .*(?:{_DEVICE}).*",
        r"enviad[oa] (?:desde|do|de|pelo|a partir).{0,60}"
        rf"(?:{_DEVICE}|móvil|celular|dispositivo).*",
        rf"inviato (?:da|dal|con).{{0,60}}(?:{_DEVICE}|cellulare).*",
        rf"(?:verzonden|verstuurd) (?:met|vanaf|via|van|vanuit) .{{0,60}}(?:{_DEVICE}|telefoon).*",
        rf"skickat från .{{0,60}}|sendt fra .{{0,60}}|lähetetty .{{0,60}}(?:{_DEVICE}).*",
        rf"elküldve .{{0,40}}(?:{_DEVICE}).{{0,20}}",
        r"wysłan[eoay] (?:z|za pomocą) .{0,60}|odesláno z .{0,60}",
        r"отправлено (?:с|из|от) .{0,60}|надіслано з .{0,60}",
    )
)
_CHINESE_DEVICE = (
    rf"手机|手機|平板|客户端|客戶端|邮箱|信箱|郵箱|电子邮件|電子郵件|电脑|電腦|版|奇摩|"
    rf"网易|新浪|阿里|鸿蒙|小米|华为|荣耀|三星|魅族|一加|coremail|{_DEVICE}"
)
_CHINESE = "|".join(
    (
        rf"(?:本?邮件)?(?:发自|發自|来自|來自|发送自|傳送自|寄自|通过|透過|使用|从|從).{{0,30}}(?:{_CHINESE_DEVICE}).{{0,25}}",
        r"(?:获取|下载|下載|取得|獲取).{0,20}outlook.*",
        r"签名由.{0,30}定制",
    )
)
_MOBILE = re.compile(rf"[<(\[（【*_\s]*(?:{_LATIN}|{_CHINESE})[>)\]）】*_\s]*", re.IGNORECASE)
_ENDS_AS_SENTENCE = re.compile(r"[。！？!?]$|，")
_PARTING = re.compile(
    r"(?:祝.{0,12}|此致|敬上|敬礼|谢谢.?|謝謝.?|.{0,12}(?:regards|cheers|sincerely|thanks|gr[uü](?:ß|ss)e?n?"
    r"|cordialement|saludos|saluti|groet\w*|hälsning\w*|hilsen|pozdraw\w*|уважением))\W*",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:电话|電話|手机|tel|mobil\w*|phone|fax)\.?\s*[:：]?\s*[+(]?\d[\d ()-]{4,}|\+\d[\d ()-]{7,}|www\.|https?://"
    r"|[\w.+-]+@[\w-]+\.|公司$",
    re.IGNORECASE,
)
_FRAME = re.compile(r"[|\s]*")
_ADDRESS_LINE = re.compile(r"\s*<?[\w.+=-]+@[\w-]+(?:\.[\w-]+)+>?\s*")


def split_signature(lines: list[str], *, above_quote: bool = False) -> tuple[list[str], list[str]]:
    """(letter, signature). `above_quote`: the lines stand right above a quoted mail."""
    end = _netease_frame(lines)
    end = _without_tail(lines, end)
    cut = _delimiter(lines[:end])
    if cut is not None:
        end = _without_tail(lines, cut)
    elif above_quote and _lonely_address(lines, end):
        end = _without_tail(lines, end - 1)
    return lines[:end], lines[end:]


def _without_tail(lines: list[str], end: int) -> int:
    """Before blank lines, rules, and what programs add, all at the end."""
    fenced = sum(each.lstrip().startswith("```") for each in lines[:end]) % 2
    while end:
        line = lines[end - 1].replace("&nbsp;", " ")
        if line.strip() and not _is_added(line) and (fenced or not RULE.fullmatch(line)):
            break
        end -= 1
    return _unfence(lines, end)


def _unfence(lines: list[str], end: int) -> int:
    """A rule that closes what another one opens is the writer's."""
    if end < len(lines) and RULE.fullmatch(lines[end]) and lines[end] in lines[:end]:
        return end + 1
    return end


def _is_added(line: str) -> bool:
    text = line.strip()
    return len(text) <= 160 and _MOBILE.fullmatch(text) is not None and not _is_sentence(text)


def _is_sentence(text: str) -> bool:
    """Programs add no full sentences; people write 发自我的冷钱包，不是交易所。"""
    return bool(re.search(r"[。！？]|，", text)) and "邮箱发送" not in text


def _netease_frame(lines: list[str]) -> int:
    """NetEase draws its signature as a table of bars, and names itself below."""
    named = next((n for n, line in enumerate(lines) if line.startswith("签名由")), None)
    bars = [n for n, line in enumerate(lines) if "|" in line and _FRAME.fullmatch(line)]
    if not bars or (named is None and len(bars) < 3):
        return len(lines)
    last = bars[-1] if named is None else max(named, bars[-1])
    return bars[0] if not any(line.strip() for line in lines[last + 1 :]) else len(lines)


def _delimiter(lines: list[str]) -> int | None:
    """The line that divides letter and signature, if there is one."""
    first = max(0, len(lines) - LONGEST_SIGNATURE - 1)
    drawn = Counter(each.strip() for each in lines)  # what stands there twice divides a letter
    for number in range(len(lines) - 1, first - 1, -1):
        line = lines[number].strip()
        if not line or not RULE.fullmatch(line) or drawn[line] > 1:
            continue
        below = [each.strip() for each in lines[number + 1 :] if each.strip()]
        if _signs(line, below):
            return number
    return None


def _signs(rule: str, below: list[str]) -> bool:
    if rule in ("--", "—", "––", "——"):  # RFC 3676, section 4.3, its space often lost
        return True
    short = len(below) <= 6 and all(len(each) <= 60 for each in below)
    if not short or re.search(r"[?？]", " ".join(below)):
        return False
    if rule.startswith("__"):
        return True
    said = any(_PARTING.fullmatch(each) or _CONTACT.search(each) for each in below)
    return rule.startswith(("--", "——", "––")) and said


def _lonely_address(lines: list[str], end: int) -> bool:
    """Foxmail signs with the writer's address alone, blank lines above it."""
    if end < 3 or not _ADDRESS_LINE.fullmatch(lines[end - 1]):
        return False
    return not lines[end - 2].strip() and not lines[end - 3].strip()
