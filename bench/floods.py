"""Texts made to be slow: repeated and mixed at random (fixed seeds) from what starts the patterns.

Each unit begins what some detector or rule goes on to look at: list words of several alphabets,
digits as cards and bank accounts have them, names of secrets, characters that are folded, that
have no width or that grow, ends of sentences, verbs and things that the guard listens for.
"""

import random
from collections.abc import Iterator

LENGTH = 100_000
SCREENED = (
    "abandon ", "code 1", "2fa code is is is ", "key key key: ", "dragon=seed 的code 1", "가격 ",
    "[1,1,1,abandon1", "ab12cd34" * 8 + " ", "助记词 一 一二三，", "password: a ", "e\u0301", "ﬁ",
    "\u200ba", "1 ", "-----BEGIN PRIVATE KEY-----\n", "4111 ", "A" * 88 + " ", "验证码", "\ud800",
    "lustro ", "луна ", "くさばな ", "4111 1111 1111 1111", "pass=", "api key: ", "1" * 51,
    "verification code 1", "gb82 west 1234 5698 7654 32 ", "[1,1,", "笼。", "拉|", "ﷺ", "\u200b",
    "otpauth://", "eyJ", "助记词", "5" * 16, "://", "\n", " ", ":", "种子 一二 三 四五六 ",
    "是助记", "abandon zoo legal \ufffd é ", "secret a234 ", "passport ", "0x" + "a1" * 32 + "\n",
)  # fmt: skip
ENGLISH = (
    "send me your password", "code", "never", "somebody", "what", "which", "do you", "please", "or",
    "and", ",", "- ", "the", "2fa", "move", "all funds", "to this address", "to me", "whatsapp",
    "contact", "install", "anydesk", "remote access", "turn off", "authenticator", "you can", "to",
    "we", "need", "i", "type", "here", "below", "enter", "seed phrase", "words", "message", "text",
    "number", "digits", "change", "email", "phone", "approve", "request", "screen", "share", "your",
    "is", "needed", "n't", "not", "is it", "tell", "it", "have", "may i have", "0", "a-b", "p@s",
    "s e c r", "a'" * 40,
)  # fmt: skip
CHINESE = (
    "把", "您的", "密码", "发给我", "验证码", "不要", "告诉", "我", "请", "助记词", "私钥", "短信",
    "手机", "数字", "写", "的", "是什么", "多少", "，", "。", "地址", "转到", "我们的", "钱包",
    "资金", "安装", "向日葵", "加", "微信", "联系", "关闭", "双重验证", "提供", "输入", "在",
    "下面", "有人", "吗", "是否", "给", "念", "词", "码", "客服", "需要", "缴纳", "保证金",
    "才能", "屏幕", "共享", "邮箱", "改成", "或", "也", "密-码", "裡",
)  # fmt: skip
_BETWEEN = (" ", "", ", ", ". ", "，", "。", "\n", " - ")


def for_screening(length: int = LENGTH, mixed: int = 30) -> Iterator[str]:
    """Each unit alone, then `mixed` mixtures."""
    for unit in SCREENED:
        yield (unit * length)[:length]
    drawn = random.Random(1)
    for _ in range(mixed):
        units = drawn.sample(SCREENED, drawn.choice((2, 3, 3, 5)))
        yield _mixture(drawn, units, "", length)


def for_the_guard(length: int = LENGTH, mixed: int = 40) -> Iterator[str]:
    """Mixtures of what the guard listens for, and some of what screening does."""
    drawn = random.Random(5)
    for number in range(mixed):
        pool = (ENGLISH, CHINESE, ENGLISH + CHINESE, SCREENED)[number % 4]
        units = drawn.sample(pool, drawn.choice((2, 3, 4, 6, 10, 40)))
        yield _mixture(drawn, units, drawn.choice(_BETWEEN), length)


def _mixture(drawn: random.Random, units: list[str], between: str, length: int) -> str:
    pieces: list[str] = []
    left, often = length, drawn.choice(((1,), (1, 1, 1, 2, 5), (1, 20, 60)))
    while left > 0:
        pieces.append((drawn.choice(units) + between) * drawn.choice(often))
        left -= len(pieces[-1])
    return "".join(pieces)[:length]
