"""A real exchange behind a small HTTP contract: see docs/how-to/exchange.md."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from django.utils.translation import gettext_lazy as _

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

Answer = TypeVar("Answer")


class HttpExchange:
    """Bearer-authenticated JSON over HTTPS, with one bounded attempt per call."""

    def __init__(self, base_url: str, *, key: str, timeout_seconds: float) -> None:
        self._client = httpx.Client(
            base_url=base_url.rstrip("/"),
            headers={"Authorization": f"Bearer {key}", "Accept": "application/json"},
            timeout=timeout_seconds,
            follow_redirects=False,
        )

    def account(self, account: str, *, assurance: Assured) -> Account | None:
        assurance.demand(account, Assurance.SIGNED_IN, call="account")
        row = self._get(_of(account), assurance)
        return None if row is None else _read(_account, row)

    def references(
        self, account: str, *, assurance: Assured, kinds: tuple[str, ...] = (), limit: int = 20
    ) -> list[Reference]:
        assurance.demand(account, Assurance.SIGNED_IN, call="references")
        return self._list(account, assurance, {"kind": list(kinds), "limit": limit})

    def find(self, account: str, text: str, *, assurance: Assured) -> list[Reference]:
        assurance.demand(account, Assurance.SIGNED_IN, call="find")
        latest = self._list(account, assurance, {"limit": 200})
        return [r for r in latest if r.id in text or (r.txid and r.txid in text)][:20]

    def freeze(self, account: str, *, assurance: Assured, reason: str) -> Frozen:
        assurance.demand(account, Assurance.STEPPED_UP, call="freeze")
        body = {"reason": reason[:200]}
        answer = self._call("PUT", f"{_of(account)}/freeze", assurance, json=body)
        if answer.status_code == 404:
            # Silence would let the customer believe that the account is locked.
            raise _unavailable()
        return _read(_frozen, answer)

    def ask(self, account: str, *, assurance: Assured, key: str) -> Question:
        assurance.demand(account, Assurance.SIGNED_IN, call="ask")
        path = f"{_of(account)}/confirmations/{quote(key, safe='')}"
        answer = self._call("PUT", path, assurance, json={})
        if answer.status_code == 404:
            raise CannotConfirm(_("The exchange has no confirmation of its own here."))
        return _read(lambda row: _question(key, row), _read(_whole, answer))

    def asked(self, account: str, question: str, *, assurance: Assured) -> Question:
        assurance.demand(account, Assurance.SIGNED_IN, call="asked")
        row = self._get(f"{_of(account)}/confirmations/{quote(question, safe='')}", assurance)
        if row is None:
            return Question(question, "expired")
        return _read(lambda found: _question(question, found), row)

    def _list(self, account: str, assurance: Assured, query: dict[str, Any]) -> list[Reference]:
        answer = self._get(f"{_of(account)}/references", assurance, params=query)
        return [] if answer is None else _read(_references, answer)

    def _get(self, path: str, assurance: Assured, **more: Any) -> dict[str, Any] | None:
        response = self._call("GET", path, assurance, **more)
        return None if response.status_code == 404 else _read(_whole, response)

    def _call(self, method: str, path: str, assurance: Assured, **more: Any) -> httpx.Response:
        headers = {"X-Assurance": assurance.level.name.lower()}
        try:
            response = self._client.request(method, path, headers=headers, **more)
            if response.status_code != 404:
                response.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _unavailable() from error
        return response


def _of(account: str) -> str:
    return f"/v1/accounts/{quote(account, safe='')}"


def _unavailable() -> ExchangeUnavailable:
    return ExchangeUnavailable(_("The exchange's records cannot be read right now."))


def _read(reader: Callable[[Any], Answer], answer: Any) -> Answer:
    """What `reader` makes of an answer; one that breaks the contract is as good as none."""
    try:
        return reader(answer)
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
        raise _unavailable() from error


def _whole(response: httpx.Response) -> dict[str, Any]:
    return dict(response.json())


def _frozen(answer: httpx.Response) -> Frozen:
    """`{}` means what the contract says at least; `frozen` may name more or less."""
    named = answer.json().get("frozen")
    return Frozen(tuple(str(part)[:40] for part in list(named)[:8])) if named else Frozen()


def _question(key: str, row: dict[str, Any]) -> Question:
    state = str(row["state"])
    if state not in ("pending", "confirmed", "refused", "expired"):
        raise ValueError(state)
    return Question(key, state, str(row.get("number") or "")[:8])


def _account(row: dict[str, Any]) -> Account:
    return Account(
        id=str(row["id"]),
        level=str(row.get("level", "")),
        status=str(row.get("status", "")),
        two_factor=str(row.get("two_factor", "")),
        created_at=_instant(row.get("created_at")),
        tier=str(row.get("tier", "standard")),
    )


def _references(answer: dict[str, Any]) -> list[Reference]:
    return [_reference(row) for row in answer["references"]]


def _reference(row: dict[str, Any]) -> Reference:
    return Reference(
        kind=str(row["kind"]),
        id=str(row["id"]),
        asset=str(row.get("asset", "")),
        amount=str(row.get("amount", "")),
        status=str(row.get("status", "")),
        at=_instant(row.get("at")),
        txid=str(row.get("txid", "")),
        detail=dict(row.get("detail", {})),
    )


def _instant(value: Any) -> datetime | None:
    if not value:
        return None
    return datetime.fromisoformat(str(value).replace("Z", "+00:00")).astimezone(UTC)
