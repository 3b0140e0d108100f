"""A mail as it came, in the three ways in which staff may look at it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from octant.channels.email.services.keeping import raw_of
from octant.core.safety.labels import readable
from octant.core.safety.text import screen
from octant.kit.mail.html import clean_html
from octant.kit.mail.reading import read_mail

if TYPE_CHECKING:
    from octant.channels.email.models import Arrival, Letter

SOURCE = 60_000  # characters of the source that are shown


@dataclass(frozen=True, slots=True)
class Shown:
    """`missing` says why there is nothing to show."""

    text: str = ""
    html: SafeString | str = ""
    missing: str = ""
    cut: bool = False


def whole(letter: "Letter") -> Shown:
    """All that it says, screened when it came."""
    return Shown(text=readable(letter.full or letter.message.text))


def formatted(letter: "Letter") -> Shown:
    """Its HTML made harmless: its own pictures at their places, nothing loaded from elsewhere,
    no link that opens."""
    if not letter.formatted:
        return Shown(missing=_("This mail has no formatting that may be shown."))
    raw = _raw(letter.arrival)
    if isinstance(raw, Shown):
        return raw
    inline = {cid: reverse("file", args=[public_id]) for cid, public_id in letter.inline.items()}
    return Shown(html=mark_safe(clean_html(read_mail(raw).html, inline=inline)))


def source(arrival: "Arrival | None") -> Shown:
    """Headers and all, as bytes that came over the wire; what looks like a secret is masked."""
    raw = _raw(arrival)
    if isinstance(raw, Shown):
        return raw
    text = raw[: SOURCE * 4].decode("utf-8", "replace").replace("\r\n", "\n")
    shown = readable(screen(text[:SOURCE], max_chars=SOURCE).text)
    return Shown(text=shown, cut=len(text) > SOURCE or len(raw) > SOURCE * 4)


def said(arrival: "Arrival") -> Shown:
    """What a mail says that stands on no ticket, as text; what looks like a secret is masked."""
    raw = _raw(arrival)
    if isinstance(raw, Shown):
        return raw
    text = read_mail(raw).text
    shown = readable(screen(text[:SOURCE], max_chars=SOURCE).text)
    return Shown(text=shown, cut=len(text) > SOURCE)


def _raw(arrival: "Arrival | None") -> bytes | Shown:
    if arrival is None:
        return Shown(missing=_("The original is no longer kept."))
    if not arrival.gone:
        try:
            return raw_of(arrival)
        except FileNotFoundError:
            return Shown(missing=_("The original is no longer kept."))
    if arrival.reason == "secret":
        return Shown(
            missing=_("The original held a secret, so it was removed. What it said is masked.")
        )
    return Shown(missing=_("The original is no longer kept."))
