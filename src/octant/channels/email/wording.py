"""Our automatic mails in words that leads choose. Imports lie inside, because apps declare it
before models load."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from octant.channels.email.channel import KEY

PLACEHOLDERS = (
    ("{ticket}", _("the number of the ticket")),
    ("{subject}", _("what the ticket is about")),
    ("{brand}", _("the name of the brand")),
    ("{promise}", _("by when we answer")),
    ("{min}", _("the hours within which we answer at the soonest")),
    ("{max}", _("the hours within which we answer at the latest")),
    ("{days}", _("the days within which an answer opens the ticket again")),
    ("{closes}", _("when the ticket is closed without an answer")),
)
_ONLY = {"{closes}": ("reminder",), "{days}": ("solved", "closed")}


class MailWording:
    """The port's `Wordings`."""

    key = KEY

    def kinds(self) -> Sequence[tuple[str, Any, bool]]:
        from octant.channels.email.models import Outgoing, Wording

        changed = set(Wording.objects.values_list("kind", flat=True))
        named = [(str(key), name) for key, name in Outgoing.Kind.choices if key != "reply"]
        return [(key, name, key in changed) for key, name in named]

    def words(self, kind: str) -> Mapping[str, tuple[str, str]]:
        from django.conf import settings

        from octant.channels.email.words import own_words

        return {code: own_words(kind, code) for code, _name in settings.LANGUAGES}

    def placeholders(self, kind: str) -> Sequence[tuple[str, Any]]:
        return [(name, words) for name, words in PLACEHOLDERS if kind in _ONLY.get(name, (kind,))]

    def keep(self, *, actor: Any, kind: str, words: Mapping[str, tuple[str, str]]) -> None:
        from octant.channels.email.services.wording import save_wording

        save_wording(actor=actor, kind=kind, words=words)

    def preview(self, *, kind: str, language: str, words: tuple[str, str]) -> tuple[str, str]:
        from octant.channels.email.sample import sample

        mail = sample(kind, language, words)
        return mail.subject, mail.text

    def send_test(self, *, actor: Any, kind: str, language: str, words: tuple[str, str]) -> str:
        from octant.channels.email.services.wording import send_test

        return send_test(actor=actor, kind=kind, language=language, words=words)
