"""Generated texts: secrets of each kind as people send them, and harmless look-alikes."""

import base64
import hashlib
import json
import random
import string
from collections.abc import Callable
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from mnemonic import Mnemonic

from octant.core.safety.text import base58

LISTS = (
    "english", "spanish", "french", "italian", "portuguese", "czech", "turkish", "russian",
    "korean", "japanese", "chinese_simplified", "chinese_traditional",
)  # fmt: skip
LETTERS = string.ascii_letters + string.digits


class Case(NamedTuple):
    """A text, the secret in it (empty for a harmless one) and the kinds that are right."""

    text: str
    secret: str
    kinds: frozenset[str]


SENTENCES = {
    "en": ("{} thanks", "Hi, {}\nplease help me", "{}", "I was told to send this. {} Is it ok?"),
    "zh": ("{} 谢谢", "你好，{}\n请帮帮我", "{}", "客服让我发这个：{} 可以吗？"),
}


def _wrap(rng: random.Random, language: str, text: str) -> str:
    return rng.choice(SENTENCES[language]).format(text)


def phrase(rng: random.Random, name: str) -> str:
    """A valid BIP-39 phrase from the list `name`."""
    return Mnemonic(name).to_mnemonic(rng.randbytes(rng.choice((16, 20, 24, 28, 32))))


def written(rng: random.Random, words: list[str], dense: bool) -> str:
    """The words as people write them down."""
    forms: list[Callable[[], str]] = [
        lambda: " ".join(words),
        lambda: ", ".join(words),
        lambda: "，".join(words),
        lambda: "\n".join(words),
        lambda: "\n".join(f"{n}. {word}" for n, word in enumerate(words, 1)),
        lambda: " ".join(f"{n}) {word}" for n, word in enumerate(words, 1)),
        lambda: "\n".join(" ".join(words[n : n + 4]) for n in range(0, len(words), 4)),
        lambda: " - ".join(words),
    ]
    if dense:
        forms.append(lambda: "".join(words))
    return rng.choice(forms)()


def seed_phrase(rng: random.Random, language: str, name: str) -> Case:
    """One phrase from one of the twelve lists."""
    chinese = name.startswith("chinese")
    words = phrase(rng, name).split()
    text = written(rng, words, chinese)
    before = {
        "en": ("my recovery words: ", "seed phrase:\n", "mnemonic - ", "my secret seed phrase "),
        "zh": ("我的助记词是：", "助记词\n", "恢复短语: ", "助记词 "),
    }[language]
    if text == "".join(words) or rng.random() < 0.7:
        text = rng.choice(before) + text + rng.choice(("", "\n"))
    else:
        text = text + "\n"
    return Case(text, words[5] + "\0" + words[-1], frozenset({"seed_phrase"}))


def _named(rng: random.Random, language: str, names: dict[str, tuple[str, ...]], value: str) -> str:
    return _wrap(rng, language, rng.choice(names[language]).format(value))


def wif(rng: random.Random, language: str) -> Case:
    """A Bitcoin key in wallet import format."""
    value = base58.encode_check(b"\x80" + rng.randbytes(32) + rng.choice((b"", b"\x01")))
    return Case(_wrap(rng, language, value), value, frozenset({"private_key"}))


def extended(rng: random.Random, language: str) -> Case:
    """A BIP-32 extended private key."""
    version = bytes.fromhex(rng.choice(("0488ade4", "049d7878", "04b2430c", "04358394")))
    value = base58.encode_check(version + rng.randbytes(41) + b"\0" + rng.randbytes(32))
    return Case(_wrap(rng, language, value), value, frozenset({"private_key"}))


def hex_key(rng: random.Random, language: str) -> Case:
    """An Ethereum-style key that is said to be one."""
    value = rng.choice(("", "0x")) + rng.randbytes(32).hex()
    names = {
        "en": (
            "my private key is {}",
            "private key: {}",
            "{} this is my private key",
            "priv key {}",
        ),
        "zh": ("我的私钥是{}", "私钥：{}", "{} 这是我的钱包私钥", "秘钥 {}"),
    }
    return Case(_named(rng, language, names, value), value, frozenset({"private_key"}))


def bare_hex(rng: random.Random, language: str) -> Case:
    """64 digits with nothing that tells what they are."""
    value = rng.choice(("", "0x")) + rng.randbytes(32).hex()
    names = {"en": ("{}", "here: {}", "what about {}"), "zh": ("{}", "这个：{}", "看一下 {}")}
    text = rng.choice(names[language]).format(value)
    return Case(text, value, frozenset({"key_or_hash"}))


def solana(rng: random.Random, language: str) -> Case:
    """A Solana key pair, base58 or JSON."""
    secret = rng.randbytes(32)
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    value = base58.encode(secret + public)
    if rng.random() < 0.4:
        value = json.dumps(list(secret + public))
    return Case(_wrap(rng, language, value), value, frozenset({"private_key"}))


def kraken_api(rng: random.Random, language: str) -> Case:
    """A Kraken API key or secret."""
    size = rng.choice((42, 64))
    value = base64.b64encode(rng.randbytes(size)).decode()
    names = {
        "en": ("my API key {}", "api secret: {}", "API-Key={}", "kraken private key\n{}"),
        "zh": ("我的API密钥 {}", "API 密钥：{}", "api key：{}", "接口密钥是 {}"),
    }
    return Case(_named(rng, language, names, value), value, frozenset({"api_key", "private_key"}))


def other_api(rng: random.Random, language: str) -> Case:
    """An API key or secret of 32 or 64 letters and digits."""
    value = "".join(rng.choices(LETTERS, k=rng.choice((32, 64))))
    names = {
        "en": ("api key: {}", "API Secret = {}", "secret key is {}", 'api_secret="{}"'),
        "zh": ("API密钥：{}", "密钥是 {}", "API Key：{}", "Secret Key: {}"),
    }
    return Case(_named(rng, language, names, value), value, frozenset({"api_key", "private_key"}))


def pem(rng: random.Random, language: str) -> Case:
    """A PEM or OpenPGP private key, whole or cut off."""
    label = rng.choice(("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"))
    body = base64.encodebytes(rng.randbytes(rng.choice((48, 300, 900)))).decode()
    value = f"-----BEGIN {label}-----\n{body}"
    if rng.random() < 0.8:
        value += f"-----END {label}-----"
    secret = body.split("\n")[-2]
    return Case(_wrap(rng, language, value), secret, frozenset({"key_file"}))


def jwt(rng: random.Random, language: str) -> Case:
    """A JSON web token."""

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    head = part(b'{"alg":"HS256","typ":"JWT"}')
    value = f"{head}.{part(json.dumps({'sub': rng.random()}).encode())}.{part(rng.randbytes(32))}"
    return Case(_wrap(rng, language, value), value, frozenset({"access_token", "api_key"}))


def otpauth(rng: random.Random, language: str) -> Case:
    """An otpauth address or a base32 setup key that is said to be one."""
    key = base64.b32encode(rng.randbytes(rng.choice((10, 20)))).decode().rstrip("=")
    if rng.random() < 0.5:
        value = f"otpauth://totp/Kraken:bob?secret={key}&issuer=Kraken"
        return Case(_wrap(rng, language, value), key, frozenset({"otp_secret"}))
    names = {
        "en": ("2FA secret key: {}", "authenticator setup key is {}", "totp secret {}"),
        "zh": ("双重验证密钥：{}", "谷歌验证器密钥是 {}", "2FA 密钥 {}"),
    }
    return Case(_named(rng, language, names, key), key, frozenset({"otp_secret", "api_key"}))


def one_time(rng: random.Random, language: str) -> Case:
    """A one-time code."""
    value = f"{rng.randrange(1_000_000):06d}"
    names = {
        "en": (
            "my verification code is {}", "2FA code: {}", "the SMS code {}", "OTP {}",
            "{} is my verification code", "authenticator code is: {}", "one-time code = {}",
        ),
        "zh": (
            "验证码是{}", "验证码：{}", "我收到的短信验证码 {}", "谷歌验证码：{}", "{}是我的验证码",
            "动态码 {}", "校验码为{}",
        ),
    }  # fmt: skip
    return Case(_named(rng, language, names, value), value, frozenset({"one_time_code"}))


def password(rng: random.Random, language: str) -> Case:
    """A password, as people choose them."""
    kinds = (
        lambda: (
            rng.choice(("Sunshine", "dragon", "Kraken", "bitcoin")) + str(rng.randrange(10, 9999))
        ),
        lambda: "".join(rng.choices(LETTERS + "!@#$%^&*", k=rng.randrange(8, 20))),
        lambda: (
            "P@ss" + "".join(rng.choices(string.ascii_lowercase, k=4)) + rng.choice("!?#") + "1"
        ),
        lambda: str(rng.randrange(100_000, 99_999_999)),
    )
    value = rng.choice(kinds)()
    names = {
        "en": (
            "my password is {}", "password: {}", "Password={}", "login bob pass: {}",
            "the password was {}", "pwd: {}", 'my password is "{}"',
        ),
        "zh": (
            "我的密码是{}", "密码：{}", "登录密码 是 {}", "账号 bob 密码: {}", "交易密码为{}",
            "密码就是 {}", "password：{}",
        ),
    }  # fmt: skip
    return Case(_named(rng, language, names, value), value, frozenset({"password", "access_token"}))


def card(rng: random.Random, language: str) -> Case:
    """A payment card with a right check digit, grouped or said to be one."""
    body = rng.choice(("4", "51", "55", "2221", "62")) + "".join(rng.choices(string.digits, k=15))
    body = body[:15]
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    number = body + str(-total % 10)
    mark = rng.choice((" ", "-", ""))
    value = mark.join(number[n : n + 4] for n in range(0, 16, 4))
    if mark:
        return Case(_wrap(rng, language, value), value, frozenset({"card_number"}))
    names = {
        "en": ("my card number is {}", "visa {}", "card: {}"),
        "zh": ("我的银行卡号是{}", "信用卡 {}", "卡号：{}"),
    }
    return Case(_named(rng, language, names, value), value, frozenset({"card_number"}))


def resident_id(rng: random.Random, language: str) -> Case:
    """A Chinese resident identity number."""
    body = f"{rng.choice((11, 31, 44, 51))}{rng.randrange(101, 1300):04d}"
    body += f"{rng.randrange(1950, 2010)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    body += f"{rng.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(body, weights, strict=True))
    value = body + "10X98765432"[total % 11]
    return Case(_wrap(rng, language, value), value, frozenset({"resident_id"}))


def iban(rng: random.Random, language: str) -> Case:
    """A German IBAN."""
    body = "".join(rng.choices(string.digits, k=18))
    check = 98 - int(body + "131400") % 97
    plain = f"DE{check:02d}{body}"
    value = rng.choice((plain, " ".join(plain[n : n + 4] for n in range(0, 22, 4))))
    names = {"en": ("my IBAN is {}", "IBAN: {}"), "zh": ("我的IBAN是 {}", "银行账号 {}")}
    return Case(_named(rng, language, names, value), value, frozenset({"iban"}))


def ssn(rng: random.Random, language: str) -> Case:
    """A US social security number that is said to be one."""
    value = f"{rng.randrange(100, 665)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}"
    names = {
        "en": ("my SSN is {}", "social security number: {}"),
        "zh": ("我的SSN是{}", "社会安全号 {}"),
    }
    return Case(_named(rng, language, names, value), value, frozenset({"social_security_number"}))


def passport(rng: random.Random, language: str) -> Case:
    """A passport number that is said to be one."""
    value = rng.choice("EGKP") + f"{rng.randrange(10_000_000, 99_999_999)}"
    names = {
        "en": ("passport number {}", "my passport: {}"),
        "zh": ("护照号码 {}", "我的护照号是{}"),
    }
    return Case(_named(rng, language, names, value), value, frozenset({"passport_number"}))


def monero(rng: random.Random, language: str) -> Case:
    """25 words of Monero's English list."""
    from zlib import crc32

    from octant.core.safety.text import words as lists

    listed = sorted(word for word, bits in lists.lists().which.items() if bits & lists.MONERO)
    words = rng.choices(listed, k=24)
    words.append(words[crc32("".join(word[:3] for word in words).encode()) % 24])
    return Case(
        _wrap(rng, language, written(rng, words, False)), words[7] + "\0" + words[-1],
        frozenset({"seed_phrase"}),
    )  # fmt: skip


SECRETS: dict[str, Callable[[random.Random, str], Case]] = {
    "wif": wif, "extended key": extended, "hex key in context": hex_key, "bare 64 hex": bare_hex,
    "solana key pair": solana, "kraken api": kraken_api, "other api": other_api,
    "key file": pem, "jwt": jwt, "otp secret": otpauth, "one-time code": one_time,
    "password": password, "card": card, "resident id": resident_id, "iban": iban, "ssn": ssn,
    "passport": passport, "monero": monero,
}  # fmt: skip


def harmless(rng: random.Random, language: str) -> str:
    """One message with something long and random in it that customers must be able to paste."""
    tx = rng.choice(("", "0x")) + rng.randbytes(32).hex()
    order = "-".join(
        "".join(rng.choices(string.ascii_uppercase + string.digits, k=k)) for k in (6, 5, 6)
    )
    digits = "".join(rng.choices(string.digits, k=rng.choice((13, 16, 18, 19))))
    address = base58.encode_check(b"\0" + rng.randbytes(20))
    key32 = base58.encode(rng.randbytes(32))
    signature = base58.encode(rng.randbytes(64))
    when = 1_760_000_000 + rng.randrange(10**8)
    digest = hashlib.sha512(rng.randbytes(4)).digest()
    b64 = base64.b64encode(digest).decode()
    english = (
        f"transaction hash {tx}", f"txid: {tx}", f"my withdrawal {tx} has not arrived",
        f"https://etherscan.io/tx/{tx}", f"deposit tx {tx} is pending", f"order {order}",
        f"order id {digits} was cancelled", f"trade {order} at {when}", f"at {when}123",
        f"sent to {address}", f"my address is {address}", f"solana address {key32}",
        f"signature {signature}", f"public key: {key32}", f"public key {rng.randbytes(32).hex()}",
        f"sha512-{b64}", f"reference {digits}", f"ETH address 0x{rng.randbytes(20).hex()}",
        f"solana tx {signature}", f"block hash {tx}", f"xpub{key32}", f"error code {digits[:6]}",
        f"ticket {digits[:8]} since 2026-11-{rng.randrange(1, 29):02d}",
        f"phone +1 202 555 {digits[:4]}",
    )  # fmt: skip
    chinese = (
        f"交易哈希 {tx}", f"我的提币 {tx} 没有到账", f"充值 txid：{tx}",
        f"这笔交易 {tx} 一直确认中",
        f"订单号 {order}", f"订单 {digits} 被取消了", f"地址是 {address}", f"提现到 {key32}",
        f"区块哈希 {tx}", f"公钥 {key32}", f"流水号：{digits}", f"签名 {signature}",
        f"时间戳 {when}123",
        f"转账凭证 {tx}", f"错误代码 {digits[:6]}", f"工单 {digits[:8]}", f"单号{digits}",
    )  # fmt: skip
    return rng.choice(english if language == "en" else chinese)
