"""Content from a workspace folder into the database."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.knowledge.models import Announcement, Article, Category, GlossaryGroup, Translation
from octant.core.knowledge.services.files import articles, layout, others
from octant.core.knowledge.services.files.formats import BadFile, mapping, read_text
from octant.core.knowledge.services.files.loaded import Loaded


@transaction.atomic
def load_folder(folder: Path) -> dict[str, int]:
    """Bring topics, glossary, articles and announcements of `folder` into the database.

    Safe to run again: a file that has not changed since it was last loaded is passed over, so
    that what editors changed in the browser stays; a changed text becomes a new published
    revision. Any folder of Markdown articles will do, in one language and without topics too.
    Returns how many of each thing now stand. Raises BadFile, naming the file; then nothing of
    the folder is loaded.
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
    changed = [source.slug for source in sources if articles.load_article(source, loaded)]
    articles.settle(changed)
    for announcement in sorted((folder / "announcements").glob("*/")):
        others.load_announcement(announcement, loaded)
    return {
        "categories": Category.objects.count(),
        "articles": Article.objects.count(),
        "translations": Translation.objects.filter(current__isnull=False).count(),
        "glossary": GlossaryGroup.objects.count(),
        "announcements": Announcement.objects.count(),
    }


def _default_language(folder: Path) -> str:
    file = folder / "workspace.yaml"
    raw = mapping(read_text(file), file) if file.is_file() else {}
    return str(raw.get("default_language", "en"))
