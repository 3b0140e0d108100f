"""Train the category model on the workspace's own solved tickets; every version is kept."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from octant.core.routing.understanding import trained
from octant.core.routing.understanding.topics import by_rules
from octant.core.tickets.models import Message, Status, Ticket
from octant.kit.errors import DomainError, NotFound
from octant.kit.followed import write_whole
from octant.kit.learning import Model, train
from octant.kit.search.text import fold

# Fewer examples of a category than this teach nothing; what fewer customers wrote is no feature.
EXAMPLES_MIN, OWNERS_MIN = 10, 3
TICKETS_MOST = 20_000
KEPT_VERSIONS = 10
HELD_OUT_OF = 5  # every fifth ticket is held out, chosen by its id


@dataclass(frozen=True, slots=True)
class Example:
    ticket: int
    customer: int
    text: str
    category: str


@dataclass(frozen=True, slots=True)
class Trained:
    """`accuracy`: of held-out tickets, those that the model and the rules get right (0 to 1).
    `used`: whether it is the model in use now."""

    version: str
    tickets: int
    held_out: int
    categories: int
    accuracy: float
    rules: float
    used: bool


def train_categories() -> Trained:
    """Train, measure on tickets that were held out, keep the file, and use it if it beats the
    rules. The same tickets give the same model. Raises `DomainError` with too few of them."""
    rows = _enough(examples())
    known, unseen = _split(rows)
    if not unseen:
        raise _too_few(len(rows))
    model = _fit(known)
    ours = _share(unseen, lambda text: model.guess(fold(text)).label)
    rules = _share(unseen, lambda text: by_rules(text).key)
    about = {
        "tickets": len(rows),
        "held_out": len(unseen),
        "accuracy": round(ours, 4),
        "rules": round(rules, 4),
        "owners_min": OWNERS_MIN,
    }
    final = _fit(rows, about)
    version = keep(final)
    if better := ours > rules:
        use(version)
    return Trained(version, len(rows), len(unseen), len(final.labels), ours, rules, better)


def examples() -> list[Example]:
    """What customers first wrote on tickets that ended under a category, the latest first."""
    ended = Ticket.objects.filter(status__in=[Status.SOLVED, Status.CLOSED], category__isnull=False)
    tickets = {
        row["pk"]: row
        for row in ended.order_by("-pk").values("pk", "customer_id", "category__key")[:TICKETS_MOST]
    }
    said = Message.objects.filter(
        ticket__in=list(tickets), author_kind="customer", kind="message"
    ).order_by("ticket", "seq")
    first: dict[int, str] = {}
    for ticket, text in said.values_list("ticket_id", "text"):
        first.setdefault(ticket, text)
    return [
        Example(pk, row["customer_id"], first[pk], row["category__key"])
        for pk, row in tickets.items()
        if first.get(pk, "").strip()
    ]


def _enough(rows: list[Example]) -> list[Example]:
    counts = Counter(row.category for row in rows)
    found = [row for row in rows if counts[row.category] >= EXAMPLES_MIN]
    if len({row.category for row in found}) < 2:
        raise _too_few(len(rows))
    return sorted(found, key=lambda row: row.ticket)


def _too_few(count: int) -> DomainError:
    sentence = _(
        "There are too few solved tickets to learn from: %(count)s, and it takes two categories "
        "with %(least)s each."
    )
    return DomainError(sentence % {"count": count, "least": EXAMPLES_MIN}, code="too_few")


def _split(rows: list[Example]) -> tuple[list[Example], list[Example]]:
    def held(row: Example) -> bool:
        return hashlib.sha256(str(row.ticket).encode()).digest()[0] % HELD_OUT_OF == 0

    return [r for r in rows if not held(r)], [r for r in rows if held(r)]


def _fit(rows: list[Example], about: dict[str, Any] | None = None) -> Model:
    return train(
        [fold(row.text) for row in rows],
        [row.category for row in rows],
        owners=[row.customer for row in rows],
        fewest_owners=OWNERS_MIN,
        about=about,
    )


def _share(rows: list[Example], guess: Callable[[str], str]) -> float:
    return sum(guess(row.text) == row.category for row in rows) / len(rows)


def keep(model: Model) -> str:
    """Write the model's file; its version is its own fingerprint. Old ones beyond ten go."""
    folder = trained.folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / model.version, model.bytes())
    used = current_version()
    for old in versions()[KEPT_VERSIONS:]:
        if old not in (used, model.version):
            (folder / old).unlink(missing_ok=True)
    return model.version


def versions() -> list[str]:
    """Versions that are kept, the latest first."""
    files = [f for f in trained.folder().glob("*") if len(f.name) == 12]
    return [f.name for f in sorted(files, key=lambda f: (-f.stat().st_mtime, f.name))]


def current_version() -> str:
    """The version in use; empty for none."""
    try:
        return (trained.folder() / "current").read_text("utf-8").strip()
    except OSError:
        return ""


def use(version: str) -> None:
    """Use a version that is kept; an empty one goes back to the rules. Raises `NotFound`."""
    pointer = trained.folder() / "current"
    if not version:
        pointer.unlink(missing_ok=True)
        return
    if version not in versions():
        raise NotFound(_("There is no such model. Kept are: %(all)s.") % {"all": versions()})
    write_whole(pointer, version.encode())
