"""What channels set aside: agents let it through, throw it away, or block who sent it."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from octant.core.ports.aside import UNDOING, VERBS, Aside
from octant.core.ports.registry import asides
from octant.desk.access import answering
from octant.desk.parts import reader_of
from octant.desk.views.tickets import frame
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS, MOST = 25, 100
# How a step is undone; what is not here cannot be.
UNDONE_BY = {"discard": "restore", "block": "undo_block", "block_domain": "undo_block_domain"}
REFUSED = "octant_aside_refused"  # in the session: why nothing was done


@answering
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One list, and a notice of what was just done."""
    place = _place()
    given = request.GET
    shows = [(key, str(name)) for key, name in place.shows()]
    show = given.get("show", "")
    show = show if show in dict(shows) else shows[0][0]
    cursor = given.get("page", "").replace("\0", "")[:80]
    page = place.page(reader=reader_of(request), show=show, cursor=cursor, limit=ROWS)
    context = {
        "rows": [(row, [(verb, _name(verb)) for verb in row.may]) for row in page.rows],
        "next": urlencode({"show": show, "page": page.next}) if page.next else "",
        "show": show,
        "shows": shows,
        "bulk": [(verb, _name(verb)) for verb in _bulk(page.rows)],
        "done": _done(request),
        "here": "aside",
    }
    return render(request, "desk/aside.html", {**frame(request), **context})


@answering
@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """One step for one row (`one`: verb and id) or for all that are ticked (`verb`, `ids`)."""
    given = request.POST
    verb, ids = given.get("verb", ""), given.getlist("ids")
    if one := given.get("one", ""):
        verb, _colon, number = one.partition(":")
        ids = [number]
    numbers = [int(i) for i in ids[:MOST] if i.isascii() and i.isdigit() and len(i) < 19]
    show = given.get("show", "")[:20]
    told: dict[str, Any] = {"show": show}
    if verb in (*VERBS, *UNDOING) and numbers:
        try:
            done = _place().do(actor=reader_of(request), verb=verb, show=show, ids=numbers)
            told |= {"did": verb, "ids": ",".join(map(str, done))}
        except DomainError as error:
            request.session[REFUSED] = str(error)
    return redirect(f"{reverse('desk:aside')}?{urlencode(told)}")


def _place() -> Aside:
    """The channel that sets things aside; there is one so far."""
    place = next(iter(asides().values()), None)
    if place is None:
        raise Http404
    return place


def _bulk(rows: Any) -> list[str]:
    """What fits every row of a page."""
    common = set(VERBS).intersection(*(row.may for row in rows)) if rows else set()
    return [verb for verb in VERBS if verb in common and verb != "block_domain"]


def _name(verb: str) -> "StrOrPromise":
    return {
        "release": _("Let it through"),
        "discard": _("Throw away"),
        "block": _("Block the sender"),
        "block_domain": _("Block the domain"),
        "again": _("Parse again"),
        "restore": _("Bring back"),
        "unblock": _("Unblock"),
    }[verb]


def _done(request: HttpRequest) -> dict[str, Any] | None:
    """What the notice says, and how it is undone."""
    if why := request.session.pop(REFUSED, ""):
        return {"sentence": why, "refused": True}
    given = request.GET
    verb = given.get("did", "")
    ids = [i for i in given.get("ids", "").split(",")[:MOST] if i.isascii() and i.isdigit()]
    verb = "restore" if verb in UNDOING else verb
    if verb not in VERBS:
        return None
    sentence = _sentence(verb, len(ids))
    return {"sentence": sentence, "undo": UNDONE_BY.get(verb, "") if ids else "", "ids": ids}


def _sentence(verb: str, count: int) -> str:
    if not count:
        return _("A colleague was faster: nothing was left to do.")
    sentences = {
        "release": ngettext(
            "%(count)d mail is a ticket now.", "%(count)d mails are tickets now.", count
        ),
        "discard": ngettext(
            "%(count)d mail was thrown away.", "%(count)d mails were thrown away.", count
        ),
        "block": ngettext("%(count)d sender is blocked.", "%(count)d senders are blocked.", count),
        "block_domain": ngettext(
            "%(count)d domain is blocked.", "%(count)d domains are blocked.", count
        ),
        "again": ngettext(
            "%(count)d mail was sorted anew.", "%(count)d mails were sorted anew.", count
        ),
        "restore": ngettext("%(count)d mail is back.", "%(count)d mails are back.", count),
        "unblock": ngettext(
            "%(count)d sender is unblocked.", "%(count)d senders are unblocked.", count
        ),
    }
    return sentences[verb] % {"count": count}
