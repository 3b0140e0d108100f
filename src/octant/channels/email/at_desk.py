"""What mail adds to the desk: below a customer's message where it came from and how sure that
is, below an agent's how far it is. Imports lie inside, because apps declare it before models load.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from octant.channels.email.channel import KEY
from octant.core.ports.at_desk import About, Hint


class MailAtDesk:
    """The port's `AtDesk`."""

    key = KEY

    def about(self, messages: Sequence[Any], *, reader: Any) -> Mapping[int, About]:
        """Two queries for any number of messages, and none for kinds that are not there."""
        from octant.channels.email.selectors import letters_of, mails_of
        from octant.channels.email.showing import about_letter, about_mails

        came = {m.pk: m for m in messages if m.kind == "message" and m.author_kind == "customer"}
        left = {m.pk: m for m in messages if m.kind == "message" and m.author_kind == "agent"}
        letters = letters_of(came) if came else {}
        mails = mails_of(left) if left else {}
        told = {pk: about_letter(letter, came[pk]) for pk, letter in letters.items()}
        return told | {pk: about_mails(mails.get(pk, []), left[pk]) for pk in left}

    def composer(self, ticket: Any, *, reader: Any) -> SafeString | str:
        """Recipients, and whether the customer's words stand below. One query."""
        from octant.channels.email.recipients import composer

        return composer(ticket)

    def way(self, ticket: Any, given: Mapping[str, str]) -> dict[str, Any]:
        """`{cc: [addresses], quote: bool}`; `quote` only where it was switched off."""
        from octant.channels.email.recipients import way

        return way(ticket, given)

    def copies(self, text: str, *, to: str) -> list[str]:
        """Each once, without `to`."""
        from octant.channels.email.recipients import read_copies

        return read_copies(to, text)

    def recipient(self, text: str) -> tuple[str, Any]:
        """The address, and the customer whose registered one it is."""
        from octant.channels.email.recipients import read_customer
        from octant.core.people.services.customers import of_registered_address

        address = read_customer(text)
        return address, of_registered_address(address=address)

    def hints(self, ticket: Any) -> Sequence[Hint]:
        """What `taking` noted when the mail came."""
        facts = ticket.context.get("mail") if isinstance(ticket.context, dict) else None
        if not isinstance(facts, dict):
            return ()
        hints = []
        if named := str(facts.get("names") or ""):
            words = _(
                "The mail says that it belongs to another ticket, but its sender has no part in it."
            )
            hints.append(Hint(words, ticket=named))
        if facts.get("forwarded_by"):
            hints.append(
                Hint(_("A colleague sent this mail on. Who wrote it is only what the mail says."))
            )
        elif facts.get("registered") is False:
            hints.append(
                Hint(_("This address belongs to no account here. Say nothing about any account."))
            )
        return hints


def undo_address(message: int) -> str:
    return reverse("mail_undo", args=[message])
