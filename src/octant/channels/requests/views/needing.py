"""What the case still needs, while its customer writes an answer. Nothing is stored."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from octant.channels.requests import limits
from octant.channels.requests.reaching import Reached, reach
from octant.channels.requests.views.pages import nothing_here, refused
from octant.core.exchange.proof import Assured
from octant.core.safety.services.limiting import spend
from octant.core.safety.text import screen
from octant.core.tickets.caps import max_characters
from octant.core.tickets.intake import look_again, shown
from octant.kit.errors import DomainError


@never_cache
@sensitive_post_parameters()
@require_POST
def needs(request: HttpRequest, public_id: str) -> JsonResponse:
    """What is missing, with what the text tells of it or what to pick from; empty `needs` where
    nothing was missing. Who came by a link hears of nobody's records."""
    reached = reach(request, public_id)
    if reached is None:
        return nothing_here()
    try:
        spend(limits.NEEDS_TICKET, str(reached.ticket.pk))
    except DomainError as error:
        return refused(error, error.status)
    text = screen(request.POST.get("text", "")[: max_characters()]).text
    return JsonResponse(shown(look_again(ticket=reached.ticket, text=text, who=_owner(reached))))


def _owner(reached: Reached) -> Assured | None:
    customer = reached.customer
    if reached.by_link or not customer.exchange_account:
        return None
    return Assured(customer.exchange_account, reached.assurance, subject=customer)
