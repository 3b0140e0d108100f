"""What a case of its kind should tell, so that an agent can begin at once.

A workspace says so in its categories.yaml (`needs`); where it says nothing, the product's table.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from octant.core.knowledge import generation
from octant.core.knowledge.models import Category
from octant.core.ports.needs import NEEDS
from octant.core.tickets.asking import phrase

if TYPE_CHECKING:
    from octant.core.tickets.details import Detail

Table = dict[str, tuple[str, ...]]

# By a whole category, or by its first part.
PRODUCT: Table = {
    "account": ("page", "moment"),
    "account/registration": ("moment", "device"),
    "account/settings": ("page",),
    "account/sub-accounts": ("page",),
    "account/closing": (),
    "verification": ("document", "moment"),
    "verification/levels": (),
    "security": ("moment",),
    "security/two-factor": ("device",),
    "security/sign-in": ("error", "device"),
    "security/phishing": ("suspect", "moment"),
    "security/compromised": (),  # nothing stands between them and a person
    "funding": ("transfer", "moment"),
    "funding/bank-transfers": ("payment", "moment"),
    "trading": ("order", "moment"),
    "trading/markets": ("market", "moment"),
    "trading/margin": ("position", "moment"),
    "trading/futures": ("position", "moment"),
    "earn": ("asset", "moment"),
    "api": ("page", "moment"),
    "api/errors": ("page", "error", "moment"),
    "records": ("period",),
    "fees": (),
    "support": (),
}
_ELSE = ("moment",)
_FUNDING = re.compile(
    r"\b(?:withdraw\w*|deposit\w*|transfer\w*|credited)\b|提现|提币|充值|充币|到账|入账|入金|出金|转账",
    re.IGNORECASE,
)
_TRADING = re.compile(
    r"\b(?:my |an? |the )?(?:limit |market |stop )?(?:orders?|trades?)\b|订单|委托|挂单|成交|撤单",
    re.IGNORECASE,
)
_given: Table | None = None


def set_known(table: Table | None) -> None:
    """Use this table instead of the database's (measurements)."""
    global _given
    _given = table


def needs_of(category: str, text: str) -> tuple[str, ...]:
    """Words of `core.ports.needs`, by the category; where there is none, by what the text is
    about. A child of which the workspace says nothing has what it says of the parent."""
    if not category:
        category = (
            "funding" if _FUNDING.search(text) else "trading" if _TRADING.search(text) else ""
        )
    if not category:
        return ()
    top = category.partition("/")[0]
    for table in (_own(), PRODUCT):
        for key in (category, top):
            if key in table:
                return table[key]
    return _ELSE


def missing(category: str, text: str, told: "Iterable[Detail]") -> list[str]:
    """The needs of which nothing was told."""
    kinds = {each.kind for each in told}
    return [need for need in needs_of(category, text) if not NEEDS[need] & kinds]


def words(needs: Iterable[str]) -> list[str]:
    """What to ask for, as short phrases in the active language."""
    return [phrase(need) for need in needs]


def _own() -> Table:
    return _given if _given is not None else _kept(generation.current())


@lru_cache(maxsize=2)
def _kept(at: int) -> Table:
    rows = Category.objects.exclude(needs=None).values_list("key", "needs")
    return {str(key): tuple(n for n in needs or () if n in NEEDS) for key, needs in rows}
