"""What a case of its kind should tell, so that an agent can begin at once."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from octant.core.tickets.details import Detail

_TRANSFER = frozenset({"transfer", "hash"})
_ORDER = frozenset({"order", "trade"})
_MOMENT = frozenset({"moment"})
_PAGE = frozenset({"page"})
# By the first part of a category, or the whole of one: sets of which one kind must be there.
_BY_CATEGORY: dict[str, tuple[frozenset[str], ...]] = {
    "funding": (_TRANSFER, _MOMENT),
    "trading": (_ORDER, _MOMENT),
    "trading/markets": (_MOMENT,),
    "security": (_MOMENT,),
    "api": (_MOMENT, _PAGE),
    "account": (_MOMENT, _PAGE),
    "records": (),
    "fees": (),
    "support": (),
    "verification": (_MOMENT,),
}
_FUNDING = re.compile(
    r"\b(?:withdraw\w*|deposit\w*|transfer\w*|credited)\b|提现|提币|充值|充币|到账|入金|出金|转账",
    re.IGNORECASE,
)
_TRADING = re.compile(
    r"\b(?:my |an? |the )?(?:limit |market |stop )?(?:orders?|trades?)\b|订单|委托|挂单|成交|撤单",
    re.IGNORECASE,
)


def needs_of(category: str, text: str) -> tuple[frozenset[str], ...]:
    """By the category; where there is none, by what the text is about."""
    if not category:
        category = (
            "funding" if _FUNDING.search(text) else "trading" if _TRADING.search(text) else ""
        )
    top = category.partition("/")[0]
    return _BY_CATEGORY.get(category) or _BY_CATEGORY.get(top, (_MOMENT,) if category else ())


def missing(category: str, text: str, told: "Iterable[Detail]") -> list[frozenset[str]]:
    """The sets of which nothing was told."""
    kinds = {each.kind for each in told}
    return [need for need in needs_of(category, text) if not need & kinds]


def words(needs: Iterable[frozenset[str]]) -> list[str]:
    """What to ask for, as short phrases in the active language."""
    named = {
        _TRANSFER: _("the id of the deposit or withdrawal, or the transaction hash"),
        _ORDER: _("the id of the order or trade"),
        _MOMENT: _("when it happened, with your time zone"),
        _PAGE: _("on which page, or with which function, it happened"),
    }
    return [str(named[need]) for need in needs]
