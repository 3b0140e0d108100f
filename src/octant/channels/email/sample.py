"""An automatic mail with made-up values, for the page on which leads choose its words."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from octant.channels.email.models import Outgoing
from octant.channels.email.words import expected, fill, hours, product_words, subject_pattern
from octant.core.ports.workspace import workspace
from octant.core.tickets.services.returning import reopen_period
from octant.kit.clock import now

NUMBER = "ABCD-1234"


@dataclass(frozen=True, slots=True)
class Sample:
    subject: str
    text: str
    html: str


def sample(kind: str, language: str, words: tuple[str, str]) -> Sample:
    """`words`: (subject, text); where one is empty, the product's own words."""
    with translation.override(language):
        values = _values()
        subject = fill(words[0], values) if words[0] else subject_pattern(kind) % values
        parts = fill(words[1], values).split("\n\n") if words[1] else product_words(kind, values)
        context = {
            "greeting": _("Hello %(name)s,") % {"name": _("Alex")},
            "parts": parts,
            "brand": workspace().name,
            "ticket": {"public_id": NUMBER},
            "link": f"{settings.OCTANT_URL}{reverse('live_chat')}",
            "verify": f"{settings.OCTANT_URL}{reverse('verify')}",
            "language": language,
        }
        return Sample(
            subject=" ".join(subject.split())[:200],
            text=render_to_string("email/mail.txt", context).strip(),
            html=render_to_string("email/mail.html", context),
        )


def _values() -> dict[str, object]:
    known = hours()
    return {
        **known,
        "ticket": NUMBER,
        "subject": _("My withdrawal has not arrived"),
        "brand": workspace().name,
        "promise": expected(known),
        "days": reopen_period().days,
        "closes": date_format(now() + timedelta(days=4), "DATE_FORMAT"),
    }


KINDS = frozenset(str(kind) for kind in Outgoing.Kind.values) - {"reply"}
