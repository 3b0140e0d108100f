"""Weeks that lie behind: sample tickets, many times, at the hours at which people write."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction

from octant.kit.clock import now
from octant.project.demo_tickets import load_tickets
from octant.project.simulation.samples import Row, Samples

AT_ONCE = 20  # tickets of a transaction: stopped in between, whole ones stand
# How many write in each hour of the day (UTC), and on each day from Monday, for one at the peak.
HOURS = (3, 2, 2, 2, 3, 4, 6, 8, 10, 10, 9, 9, 10, 10, 10, 9, 9, 8, 7, 7, 6, 6, 5, 4)
DAYS = (10, 10, 9, 9, 10, 7, 6)
RATED = 0.4
RATINGS = {5: 55, 4: 25, 3: 10, 2: 4, 1: 6}


def fill_past(found: Samples, *, tickets: int, days: int, seed: int) -> Iterator[int]:
    """Write `tickets` ended tickets of the last `days` days; tells after each piece how many
    stand. The same `seed` makes the same ones, and those that stand already are left alone."""
    made = _rows(found, tickets, days, Random(seed), f"simulated-{seed}")
    written = 0
    while piece := list(islice(made, AT_ONCE)):
        with transaction.atomic():
            written += load_tickets(piece, found.agents, found.customers)
        yield written


def _rows(found: Samples, tickets: int, days: int, random: Random, key: str) -> Iterator[Row]:
    at = now()
    for number in range(tickets):
        row = random.choice(found.tickets)
        agent = random.choice(found.who_speaks(row["language"])).email
        began = _moment(at, days, random)
        slower = random.lognormvariate(0, 0.7)
        messages = [
            {**message, "at_minutes": round(message["at_minutes"] * slower, 2)}
            for message in row["messages"]
        ]
        score = random.choices(list(RATINGS), list(RATINGS.values()))[0]
        yield {
            **row,
            "key": f"{key}-{number}",
            "customer": random.choice(_who_write(found, row["language"])),
            "agent": agent,
            "messages": messages,
            "offset_hours_ago": (at - began) / timedelta(hours=1),
            "status": "solved",
            "rating": {"score": score, "comment": ""} if random.random() < RATED else None,
        }


def _who_write(found: Samples, language: str) -> list[str]:
    return [who for who, each in found.customers.items() if each.language == language] or list(
        found.customers
    )


def _moment(at: datetime, days: int, random: Random) -> datetime:
    """Some time of the last days but the very last, more likely when people are awake."""
    while True:
        began = at - timedelta(days=1) - random.random() * timedelta(days=days - 1)
        share = HOURS[began.hour] / max(HOURS) * DAYS[began.weekday()] / max(DAYS)
        if random.random() < share:
            return began
