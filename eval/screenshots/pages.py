"""Pages to be photographed: wallets, chats and exchanges, with what is secret in them marked."""

import random
from dataclasses import dataclass
from pathlib import Path
from string import Template

from mnemonic import Mnemonic

FONTS = (
    "Liberation Sans", "Liberation Serif", "Liberation Mono", "DejaVu Sans", "DejaVu Serif",
    "Noto Sans CJK SC", "Noto Serif CJK SC", "Liberation Sans Narrow",
)  # fmt: skip
SIZES = ((390, 844, 1), (390, 844, 2), (390, 844, 3), (768, 900, 1), (1024, 768, 1), (1440, 900, 1))
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
STYLE = Template((Path(__file__).parent / "page.css").read_text())
LAYOUTS = ("grid", "lines", "inline", "bubble", "wallet", "key", "columns")
ORDINARY = ("orders", "transaction", "deposit", "chat", "article", "settings")
# What stands around a phrase, in English and Chinese.
SENTENCES = (
    (
        "I cannot open my wallet. My seed phrase is: ", "Hello, how can I help?", "Thank you",
        "Never share it with anyone.", "Back up your wallet", "I have saved it",
    ),
    (
        "我的钱包打不开了，这是助记词：", "您好，请问有什么可以帮您？", "谢谢",
        "切勿告诉任何人", "备份钱包", "我已抄写",
    ),
)  # fmt: skip
ARTICLE = """<h2>How to keep your account safe</h2><p>Use a long password that you use nowhere
else, and turn on two-factor authentication. Support never asks for your recovery phrase, private
key or codes. If someone does, it is a scam: end the call and report it.</p><ul><li>Check the
address of the site<li>Never install remote access software<li>Keep your seed words on paper only
</ul>"""
MENU = (
    "Home, Market, Trade, Order history, Wallet, Earn, Account, Security, Limit order, Cancel all, "
    "Network fee, Notifications, Language, Sign out, 账户, 资产, 安全, 语言, 帮助"
)


@dataclass(frozen=True, slots=True)
class Page:
    """`html` marks each piece of a secret with <s>. `kind` is phrase, key or none."""

    name: str
    kind: str
    html: str
    width: int
    height: int
    scale: int
    jpeg: int  # quality; 0: PNG
    tilt: float  # degrees, as in a photograph


def page(number: int, rng: random.Random) -> Page:
    """The page of that number; three of five hold a secret."""
    hides = number % 5 < 3
    layout = LAYOUTS[number % len(LAYOUTS)] if hides else ORDINARY[number % len(ORDINARY)]
    width, height, scale = SIZES[rng.randrange(len(SIZES))]
    dark = rng.random() < 0.4
    chinese = hides and layout != "key" and rng.random() < 0.3
    body = secret(layout, chinese, rng) if hides else ordinary(layout, rng)
    font = rng.choice(FONTS[5:7]) if chinese else rng.choice(FONTS)
    paper, ink = ("#14161c", "#e9e9ef") if dark else ("#ffffff", "#1b1d25")
    style = STYLE.substitute(
        paper=paper,
        ink=ink,
        font=font,
        size=rng.choice((13, 14, 15, 16)),
        columns=rng.choice((2, 3, 4)),
    )
    kind = "none" if not hides else "key" if layout == "key" else "phrase"
    language = "-zh" if chinese else ""
    tilts = (0, 0, 0, 0, 0, 2.0, -3.5, 5.0) if hides else (0,)
    return Page(
        name=f"{number:03d}-{layout}{language}",
        kind=kind,
        html=f"<style>{style}</style>{body}",
        width=width,
        height=height,
        scale=scale,
        jpeg=rng.choice((0, 0, 90, 75, 60)),
        tilt=rng.choice(tilts),
    )


def phrase(language: str, rng: random.Random) -> list[str]:
    """12 or 24 words with a right checksum."""
    strength = rng.choice((128, 128, 256))
    return Mnemonic(language).to_mnemonic(rng.randbytes(strength // 8)).split()


def secret(layout: str, chinese: bool, rng: random.Random) -> str:
    """A page with a phrase or key."""
    title = "请按顺序抄写您的助记词" if chinese else "Your secret recovery phrase"
    if layout == "key":
        return _key(rng)
    words = phrase("chinese_simplified" if chinese else "english", rng)
    marked = [f"<s>{word}</s>" for word in words]
    cells = "".join(
        f"<div class=c><span class=n>{n}</span>{word}</div>" for n, word in enumerate(marked, 1)
    )
    numbered = "".join(f"<div>{n}. {word}</div>" for n, word in enumerate(marked, 1))
    run = (" " if not chinese or rng.random() < 0.7 else "").join(marked)
    ask, hello, bye, never, back_up, done = SENTENCES[chinese]
    grid = f"<h2>{title}</h2><div class=g>{cells}</div>"
    return {
        "grid": grid,
        "columns": f"<h2>{title}</h2><div style='columns:2'>{numbered}</div>",
        "lines": f"<p>{title}</p>{numbered}",
        "inline": f"<h3>{title}</h3><p>{run}</p><p>{bye}</p>",
        "bubble": f"<div class=t>{hello}</div><div class=b>{ask}{run}</div>",
        "wallet": f"<h2>{back_up}</h2>{grid}<p>{never}</p><button>{done}</button>",
    }[layout]


def _key(rng: random.Random) -> str:
    label, key = rng.choice(
        (
            ("Private key", rng.randbytes(32).hex()),
            ("私钥", "0x" + rng.randbytes(32).hex()),
            ("Private key (WIF)", rng.choice("KL") + _letters(BASE58, 51, rng)),
            ("Extended private key", "xprv9" + _letters(BASE58, 106, rng)),
        )
    )
    return (
        f"<h2>Export account</h2><p>{label}</p><p class='c m'><s>{key}</s></p><button>Copy</button>"
    )


def _letters(alphabet: str, count: int, rng: random.Random) -> str:
    return "".join(rng.choice(alphabet) for _ in range(count))


def _order_id(rng: random.Random) -> str:
    return "O" + "-".join(_letters(CAPITALS, n, rng) for n in (5, 5, 6))


def ordinary(layout: str, rng: random.Random) -> str:
    """A page that has nothing to hide."""
    hash_ = rng.randbytes(32).hex()
    address = "bc1q" + _letters("023456789acdefghjklmnpqrstuvwxyz", 38, rng)
    rows = "".join(
        f"<tr><td>2026-11-{rng.randrange(1, 29):02d} 09:1{n % 10}</td><td>BTC/USD</td>"
        f"<td>{rng.choice(('buy', 'sell'))}</td><td>{rng.choice(('market', 'limit'))}</td>"
        f"<td>{_order_id(rng)}</td><td>0.{rng.randrange(1000, 9999)}</td><td>filled</td></tr>"
        for n in range(rng.randrange(4, 14))
    )
    transfer = f"FT{_letters(BASE58, 5, rng)}-{_letters(BASE58, 22, rng)}"
    heads = "<tr><th>Time<th>Pair<th>Side<th>Type<th>Order ID<th>Volume<th>State</tr>"
    return {
        "orders": f"<h2>Orders 订单</h2><table>{heads}{rows}</table>",
        "transaction": "<h2>Transaction details 交易详情</h2><p>Transaction hash</p>"
        f"<p class=m>0x{hash_}</p><p>Block 21445872 · 32 confirmations</p><p>From</p>"
        f"<p class=m>0x{rng.randbytes(20).hex()}</p><p>To</p>"
        f"<p class=m>0x{rng.randbytes(20).hex()}</p><p>Value 1.25 ETH</p>",
        "deposit": f"<h2>充币</h2><p>存款地址</p><p class=m>{address}</p><p>交易哈希</p>"
        f"<p class=m>{hash_}</p><p>充值记录 {transfer}</p>"
        "<p>状态：已到账，请耐心等待网络确认。</p>",
        "chat": "<div class=t>Hello, how can I help you today?</div><div class=b>My withdrawal is "
        f"still pending, order {_order_id(rng)}. I have waited two days and need the money for "
        "my family.</div><div class=t>您的提现正在审核中，请您稍等，我们会尽快处理。</div>"
        f"<div class=b>Txid: <span class=m>{hash_}</span></div>",
        "article": ARTICLE,
        "settings": "<h2>Settings 设置</h2>"
        + "".join(f"<div class=c>{label}</div>" for label in MENU.split(", ")),
    }[layout]
