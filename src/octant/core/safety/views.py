"""The workspace's own rules for the screening that browsers do before sending."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from octant.core.safety.rules.kept import keeper

CACHE_SECONDS = 60


@require_safe
def rules(request: HttpRequest) -> JsonResponse:
    """`{rules: [{kind, action, source}]}`: regular expressions to run with the flags `gi`."""
    rows = [
        {"kind": kept.kind, "action": str(kept.kind.action), "source": kept.source}
        for kept in keeper().kept()
    ]
    response = JsonResponse({"rules": rows})
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return response
