"""Which ways the demonstration's customers were advised, and which they took."""

import random
from datetime import timedelta

from octant.core.advice.answer import Advice, advise
from octant.core.advice.models import Given
from octant.core.advice.services.following import CONTROLS
from octant.kit.clock import now

DAYS, A_DAY = 28, 9
SAID = (
    ("en", "my order is stuck and I cannot cancel it, the price runs away"),
    ("en", "how do I change my password"),
    ("en", "fourteen trades do not match my statement, screenshots attached"),
    ("zh-hans", "我的订单卡住了撤不了单，价格都跑了"),
    ("zh-hans", "怎么修改密码"),
    ("zh-hans", "提现三天了还没到账"),
)
FOLLOWS, OTHERS, SECOND, ENDED, SOLVED = 0.6, 0.8, 0.15, 0.9, 0.85
CORRECTS = 0.12
CORRECTED = ({"own_urgency": "high"}, {"own_preference": "voice"}, {"own_urgency": "low"})
ELSE = ("help_center", "live_chat", "email")


def load_advice() -> int:
    """Four weeks of advice, once; returns how many there are."""
    if not Given.objects.exists():
        draw = random.Random(28)
        advised = [(language, advise(text, language=language)) for language, text in SAID]
        Given.objects.bulk_create(
            _given(draw, hours, *draw.choice(advised))
            for day in range(DAYS)
            for hours in [day * 24 + draw.randrange(24) for _n in range(draw.randrange(3, A_DAY))]
        )
    return Given.objects.count()


def _given(draw: random.Random, hours: int, language: str, found: Advice) -> Given:
    first, chance = found.first_usable, draw.random()
    key = first.key if first else ""
    used = key if chance < FOLLOWS else draw.choice(ELSE) if chance < OTHERS else ""
    second = draw.choice(ELSE) if used and draw.random() < SECOND else ""
    asked = used in ("live_chat", "email")
    ended = asked and draw.random() < ENDED
    return Given(
        at=now() - timedelta(hours=hours),
        language=language,
        category=found.read.category,
        **{name: getattr(found.understood, name) for name in CONTROLS},
        **(draw.choice(CORRECTED) if draw.random() < CORRECTS else {}),
        ways=[way.key for way in found.ways],
        first=key,
        used=used,
        second=second if second != used else "",
        ended=ended,
        solved=ended and draw.random() < SOLVED,
    )
