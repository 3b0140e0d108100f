"""The words of our automatic mails from a workspace's `mails.yaml`, and back.

received:
  en: {subject: We have it, text: "Hello. …"}
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from octant.channels.email.models import Wording
from octant.channels.email.sample import KINDS
from octant.channels.email.services.wording import demand_words
from octant.core.knowledge.services.files.formats import BadFile, dump_yaml, mapping, read_text
from octant.core.knowledge.services.files.loaded import Loaded
from octant.kit.clock import now
from octant.kit.errors import DomainError

FILE = "mails.yaml"
_HEAD = (
    "# What our automatic mails say in place of the product's own words. {ticket}, {brand} and\n"
)
_HEAD += "# other places for values are named on the page where leads change these words.\n"


@transaction.atomic
def load_wording(folder: Path) -> int:
    """Read mails.yaml. Returns for how many mails own words stand.

    A file that has not changed since it was last loaded is passed over, and a mail that it does
    not name is left as it is: leads may have changed it. Raises BadFile, naming the place.
    """
    file, loaded = folder / FILE, Loaded()
    if file.is_file() and loaded.fresh(FILE, content := read_text(file).encode()):
        for kind, given in mapping(content.decode(), file).items():
            subjects, texts = _words(kind, given, file)
            fields = {"subjects": subjects, "texts": texts, "changed_at": now(), "changed_by": None}
            Wording.objects.update_or_create(kind=kind, defaults=fields)
        loaded.keep(FILE, content)
    return Wording.objects.count()


def _words(kind: str, given: Any, file: Path) -> tuple[dict[str, str], dict[str, str]]:
    place = f"{file.name}, {kind}"
    if kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise BadFile(_("%(place)s: there is no such mail, only %(known)s.")
                      % {"place": place, "known": known})  # fmt: skip
    subjects: dict[str, str] = {}
    texts: dict[str, str] = {}
    for language, words in (given if isinstance(given, dict) else {"": None}).items():
        if language not in dict(settings.LANGUAGES) or not isinstance(words, dict):
            raise BadFile(_("%(place)s: write subject and text under their language.")
                          % {"place": place})  # fmt: skip
        subject, text = (str(words.get(name) or "").strip() for name in ("subject", "text"))
        try:
            demand_words(subject, text)
        except DomainError as error:
            raise BadFile(f"{place}: {error}") from error
        subjects |= {language: subject} if subject else {}
        texts |= {language: text} if text else {}
    return subjects, texts


def dump_wording(folder: Path) -> int:
    """Write all of them, as `load_wording` reads them. Returns how many mails."""
    rows = list(Wording.objects.order_by("kind"))
    found = {row.kind: _written(row) for row in rows}
    file = folder / FILE
    if found or file.exists():
        file.write_text(_HEAD + dump_yaml(found), "utf-8")
    return len(rows)


def _written(row: Wording) -> dict[str, dict[str, str]]:
    languages = sorted({*row.subjects, *row.texts})
    both = {"subject": row.subjects, "text": row.texts}
    return {
        language: {name: words[language] for name, words in both.items() if words.get(language)}
        for language in languages
    }
