"""What the case that is being written needs, while it is being written. Nothing is stored."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language

from octant.channels.live_chat import limits
from octant.channels.live_chat.services.talk import screened
from octant.channels.live_chat.views.common import (
    address_of,
    body_of,
    chat_view,
    identity_of,
    text_of,
)
from octant.core.exchange.proof import Assured
from octant.core.people.access import is_user
from octant.core.ports.assurance import Assurance
from octant.core.safety.services.limiting import spend
from octant.core.takeover.urgency import COMPROMISED, urgency
from octant.core.tickets import chats
from octant.core.tickets.intake import NOTHING, look, shown
from octant.core.tickets.known import known_of

if TYPE_CHECKING:
    from octant.channels.live_chat.identity import Identity


@chat_view("POST")
def intake(request: HttpRequest) -> JsonResponse:
    """`needs` of the topic, each with what the text tells of it or what to pick from, the time that
    the rest takes, and the words around them. A guest hears of nobody's records."""
    data = body_of(request)
    spend(limits.INTAKE_ADDRESS, address_of(request))
    who = owner_of(request, identity_of(data)[0])
    if who is not None:
        spend(limits.INTAKE_PERSON, who.account)
    text = screened(data.get("text"), limit=limits.max_characters(), known=known_of(lambda: who))
    topic = chats.category(text_of(data, "category", 80))
    key, straight = (topic.key, topic.straight_through) if topic else ("", False)
    if urgency(text.text, key, straight_through=straight) == COMPROMISED:
        return JsonResponse(shown(NOTHING))  # nothing stands between them and a person
    found = look(category=key, text=text.text, language=get_language() or "en", who=who)
    return JsonResponse(shown(found))


def owner_of(request: HttpRequest, identity: "Identity | None") -> Assured | None:
    """Proof of whose account this is: the exchange's token, else who has signed in here."""
    if identity is not None:
        return Assured(identity.account, Assurance.SIGNED_IN, subject=None)
    customer = chats.customer_of(request.user) if is_user(request.user) else None
    if customer is None or not customer.exchange_account:
        return None
    return Assured(customer.exchange_account, Assurance.SIGNED_IN, subject=customer)
