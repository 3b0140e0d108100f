"""A seeded fuzzer: mutated mails, and what the reader does with them.

`python -m eval.mail.fuzz --count 10000 --seed 1 [--data DIR]`. Prints one JSON object: exceptions
by kind, the slowest mail in seconds of processor time, and how many took over the limit.
"""

import argparse
import base64
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from octant.kit.mail.html import clean_html
from octant.kit.mail.reading import read_strictly

LIMIT_SECONDS = 2.0
HERE = Path(__file__).parent

_SEEDS = (
    b"From: =?gb2312?B?w8?= <a@b.example>\r\nSubject: =?utf-8?Q?=E4=BD=A0?="
    b" =?utf-8?Q?=E5=A5=BD?=\r\n"
    b'Content-Type: multipart/mixed; boundary="x y"\r\n\r\n--x y\r\nContent-Type: text/plain;'
    b" charset=gbk; format=flowed; delsp=yes\r\n\r\n> \xc4\xe3\xba\xc3 \r\nhi \r\n--x y\r\n"
    b"Content-Type: image/png; name*0*=gb2312''%C4%E3; name*1=b.png\r\nContent-ID: <c@d>\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x y--\r\n",
    b"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n<html><style>p{}</style><div>Hi"
    b"<blockquote>On Mon, May 20, 2024 at 10:12 AM K &lt;<a href='mailto:k@k.example'>k@k.example"
    b"</a>&gt; wrote:<p>old</p></blockquote><img src=cid:1 width=1><script>x</script>",
    b"Subject: x\nContent-Type: message/rfc822\n\nSubject: y\nContent-Type: multipart/alternative;"
    b" boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>html\n--b--\n",
    b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(bytes.fromhex("789f3e22010001069008000400000000000100010001079006000800")),
)
_PIECES = (
    b"\n",
    b"\r\n\r\n",
    b"--",
    b"\n--x y\n",
    b"=?gbk?B?",
    b"?=",
    b"=?utf-8?Q?",
    b"\x00",
    b"\xff\xfe",
    b"Content-Type: multipart/mixed; boundary=",
    b"<div>",
    b"<blockquote>",
    b"<!--",
    b"</",
    b"&#x",
    b"boundary*0*=utf-7''",
    b">> ",
    b"wrote:\n",
    "写道：\n".encode(),
    b"-----Original Message-----\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: uuencode\n",
    b"From: ",
    b"charset=utf-16\n",
    b"charset=hz\n",
    b"charset=iso-2022-jp\n",
    b"(",
    b'"',
    b"<",
    b"\\",
    b";",
    b"Date: Mon, 99 Foo 0000 99:99:99 +9999\n",
    b"begin 644 x\n",
    b"From: a@b\nSent: c\nTo: d\n",
)


def corpus(data: Path | None) -> list[bytes]:
    """What is mutated: a few mails of our own, our Chinese replies, and all under `data`."""
    seeds = list(_SEEDS)
    replies = (HERE / "chinese_replies.txt").read_text("utf-8").split("=== ")
    seeds += [b"Subject: r\n\n" + each.encode() for each in replies[1:]]
    if data:
        seeds += [path.read_bytes() for path in sorted(data.rglob("*.eml"))]
    return seeds


def mutants(seeds: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """`count` mutated mails, the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        mail = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 12)):
            _mutate(mail, chance, seeds)
        yield bytes(mail[:400_000])


def _mutate(mail: bytearray, chance: random.Random, seeds: list[bytes]) -> None:
    at = chance.randrange(len(mail) + 1)
    end = min(len(mail), at + chance.choice((1, 4, 30, 300)))
    kind = chance.randrange(8)
    if kind == 0:
        del mail[at:end]
    elif kind == 1:
        mail[at:at] = chance.choice(_PIECES)
    elif kind == 2:
        mail[at:end] = chance.randbytes(end - at)
    elif kind == 3:
        mail[at:at] = mail[at:end] * chance.choice((2, 10, 60))
    elif kind == 4:
        mail[at:at] = chance.choice(_PIECES) * chance.choice((2, 50, 400))
    elif kind == 5:
        other = chance.choice(seeds)
        mail[at:end] = other[: chance.randrange(len(other) + 1)]
    elif kind == 6 and mail:
        mail[min(at, len(mail) - 1)] ^= 1 << chance.randrange(8)
    else:
        mail[at:end] = bytes(mail[at:end]).swapcase()


def run(seeds: list[bytes], count: int, seed: int) -> dict[str, object]:
    """Read every mutant and clean its HTML."""
    errors: Counter[str] = Counter()
    slowest, slow, began = 0.0, 0, time.process_time()
    for mail in mutants(seeds, count, seed):
        start = time.process_time()
        try:
            clean_html(read_strictly(mail).html, inline={})
        except Exception as error:
            errors[f"{type(error).__name__}: {error}"[:120]] += 1
            if errors.total() <= 3:
                import traceback

                traceback.print_exc()
        took = time.process_time() - start
        slowest, slow = max(slowest, took), slow + (took > LIMIT_SECONDS)
    spent = round(time.process_time() - began, 1)
    return {
        "count": count,
        "seed": seed,
        "errors": dict(errors),
        "over_the_limit": slow,
        "slowest_seconds": round(slowest, 3),
        "seconds": spent,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path)
    args = parser.parse_args()
    print(json.dumps(run(corpus(args.data), args.count, args.seed)))


if __name__ == "__main__":
    main()
