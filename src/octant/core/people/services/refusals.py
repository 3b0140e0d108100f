"""Pages that somebody was refused, in the audit trail (OWASP ASVS 5.0, 16.3.2)."""

from django.http import HttpRequest

from octant.core.people.access import is_user
from octant.core.safety import audit
from octant.core.safety.services.limiting import Limit, spend
from octant.kit.errors import DomainError, TooMany

# Of one person; who goes on is in the log, line by line, and the trail has seen enough.
NOTED = Limit("refused_page", 20, 60)


def note(*, request: HttpRequest, error: DomainError) -> None:
    """Leave a trace that whoever is signed in was refused what they asked for. The route is
    kept, not the address: words may stand in that."""
    if error.status != 403 or not is_user(request.user):
        return
    try:
        spend(NOTED, str(request.user.pk))
    except TooMany:
        return
    match = request.resolver_match
    audit.record(
        actor=request.user,
        verb="refuse_page",
        subject=request.user,
        page=match.route if match else "",
        method=str(request.method),
        code=error.code,
        role=request.user.role,
    )
