"""More of what a text tells: amounts, markets, errors, documents, periods, devices, suspects.

Words and shapes in English and Chinese, each pattern linear; `details.py` asks them all.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from octant.core.ports.needs import NEEDS
from octant.core.tickets.asking import all_labels
from octant.kit.near import Near, Sought

EACH = 4  # of one kind


def _words(choice: str) -> str:
    return choice.lower().replace("|", " ")


_CODES = (
    "BTC|XBT|ETH|USDT|USDC|XRP|SOL|ADA|DOT|DOGE|LTC|TRX|BCH|LINK|AVAX|MATIC|POL|ATOM|UNI|XLM|XMR"
    "|ETC|FIL|NEAR|ALGO|SHIB|PEPE|DAI|BNB|TON|APT|ARB|SUI|INJ|KSM|FLOW|MINA|TAO"
)
_MONEY = "USD|EUR|GBP|CHF|JPY|CAD|AUD|CNY|RMB|HKD|SGD|KRW|TWD"
# Small letters are taken of those that are no words of their own.
_COINS = (
    rf"(?:\b(?:{_CODES})\b|(?i:\b(?:btc|xbt|eth|usdt|usdc|xrp|ltc|doge|bitcoins?|ether(?:eum)?|tether"
    r"|ripple|solana|cardano|polkadot|dogecoin|litecoin|monero)\b)|比特币|以太坊|以太币|泰达币|瑞波币"
    r"|索拉纳|艾达币|波卡|狗狗币|莱特币)"
)
_COINS_ZH = "比特币 以太坊 以太币 泰达币 瑞波币 索拉纳 艾达币 波卡 狗狗币 莱特币"
_COIN_WORDS = (
    _words(_CODES) + " bitcoin ether tether ripple solana cardano polkadot dogecoin litecoin monero"
)
_ENDS = "com|net|org|io|co|me|xyz|top|site|info|example|app|online|live|vip|cc|ru|cn"
_NUMBER = r"\d{1,15}(?:[.,]\d{1,18}){0,6}"
_AMOUNT = re.compile(
    rf"[$€£¥￥]\s?{_NUMBER}(?:\s?[kK万])?"
    rf"|(?<![\w.,]){_NUMBER}\s?(?:[kK千万]\s?)?(?:(?:{_MONEY}|{_CODES})\b|{_COINS}"
    r"|(?i:sol|usd|eur|gbp|euros?|dollars?|pounds?|bucks|francs|yen)\b|[€$£]"
    r"|个?(?:比特币|以太坊)|美元|美金|欧元|英镑|港币|港元|人民币|日元|[Uu](?![A-Za-z])|刀|块钱|元)"
    rf"|\b(?:{_MONEY}|{_CODES})\s{_NUMBER}(?![\w-])"
)
_SHAPES = (
    Sought(
        "market",
        re.compile(
            rf"\b[A-Z][A-Z0-9]{{1,9}}\s?[/-]\s?(?:{_MONEY}|{_CODES}|PERP)\b"
            rf"|(?i:\b(?:{_CODES})/(?:{_MONEY}|{_CODES})\b)"
            rf"|(?:{_COINS})\s?(?:永续|合约|多单|空单|现货|perpetual|futures?\b|contract)"
            r"|\bP[IF]_[A-Z]{4,12}\b",
        ),
        30,
        words=f"{_COIN_WORDS} {_words(_MONEY)} perp pi_ pf_",
        parts=_COINS_ZH,
    ),
    Sought(
        "asset",
        re.compile(_COINS),
        14,
        words=_COIN_WORDS,
        parts=_COINS_ZH,
    ),
    Sought(
        "error",
        re.compile(
            r"\bE(?:Order|API|General|Service|Query|Trade|Funding|Session|Auth)"
            r":[A-Z][A-Za-z /_-]{2,60}"
            r"|(?i:\b(?:error|http|status|code)\s?(?:code\s?)?[:#]?\s?[45]\d\d\b)"
            r"|(?:错误码|错误代码|报错码)\s?[:：]?\s?[\w-]{2,20}"
        ),
        80,
        words=(
            "eorder eapi egeneral eservice equery etrade efunding esession eauth error http "
            "status code"
        ),
        parts="错误码 错误代码 报错码",
    ),
    Sought(
        "error",
        re.compile(
            r"(?:(?i:\b(?:says?|said|saying|shows?|error|message|returns?|reads?|with|get|got|see)\b)"
            r"|提示|显示|报错|返回|弹出|出现|写着)[^\n\"“”「」『』]{0,20}"
            r"[\"“”「『][^\n\"“”「」『』]{3,160}[\"“”」』]",
        ),
        200,
        parts='" “ ” 「 『',
    ),
    Sought(
        "document",
        re.compile(
            r"(?i:\b(?:passports?|(?:driv(?:ing|er'?s?)|driver’s)\s?licen[cs]e|(?:national\s)?id\s?cards?"
            r"|identity\scards?|residence\spermits?|selfies?|proofs?\sof\s(?:address|residence|funds)"
            r"|utility\sbills?|bank\sstatements?|tax\sreturns?|payslips?|articles\sof\sassociation"
            r"|certificates?\sof\s\w{1,20}|shareholder\sregister|birth\scertificate)\b)"
            r"|护照|身份证|驾照|驾驶证|行驶证|居留许可|居住证|户口本|自拍|地址证明|资金证明|水电费账?单"
            r"|银行流水|工资单|营业执照|公司章程|股东名册|授权书|港澳通行证|签证",
        ),
        40,
        words=(
            "passport driv id national residence selfie proof utility bank tax payslip "
            "article certificate shareholder birth"
        ),
        parts=(
            "护照 身份证 驾照 驾驶证 行驶证 居留许可 居住证 户口本 自拍 地址证明 资金证明 水电费"
            " 银行流水 工资单 营业执照 公司章程 股东名册 授权书 港澳通行证 签证"
        ),
    ),
    Sought(
        "period",
        re.compile(
            r"(?i:\b(?:tax\s|fiscal\s)?year\s(?:of\s)?20\d\d\b|\b(?:last|this|previous)\s(?:tax\s)?"
            r"(?:year|quarter|month)\b|\bQ[1-4]\b)"
            r"|(?<![\d.,/-])20[12]\d(?![\d.,/-])(?:\s?年)?(?:\s?\d{1,2}\s?月)?|去年|今年|前年|上个?月|上个?季度"
            r"|第?[一二三四]季度|\d{1,2}\s?月(?:份)?\s?(?:到|至|-|~)\s?\d{1,2}\s?月"
            r"|(?i:\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sept(?:ember)?"
            r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\s?(?:to|until|through|-|–)\s?[A-Za-z]{3,9}\b)",
        ),
        30,
        words=(
            "year quarter month q1 q2 q3 q4 jan feb march april may jun jul aug sept oct "
            "nov dec"
        ),
        parts="201 202 年 月 季度",
    ),
    Sought(
        "device",
        re.compile(
            r"(?i:\b(?:iphones?|ipads?|androids?|samsung|galaxy|pixel|huawei|xiaomi|windows|macbooks?"
            r"|macos|imac|mac|linux|ubuntu|chrome|safari|firefox|edge|brave|opera|browsers?|laptop"
            r"|desktop|tablet|(?:the|your|mobile|phone)\sapp|my\s(?:old\s|new\s)?phone|authenticator"
            r"|authy|yubi-?key|passkeys?|security\skey|text\smessages?|sms)\b)"
            r"|苹果手机|安卓|华为|小米|三星|鸿蒙|电脑|笔记本|平板|浏览器|客户端|网页版|手机(?!号|卡|短信)"
            r"|验证器|通行密钥|安全密钥|短信验证",
        ),
        20,
        words=(
            "iphone ipad android samsung galaxy pixel huawei xiaomi windows mac imac linux "
            "ubuntu chrome safari firefox edge brave opera browser laptop desktop tablet app "
            "phone auth yubi passkey security text sms"
        ),
        parts=(
            "苹果手机 安卓 华为 小米 三星 鸿蒙 电脑 笔记本 平板 浏览器 客户端 网页版 手机 验证器"
            " 通行密钥 安全密钥 短信验证"
        ),
    ),
    Sought(
        "suspect",
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
            rf"|\b(?:https?://)?(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_ENDS})\b(?:/[\w./-]{{0,80}})?"
            r"|(?<![\w@.])@[A-Za-z]\w{3,31}|\+\d[\d\s()-]{6,18}\d",
        ),
        420,
        parts="@ + ." + _ENDS.replace("|", " ."),
    ),
)  # fmt: skip
_NEAR = Near(_SHAPES)


def particulars(text: str) -> Iterator[tuple[str, str]]:
    """(kind, value), EACH at most of a kind."""
    for match in islice(_AMOUNT.finditer(text), EACH):
        yield "amount", _plain(match)
    for kind, match in _NEAR.find(text, EACH):
        yield kind, _plain(match)


def _plain(match: re.Match[str]) -> str:
    return " ".join(match[0].split())[:200]


def answers(text: str) -> tuple[str, dict[str, str]]:
    """(`text` without its labels, need: answer) of lines "Label: value", as the form makes them."""
    known, plain = all_labels(), []
    said: dict[str, str] = {}
    for line in text.splitlines():
        name, mark, value = line.partition("：" if "：" in line[:40] else ":")
        need = known.get(name.strip().casefold()) if mark and len(name) <= 40 else None
        plain.append(line if need is None else value)
        if need is not None and value.strip():
            said.setdefault(need, " ".join(value.split())[:200])
    return "\n".join(plain), said


def in_own_words(said: dict[str, str], found: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(kind, value) of answers of which no kind that satisfies their need was found."""
    kinds = set(found)
    for need, value in said.items():
        if not NEEDS[need] & kinds:
            yield (need if need in NEEDS[need] else OF_NEED[need]), value


# Needs that are no kind of detail of their own: as what an answer in free words counts.
OF_NEED = {"payment": "amount", "position": "market"}
