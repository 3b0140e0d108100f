"""More pages, written before the rules were changed for them: 240 to 299 hold a phrase in layouts
that the first 240 lack, 300 to 369 are ordinary lists that look like one, 370 to 399 are turned."""

import random
from pathlib import Path
from string import Template

from eval.screenshots.pages import (
    FONTS,
    LAYOUTS,
    ORDINARY,
    SENTENCES,
    SIZES,
    STYLE,
    Page,
    ordinary,
    phrase,
    secret,
)

MORE = Template((Path(__file__).parent / "more.css").read_text())
LISTS = (
    "chips", "table", "stacked", "note", "edges", "messages", "commas", "dense", "traditional",
    "paper",
)  # fmt: skip
PLAIN = (
    "steps", "depth", "orders-zh", "settings-zh", "courses", "calendar", "months", "ranking",
    "keypad", "restore", "about-zh", "chat-zh", "buttons", "about-en",
)  # fmt: skip
SIDES = (90, 180, 270)
TITLES = ("Your secret recovery phrase", "您的助记词", "您的助記詞")

STEPS = (
    "登录账户", "打开资产页面", "选择币种", "点击提现", "选择网络", "填写地址", "核对标签",
    "输入数量", "查看手续费", "输入验证码", "确认提现", "等待到账",
)  # fmt: skip
COURSES = (
    "认识比特币", "什么是区块链", "钱包入门", "私钥与公钥", "现货交易", "限价单", "止损", "看懂K线",
    "仓位", "手续费", "资金费率", "安全设置",
)  # fmt: skip
SETTINGS = (
    "个人资料", "身份认证", "登录密码", "两步验证", "防钓鱼码", "提现白名单", "设备管理", "语言",
    "主题", "通知", "隐私", "接口密钥", "关于我们", "退出登录",
)  # fmt: skip
COINS = (
    "比特币", "以太坊", "泰达币", "瑞波币", "币安币", "索拉纳", "狗狗币", "艾达币", "波场", "雪崩",
    "莱特币", "波卡",
)  # fmt: skip
LUNAR = (
    "初一", "初二", "初三", "初四", "初五", "初六", "初七", "初八", "初九", "初十", "十一", "十二",
)  # fmt: skip
ABOUT_ZH = """<h2>什么是助记词？</h2><p>助记词是一组由十二个或二十四个词组成的恢复短语，用来
恢复您的钱包。任何人拿到它，都可以转走您的全部资产。</p><ol><li>准备纸和笔<li>找没有摄像头的地方<li>按顺序抄写
<li>逐个核对<li>不要截图<li>不要存入网盘<li>不要发给任何人<li>放在安全的地方<li>定期检查<li>客服不会索要
<li>发现泄露立即转移<li>联系客服</ol><p>丢失助记词意味着永久失去资产</p><p>请务必妥善保管</p>"""
ABOUT_EN = """<h2>What is a recovery phrase?</h2><p>A recovery phrase, or seed phrase, is a list of
12 or 24 words that opens your wallet.</p><ol><li>Write it on paper<li>Check every word<li>Keep it
private<li>Make a copy<li>No photo<li>No cloud<li>Never type it in a chat<li>Store it in a safe
<li>Tell nobody<li>Test it once<li>Support never asks<li>Move funds if it leaks</ol>"""
CHAT_ZH = (
    "我的助记词丢了怎么办", "请不要把助记词发给任何人，包括客服", "那我还能找回钱包吗",
    "没有助记词我们也无法恢复", "好的谢谢", "还可以在旧手机里查看备份",
)  # fmt: skip


def page(number: int, rng: random.Random) -> Page:
    """The page of that number, from 240 on."""
    turned = number >= 370
    width, height, scale = SIZES[rng.randrange(len(SIZES))]
    kind, language, tilt = "phrase", "", 0.0
    if number < 300:
        layout = LISTS[number % len(LISTS)]
        tongue = 2 if layout == "traditional" else int(rng.random() < 0.66)
        body, language = _listed(layout, tongue, rng), ("", "-zh", "-zh")[tongue]
        tilt = rng.choice((0, 0, 0, 0, 0, 2.0, -3.0, 5.0))
    elif not turned:
        kind, layout = "none", PLAIN[number % len(PLAIN)]
        body, language = _plain(layout, rng), "-zh"
    elif number % 5 < 3:
        chinese = rng.random() < 0.5
        layout = LAYOUTS[number % len(LAYOUTS)]
        body, language = secret(layout, chinese, rng), "-zh" if chinese else ""
        kind = "key" if layout == "key" else "phrase"
    else:
        kind, layout = "none", ORDINARY[number % len(ORDINARY)]
        body = ordinary(layout, rng)
    return Page(
        name=f"{number:03d}-{'turned' if turned else 'new'}-{layout.removesuffix('-zh')}{language}",
        kind=kind,
        html=f"<style>{_style(language == '-zh', rng)}</style>{body}",
        width=width,
        height=height,
        scale=scale,
        jpeg=rng.choice((0, 0, 90, 75, 60)),
        tilt=SIDES[number % 3] if turned else tilt,
    )


def _style(chinese: bool, rng: random.Random) -> str:
    paper, ink = ("#14161c", "#e9e9ef") if rng.random() < 0.4 else ("#ffffff", "#1b1d25")
    columns = rng.choice((2, 3, 4))
    font = rng.choice(FONTS[5:7]) if chinese else rng.choice(FONTS)
    size = rng.choice((13, 14, 15, 16))
    given = {"paper": paper, "ink": ink, "font": font, "size": size, "columns": columns}
    return STYLE.substitute(given) + MORE.substitute(columns=columns)


def _listed(layout: str, tongue: int, rng: random.Random) -> str:
    language = ("english", "chinese_simplified", "chinese_traditional")[tongue]
    marked = [f"<s>{word}</s>" for word in phrase(language, rng)]
    pairs = list(enumerate(marked, 1))
    title = f"<h2>{TITLES[tongue]}</h2>"
    half = (len(pairs) + 1) // 2
    rows = "".join(
        f"<tr><td>{n}<td>{word}<td>{n + half}<td>{marked[n + half - 1]}"
        for n, word in pairs[:half]
    )  # fmt: skip
    two = "".join(f"<div>{a} &nbsp; {b}</div>" for a, b in zip(*[iter(marked)] * 2, strict=True))
    ask = SENTENCES[min(tongue, 1)][0]
    return {
        "chips": title + _each("p", pairs, "<span>{word}</span>"),
        "table": f"{title}<table>{rows}</table>",
        "stacked": title + _each("k", pairs, "<div><small>{n}</small>{word}</div>"),
        "note": title + _each("", pairs, "<div>{word}</div>"),
        "edges": title + _each("e", pairs, "<div><span>{n}</span><span>{word}</span></div>"),
        "messages": f"<div class=t>{ask}</div>"
        + _each("", pairs, "<div class=b style='width:max-content'>{n} {word}</div>"),
        "commas": f"<p>{ask}</p><p>{('、' if tongue else ', ').join(marked)}</p>",
        "dense": title + _each("i", pairs, "<div>{n:02d} {word}</div>"),
        "traditional": title
        + _each("g", pairs, "<div class=c><span class=n>{n}</span>{word}</div>"),
        "paper": f"{title}<div class=w>{two}</div>",
    }[layout]


def _each(style: str, pairs: list[tuple[int, str]], shape: str) -> str:
    cells = "".join(shape.format(n=n, word=word) for n, word in pairs)
    return f"<div class='{style}'>{cells}</div>"


def _numbered(items: tuple[str, ...]) -> str:
    return "".join(f"<div>{n}. {each}</div>" for n, each in enumerate(items, 1))


def _plain(layout: str, rng: random.Random) -> str:
    days = "".join(f"<b>{each}</b>" for each in "日一二三四五六") + "".join(
        f"<span>{n}<small>{LUNAR[n % len(LUNAR)]}</small></span>" for n in range(1, 31)
    )
    price = rng.randrange(60_000, 99_000)
    depth = "".join(
        f"<tr><td>{side}{n}<td>{price + n}.5<td>0.{rng.randrange(100, 999)}"
        for side in "卖买" for n in range(1, 11)
    )  # fmt: skip
    orders = "".join(
        f"<tr><td>{n}<td>{rng.choice('买卖')}<td>{rng.choice(('限价', '市价'))}<td>BTC"
        f"<td>{rng.choice(('已成交', '已撤单'))}"
        for n in range(1, rng.randrange(10, 18))
    )
    heads = "<tr><th>序号<th>方向<th>类型<th>币<th>状态"
    blank = "".join(f"<div>{n}</div>" for n in range(1, rng.choice((13, 25))))
    keys = "".join(f"<span>{each}</span>" for each in [*range(1, 10), "清", 0, "删"])
    buttons = "".join(f"<span>{each}</span>" for each in "买卖充提转借还存取赚锁兑")
    talk = "".join(f"<div class={'bt'[n % 2]}>{each}</div>" for n, each in enumerate(CHAT_ZH))
    return {
        "steps": f"<h2>如何提现</h2>{_numbered(STEPS)}",
        "depth": f"<h2>盘口</h2><table>{depth}</table>",
        "orders-zh": f"<h2>订单</h2><table>{heads}{orders}</table>",
        "settings-zh": "<h2>设置</h2>" + "".join(f"<div class=c>{each}</div>" for each in SETTINGS),
        "courses": f"<h2>课程</h2><div style='columns:2'>{_numbered(COURSES)}</div>",
        "calendar": f"<h2>2026年11月</h2><div class=d>{days}</div>",
        "months": "<div class=k>" + "".join(f"<div>{n}月<small>{n}</small></div>"
                                            for n in range(1, 13)) + "</div>",
        "ranking": f"<h2>市值排行</h2>{_numbered(COINS)}",
        "keypad": f"<h2>请输入资金密码</h2><div class=y>{keys}</div>",
        "restore": f"<h2>输入助记词</h2><div class=f>{blank}</div><button>恢复钱包</button>",
        "about-zh": ABOUT_ZH,
        "chat-zh": talk,
        "buttons": f"<h2>快捷操作</h2><div class=p>{buttons}</div>",
        "about-en": ABOUT_EN,
    }[layout]  # fmt: skip
