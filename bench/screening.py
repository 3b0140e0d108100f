"""How fast text is screened, as a ratio to bare work over the same text in the same run.

`python -m bench.screening [--json]`. Rows: one short chat message (milliseconds), mixed
English and Chinese text (megabytes of UTF-8 a second), and the slowest of a set of texts
made to be slow (milliseconds for 100,000 characters). Each is the best of several rounds
of processor time, because the machine is shared.
"""

import argparse
import json
import random
import re
import time
from collections.abc import Callable

from octant.core.safety.text import screen, warm

ENGLISH = (
    "Hello, my withdrawal of 0.5 BTC to my own wallet has not arrived after three hours. The "
    "order page says OQCLML-BW3P3-BUCMWZ and the status is pending. Can you tell me what happens "
    "next, and whether the fee of 0.0004 comes back to me if it is cancelled?\n"
)
CHINESE = (
    "您好，我昨天提现的 0.5 个比特币到现在还没有到账，订单号是 OQCLML-BW3P3-BUCMWZ，"
    "状态一直显示确认中。"
    "请问什么时候可以处理好？如果取消的话，手续费会退回来吗？谢谢您的帮助。\n"
)
SHORT = {
    "en": "Hello, my withdrawal of 0.5 BTC has not arrived after 3 hours, can you help me please?",
    "zh": "你好，我的提币已经三个小时还没有到账，请帮我看一下，订单号是 OQCLML-BW3P3-BUCMWZ",
}
SLOW = (
    "abandon ", "code 1", "2fa code is is is ", "key key key: ", "dragon=seed 的code 1", "가격 ",
    "[1,1,1,abandon1", "ab12cd34" * 8 + " ", "助记词 一 一二三，", "password: a ", "e\u0301", "ﬁ",
    "\u200ba", "1 ", "-----BEGIN PRIVATE KEY-----\n", "4111 ", "A" * 88 + " ", "验证码", "\ud800",
)  # fmt: skip
BARE = re.compile(r"[A-Za-z0-9+/=_.\-]{20,}")


def best(work: Callable[[], object], rounds: int, repeat: int = 1) -> float:
    """Seconds of processor time, the best of `rounds`, for one call of `work`."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(repeat):
            work()
        times.append((time.process_time() - began) / repeat)
    return min(times)


def measure() -> dict[str, dict[str, float]]:
    """The rows: value, limit and the ratio to the bare scan."""
    warm()
    rows: dict[str, dict[str, float]] = {}
    for language, message in SHORT.items():
        spent = best(lambda text=message: screen(text), 7, 2_000)
        bare = best(lambda text=message: BARE.findall(text), 7, 2_000)
        rows[f"short message, {language} (ms)"] = {
            "value": spent * 1e3, "limit": 0.05, "times_bare_scan": spent / bare,
        }  # fmt: skip
    mixed = ((ENGLISH + CHINESE) * 400)[:100_000]
    spent = best(lambda: screen(mixed), 15)
    bare = best(lambda: BARE.findall(mixed), 15)
    rows["mixed text (MB/s)"] = {
        "value": len(mixed.encode()) / spent / 1e6, "limit": 5, "times_bare_scan": spent / bare,
    }  # fmt: skip
    slowest = max((best(lambda text=text: screen(text), 5), text[:20]) for text in slow_texts())
    rows["slowest made-up text (ms per 100,000)"] = {
        "value": slowest[0] * 1e3, "limit": 50, "times_bare_scan": slowest[0] / bare,
    }  # fmt: skip
    return rows


def slow_texts() -> list[str]:
    """Texts that repeat what starts detectors, alone and mixed at random (fixed seed)."""
    rng = random.Random(1)
    texts = [(unit * 100_000)[:100_000] for unit in SLOW]
    for _ in range(10):
        units = rng.sample(SLOW, 3)
        texts.append("".join(rng.choices(units, k=50_000))[:100_000])
    return texts


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    rows = measure()
    if parser.parse_args().json:
        print(json.dumps(rows))
        return
    for name, row in rows.items():
        print(
            f"{name:52} {row['value']:9.3f}  (aim {row['limit']})"
            f"  {row['times_bare_scan']:7.1f} x a bare scan"
        )


if __name__ == "__main__":
    main()
