"""The page that answers: is this really us?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from octant.core.people.access import is_user
from octant.core.ports.workspace import workspace
from octant.core.proof import limits
from octant.core.proof.forms import AskForm
from octant.core.proof.questions import answer
from octant.core.proof.reach import reaches_of
from octant.core.safety.contacts.platforms import network_name
from octant.core.safety.contacts.selectors import label, listed
from octant.core.safety.models import Contact
from octant.core.safety.services.limiting import spend


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Answer one question. By POST, so that what was typed stands in no log of addresses."""
    form = AskForm(request.POST or None)
    context = {"form": form, "signed_in": is_user(request.user), **_standing()}
    if request.method == "POST" and form.is_valid():
        _spend(request)
        given = form.cleaned_data
        context["answer"] = answer(
            given["text"], reaches_of(request, given["link"]), get_language() or "en"
        )
    return render(request, "proof/verify.html", context)


def _spend(request: HttpRequest) -> None:
    spend(limits.ASK_ADDRESS, str(request.META.get("REMOTE_ADDR", "")))
    if is_user(request.user):
        spend(limits.ASK_PERSON, str(request.user.pk))


def _standing() -> dict[str, object]:
    """What the page says whatever was asked."""
    language = get_language() or "en"
    never = workspace().raw.get("never_asked", [])
    return {
        "never_asked": [str(row.get(language) or row.get("en", "")) for row in never],
        "groups": _groups(language),
    }


def _groups(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that is ours, by kind: (what it is, what it is for)."""
    rows = listed(Contact.State.OFFICIAL)
    found = []
    for kind in Contact.Kind:
        mine = [(_shown(row), label(row, language)) for row in rows if row.kind == kind]
        if mine:
            found.append((str(kind.label), mine))
    return found


def _shown(row: Contact) -> str:
    if row.kind != Contact.Kind.SOCIAL:
        return row.shown
    network, _colon, name = row.value.partition(":")
    return f"{network_name(network)}: {name}"
