"""How fast text is screened, as a ratio to bare work over the same text in the same run.

`python -m bench.screening [--json]`. Rows: one short chat message (milliseconds), mixed
English and Chinese text and the demo workspace's articles (megabytes of UTF-8 a second), and
the slowest of the texts of `bench.floods`. For screening, and for the outbound guard. Each is
the best of several rounds of processor time, because the machine is shared.
"""

import argparse
import json
import random
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import floods
from octant.core.safety.guard import check
from octant.core.safety.guard.reading import forget
from octant.core.safety.text import screen, warm

Work = Callable[[str], object]

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


def articles() -> str:
    """What the demo workspace publishes, both languages mixed: no sentence comes twice."""
    folder = Path(__file__).resolve().parents[1] / "workspaces" / "kraken"
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.md"))]
    random.Random(3).shuffle(texts)
    return "\n".join(texts)[: floods.LENGTH]


def guarded(text: str) -> None:
    """The outbound guard, as if it had seen nothing before."""
    forget()
    check(text)


def measure() -> dict[str, dict[str, float]]:
    """The rows: value, limit and the ratio to the bare scan."""
    warm()
    mixed = ((ENGLISH + CHINESE) * 400)[: floods.LENGTH]
    works: dict[str, tuple[Work, Iterable[str]]] = {
        "screening": (screen, floods.for_screening()),
        "guard": (guarded, (*floods.for_the_guard(), *floods.for_screening(mixed=0))),
    }
    rows: dict[str, dict[str, float]] = {}
    for name, (work, slow) in works.items():
        for language, message in SHORT.items():
            rows[f"{name}: short message, {language} (ms)"] = _row(work, message, 0.2, repeat=500)
        for kind, text in (("mixed text", mixed), ("articles", articles())):
            row = _row(work, text, 5)
            megabytes = len(text.encode()) / 1e6
            rows[f"{name}: {kind} (MB/s)"] = row | {"value": megabytes / row["value"] * 1e3}
        rows |= _slowest(name, work, slow)
    return rows


def _row(work: Work, text: str, limit: float, repeat: int = 1) -> dict[str, float]:
    spent = best(lambda: work(text), 9, repeat)
    bare = best(lambda: BARE.findall(text), 9, repeat)
    return {"value": spent * 1e3, "limit": limit, "times_bare_scan": spent / bare}


def _slowest(name: str, work: Work, texts: Iterable[str]) -> dict[str, dict[str, float]]:
    """The slowest of the floods by characters, and by bytes of UTF-8. Two rounds find the worst
    ones, more rounds measure these."""
    found = sorted((best(lambda text=text: work(text), 2), text) for text in texts)
    bare = best(lambda: BARE.findall("a" * floods.LENGTH), 9)
    spent = [(best(lambda text=text: work(text), 9), text) for _time, text in found[-8:]]
    bytes_of = [(time * 1e5 / len(text.encode("utf-8", "replace")), text) for time, text in spent]
    rows = {}
    for unit, times in (("100,000 characters", spent), ("100 kB", bytes_of)):
        slowest = max(times)[0]
        rows[f"{name}: slowest flood (ms for {unit})"] = {
            "value": slowest * 1e3, "limit": 50, "times_bare_scan": slowest / bare,
        }  # fmt: skip
    return rows


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
