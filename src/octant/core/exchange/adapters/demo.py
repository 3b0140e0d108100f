"""The exchange of the demonstration: records from the workspace's exchange.yaml."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octant.core.exchange.models import DemoQuestion, Freeze
from octant.core.exchange.port import (
    Account,
    CannotConfirm,
    ExchangeUnavailable,
    Frozen,
    Question,
    Reference,
)
from octant.core.exchange.proof import Assured
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.kit.clock import now

QUESTION = timedelta(minutes=5)
_PLURALS = {
    "order": "orders",
    "trade": "trades",
    "deposit": "deposits",
    "withdrawal": "withdrawals",
}


class DemoExchange:
    """Answers from text files; freezes are kept in the database."""

    def account(self, account: str, *, assurance: Assured) -> Account | None:
        assurance.demand(account, Assurance.SIGNED_IN, call="account")
        found = _accounts().get(account)
        if found is None:
            return None
        row = found["account"]
        frozen = Freeze.objects.filter(account=account, lifted_at=None).exists()
        return Account(
            id=account,
            level=str(row.get("level", "")),
            status="locked" if frozen else str(row.get("status", "active")),
            two_factor=str(row.get("two_factor", "")),
            created_at=_instant(row.get("created")),
            tier=str(row.get("tier", "standard")),
        )

    def references(
        self, account: str, *, assurance: Assured, kinds: tuple[str, ...] = (), limit: int = 20
    ) -> list[Reference]:
        assurance.demand(account, Assurance.SIGNED_IN, call="references")
        found = sorted(_references(account, kinds), key=_age, reverse=True)
        return found[:limit]

    def find(self, account: str, text: str, *, assurance: Assured) -> list[Reference]:
        assurance.demand(account, Assurance.SIGNED_IN, call="find")
        return [r for r in _references(account) if r.id in text or (r.txid and r.txid in text)][:20]

    def freeze(self, account: str, *, assurance: Assured, reason: str) -> Frozen:
        assurance.demand(account, Assurance.STEPPED_UP, call="freeze")
        if account not in _accounts():
            raise ExchangeUnavailable(_("The exchange does not know this account."))
        Freeze.objects.get_or_create(
            account=account,
            lifted_at=None,
            defaults={"requested_at": now(), "confirmed_at": now(), "reason": reason[:200]},
        )
        return Frozen(("sign_in", "withdrawals", "api_keys"))

    def ask(self, account: str, *, assurance: Assured, key: str) -> Question:
        assurance.demand(account, Assurance.SIGNED_IN, call="ask")
        if not settings.OCTANT_DEMO or account not in _accounts():
            # Outside a demonstration nobody stands behind this adapter who could answer.
            raise CannotConfirm(_("The exchange has no confirmation of its own here."))
        row, _made = DemoQuestion.objects.get_or_create(
            key=key[:64],
            defaults={
                "account": account,
                "number": f"{secrets.randbelow(90) + 10}",
                "asked_at": now(),
            },
        )
        return _question(row)

    def asked(self, account: str, question: str, *, assurance: Assured) -> Question:
        assurance.demand(account, Assurance.SIGNED_IN, call="asked")
        row = DemoQuestion.objects.filter(account=account, key=question[:64]).first()
        return _question(row) if row else Question(question, "expired")


def _question(row: DemoQuestion) -> Question:
    late = row.state == "pending" and row.asked_at < now() - QUESTION
    return Question(row.key, "expired" if late else row.state, row.number)


def answer_in_demo(*, account: str, key: str, yes: bool) -> None:
    """What the customer presses in the demonstration's stand-in for the exchange's app."""
    open_ = DemoQuestion.objects.filter(
        account=account, key=key[:64], state="pending", asked_at__gt=now() - QUESTION
    )
    if settings.OCTANT_DEMO:
        open_.update(state="confirmed" if yes else "refused")


@cache
def _shift() -> timedelta:
    """The records tell of the time around `as_of`; all their times move along with today,
    counted from this process's first question so that they stay put while it runs."""
    as_of = _moment((workspace().data("exchange.yaml") or {}).get("as_of"))
    return now() - as_of if as_of else timedelta(0)


@cache
def _accounts() -> dict[str, dict[str, Any]]:
    data = workspace().data("exchange.yaml") or {}
    rows = data.get("customers", [])
    return {str(row["account"]["id"]): row for row in rows}


def _references(account: str, kinds: tuple[str, ...] = ()) -> Iterable[Reference]:
    found = _accounts().get(account, {})
    for kind, plural in _PLURALS.items():
        if not kinds or kind in kinds:
            yield from (_reference(kind, row) for row in found.get(plural, []))


def _reference(kind: str, row: dict[str, Any]) -> Reference:
    known = {"id", "refid", "asset", "pair", "amount", "volume", "status", "time", "txid"}
    return Reference(
        kind=kind,
        id=str(row.get("id") or row["refid"]),
        asset=str(row.get("asset") or row.get("pair") or ""),
        amount=str(row.get("amount") or row.get("volume") or ""),
        status=str(row.get("status", "")),
        at=_instant(row.get("time") or row.get("created")),
        txid=str(row.get("txid") or ""),
        detail={k: str(v) for k, v in row.items() if k not in known and v is not None},
    )


def _instant(value: Any) -> datetime | None:
    """A time of the records, as it would be today."""
    moment = _moment(value)
    return moment + _shift() if moment else None


def _moment(value: Any) -> datetime | None:
    if not value:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.fromisoformat(str(value).replace("Z", "+00:00")).astimezone(UTC)


def _age(reference: Reference) -> datetime:
    return reference.at or datetime.min.replace(tzinfo=UTC)
