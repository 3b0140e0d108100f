"""Proof of how sure we are who is speaking: what every call of the exchange takes."""

from typing import Any, NoReturn, final

from django.utils.translation import gettext_lazy as _

from octant.core.ports.assurance import Assurance
from octant.core.safety import audit
from octant.kit.errors import NotAllowed


@final
class Assured:
    """A level of assurance about the owner of one account.

    It holds for that account only, so a proof about one customer opens no other's records, and
    it is a type of its own, so code that forgets it does not type-check. `subject` is the
    ticket or person it was taken from and `actor` who reads: both go to the audit trail when
    the level does not suffice.
    """

    __slots__ = ("account", "actor", "level", "subject")

    account: str
    level: Assurance
    actor: Any
    subject: Any

    def __init__(self, account: str, level: Assurance, *, subject: Any, actor: Any = None) -> None:
        for name, value in (
            ("account", account),
            ("level", Assurance(level)),
            ("actor", actor),
            ("subject", subject),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Assured cannot be changed")

    def demand(self, account: str, needed: Assurance, *, call: str) -> None:
        """Raise `NotAllowed` unless it is proof enough about `account`; the try is audited."""
        if self.account == account and self.level >= needed:
            return
        if self.subject is not None:
            audit.record(
                actor=self.actor,
                verb="assurance_too_low",
                subject=self.subject,
                call=call,
                level=self.level.name.lower(),
                needed=needed.name.lower(),
            )
        raise NotAllowed(
            _("Account details are shown only after the customer has signed in."),
            code="assurance_too_low",
        )
