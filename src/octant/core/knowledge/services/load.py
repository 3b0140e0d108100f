"""Content from a workspace folder into the database."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.knowledge.models import Announcement, Article, Category, GlossaryGroup, Translation
from octant.core.knowledge.services.files import articles, layout, others
from octant.core.knowledge.services.files.formats import BadFile, mapping, read_text
from octant.core.knowledge.services.files.loaded import Loaded
from octant.core.safety.guard import NeverAsked
from octant.kit.errors import DomainError

FAULTS_SAID = 20  # of a hundred files alike, the first tell enough


@transaction.atomic
def load_folder(folder: Path) -> dict[str, int]:
    """Bring topics, glossary, articles and announcements of `folder` into the database.

    Safe to run again: a file that has not changed since it was last loaded is passed over, so
    that what editors changed in the browser stays; a changed text becomes a new published
    revision. Any folder of Markdown articles will do, in one language and without topics too.
    Returns how many of each thing now stand. Raises BadFile, naming the file, for articles all
    files that want mending; then nothing of the folder is loaded.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise BadFile(_("There is no folder %(folder)s.") % {"folder": folder})
    loaded = Loaded()
    if (folder / "categories.yaml").is_file():
        others.load_categories(folder / "categories.yaml", loaded)
    if (folder / "glossary.yaml").is_file():
        others.load_glossary(folder / "glossary.yaml", loaded)
    sources = layout.find(folder, _default_language(folder))
    articles.settle(_load_articles(sources, loaded))
    for announcement in sorted((folder / "announcements").glob("*/")):
        others.load_announcement(announcement, loaded)
    return {
        "categories": Category.objects.count(),
        "articles": Article.objects.count(),
        "translations": Translation.objects.filter(current__isnull=False).count(),
        "glossary": GlossaryGroup.objects.count(),
        "announcements": Announcement.objects.count(),
    }


def _load_articles(sources: Sequence[layout.Source], loaded: Loaded) -> list[str]:
    """The slugs of those that changed. Goes on after a bad one, so that whoever brings a hundred
    articles hears of all that want mending at once."""
    changed, faults = [], []
    for source in sources:
        try:
            with transaction.atomic():
                if articles.load_article(source, loaded):
                    changed.append(source.slug)
        except NeverAsked as error:
            faults.append(f"{error} “{error.asks[0].quote}”")
        except DomainError as error:
            faults.append(str(error))
    if faults:
        rest = len(faults) - FAULTS_SAID
        more = [_("%(count)s more files want mending.") % {"count": rest}] if rest > 0 else []
        raise BadFile("\n".join([*faults[:FAULTS_SAID], *more]))
    return changed


def _default_language(folder: Path) -> str:
    file = folder / "workspace.yaml"
    raw = mapping(read_text(file), file) if file.is_file() else {}
    return str(raw.get("default_language", "en"))
