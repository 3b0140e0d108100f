"""What readers tell us: votes, readings, searches and what followed. No person is stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.knowledge.events import ArticleRated
from octant.core.knowledge.models import Asker, Reading, Search, Translation, Vote
from octant.core.knowledge.texts import key, one_line
from octant.core.outbox.services import publish as publish_event
from octant.core.safety.text.screening import screen
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotFound

REASONS = ("unclear", "incomplete", "wrong", "outdated", "not-my-problem")
COMMENT_CHARACTERS = 2000
# The same words again within this time are one search: reloads, back buttons, next pages.
SAME_SEARCH_MINUTES = 30
# A contact this long after a search still counts as what the search led to.
DEFLECTION_HOURS = 24


@transaction.atomic
def vote(
    *,
    reader: str,
    slug: str,
    language: str,
    helpful: bool,
    reason: str = "",
    comment: str = "",
) -> Vote:
    """Note whether the text as it is now helped; a second vote of a reader replaces the first.

    Raises NotFound without such a published text, DomainError (field `comment`) if the
    comment is longer than 2,000 characters.
    """
    if len(comment) > COMMENT_CHARACTERS:
        sentence = _("Please shorten your comment to %(most)d characters.")
        raise DomainError(sentence % {"most": COMMENT_CHARACTERS}, code="too_long", field="comment")
    revision = _published(slug, language).current
    assert revision is not None
    rated, _new = Vote.objects.update_or_create(
        revision=revision,
        reader=reader,
        defaults={
            "helpful": helpful,
            "reason": reason if reason in REASONS and not helpful else "",
            "comment": screen(comment).text.strip(),
            "created_at": now(),
            "handled_at": None,
        },
    )
    publish_event(
        ArticleRated(slug=slug, language=language, revision=rated.revision_id, helpful=helpful)
    )
    return rated


def note_reading(*, reader: str, slug: str, language: str) -> bool:
    """Count a reader of a text once a day. Returns whether it is the first time today."""
    text = _published(slug, language)
    _row, first = Reading.objects.get_or_create(translation=text, reader=reader, day=now().date())
    return first


@transaction.atomic
def log_search(*, reader: str, query: str, language: str, results: int, category: str = "") -> int:
    """Note a search and how many results it had; returns its id, for `note_click`."""
    words = one_line(screen(query[:1000]).text, 200)
    since = now() - timedelta(minutes=SAME_SEARCH_MINUTES)
    same = Search.objects.filter(
        reader=reader, created_at__gte=since, query=words, language=language
    ).first()
    if same is not None:
        return same.pk
    return Search.objects.create(
        query=words,
        language=language,
        category=key(category, 80),
        results=results,
        reader=reader,
        created_at=now(),
    ).pk


def note_click(*, reader: str, search: int, slug: str) -> bool:
    """Note that the reader opened an article from their own search. Returns whether it was."""
    return bool(
        Search.objects.filter(pk=search, reader=reader, clicked="").update(clicked=key(slug, 80))
    )


@transaction.atomic
def note_contact(readers: Sequence[str], at: datetime) -> int:
    """Note that somebody asked a person at `at`, whom we know as these readers (of today and
    yesterday): on their searches of the day before, and on what they read.

    Channels call it when a chat starts or a form is sent; returns how many searches it marks.
    """
    since = at - timedelta(hours=DEFLECTION_HOURS)
    searches = Search.objects.filter(reader__in=readers)
    read = Reading.objects.filter(reader__in=readers).values_list("reader", flat=True)
    known = {*read, *searches.values_list("reader", flat=True)}  # of others nothing is kept
    Asker.objects.bulk_create([Asker(reader=each, at=at) for each in known], ignore_conflicts=True)
    return searches.filter(created_at__gte=since, created_at__lte=at, contacted_at=None).update(
        contacted_at=at
    )


def _published(slug: str, language: str) -> Translation:
    text = (
        Translation.objects.select_related("current")
        .filter(article__slug=key(slug), language=key(language), current__isnull=False)
        .first()
    )
    if text is None:
        raise NotFound(_("There is no such article."))
    return text
