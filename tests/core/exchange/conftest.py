"""Both adapters over the same records."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.core.exchange.proofs import of
from tests.core.exchange.server import KEY, FakeExchange, running

from octant.core.exchange.adapters import demo
from octant.core.exchange.adapters.demo import DemoExchange
from octant.core.exchange.adapters.http import HttpExchange
from octant.core.exchange.port import Exchange
from octant.core.ports.assurance import Assurance

OWNER = Assurance.SIGNED_IN


def records() -> dict[str, Any]:
    """The workspace's accounts, told as an exchange tells them over HTTP."""
    own = DemoExchange()
    told: dict[str, Any] = {}
    for account in demo._accounts():
        standing = own.account(account, assurance=of(account))
        assert standing is not None
        told[account] = {
            "account": {
                "id": standing.id,
                "level": standing.level,
                "status": standing.status,
                "two_factor": standing.two_factor,
                "created_at": standing.created_at and standing.created_at.isoformat(),
                "tier": standing.tier,
            },
            "references": [
                {
                    "kind": each.kind,
                    "id": each.id,
                    "asset": each.asset,
                    "amount": each.amount,
                    "status": each.status,
                    "at": each.at and each.at.isoformat(),
                    "txid": each.txid,
                    "detail": each.detail,
                }
                for each in own.references(account, assurance=of(account), limit=1000)
            ],
        }
    return told


@pytest.fixture
def far(db: None) -> Iterator[FakeExchange]:
    with running(records()) as exchange:
        yield exchange


@pytest.fixture
def over_http(far: FakeExchange) -> HttpExchange:
    return HttpExchange(far.address, key=KEY, timeout_seconds=2)


@pytest.fixture(params=["demo", "http"])
def exchange(request: pytest.FixtureRequest, db: None) -> Exchange:
    """Each test with it runs once for every adapter."""
    if request.param == "demo":
        return DemoExchange()
    adapter: Exchange = request.getfixturevalue("over_http")
    return adapter
