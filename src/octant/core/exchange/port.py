"""What support may ask the exchange. Every call takes its proof of assurance."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from octant.core.exchange.proof import Assured
from octant.kit.errors import DomainError


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the exchange describes it; `id` is the public account id."""

    id: str
    level: str
    status: str  # active | locked | restricted | closed
    two_factor: str
    created_at: datetime | None = None
    tier: str = "standard"


@dataclass(frozen=True, slots=True)
class Reference:
    """An exchange object named in a text: order, trade, deposit, withdrawal or hash."""

    kind: str  # order | trade | deposit | withdrawal
    id: str
    asset: str = ""
    amount: str = ""
    status: str = ""
    at: datetime | None = None
    txid: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a freeze holds shut: `sign_in`, `withdrawals`, `trading`, `api_keys`."""

    what: tuple[str, ...] = ("sign_in", "withdrawals")


@dataclass(frozen=True, slots=True)
class Question:
    """The exchange asks its customer, in its own app, whether it is they.

    `state`: pending, confirmed, refused or expired. `number` is shown there and here, so that
    the customer answers the question that is theirs and no other.
    """

    id: str
    state: str = "pending"
    number: str = ""


class CannotConfirm(DomainError):
    """This exchange, or this account, has no confirmation of its own."""

    code = "cannot_confirm"
    status = 409


class ExchangeUnavailable(DomainError):
    """The exchange did not answer in time; support goes on without its facts."""

    code = "exchange_unavailable"
    status = 503


class Exchange(Protocol):
    """The port. Adapters: `demo` (records of the workspace), `http` (docs/how-to/exchange.md).

    Each method takes an `Assured` about that very account and raises `NotAllowed` below the
    level it needs, and `ExchangeUnavailable` when the exchange does not answer within
    `settings.OCTANT_EXCHANGE_TIMEOUT_SECONDS`.
    """

    def account(self, account: str, *, assurance: Assured) -> Account | None:
        """The account's standing; needs SIGNED_IN."""

    def references(
        self, account: str, *, assurance: Assured, kinds: tuple[str, ...] = (), limit: int = 20
    ) -> list[Reference]:
        """The account's latest orders, trades, deposits, withdrawals, newest first; SIGNED_IN."""

    def find(self, account: str, text: str, *, assurance: Assured) -> list[Reference]:
        """Those of the account's own objects whose id or hash stands in `text`; SIGNED_IN."""

    def freeze(self, account: str, *, assurance: Assured, reason: str) -> Frozen:
        """Shut withdrawals and sign-in; idempotent; needs STEPPED_UP, since it shuts the owner
        out as well. Raises `ExchangeUnavailable` where the account is unknown there."""

    def ask(self, account: str, *, assurance: Assured, key: str) -> Question:
        """Have the exchange ask its customer; the same `key` again finds the same question;
        SIGNED_IN. Raises `CannotConfirm` where it cannot."""

    def asked(self, account: str, question: str, *, assurance: Assured) -> Question:
        """How that question stands; one that is unknown has expired; SIGNED_IN."""
