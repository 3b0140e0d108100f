"""Announcements: written in all languages at once, shown to readers now or at an hour."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from octant.core.knowledge import generation, rules
from octant.core.knowledge.choices import NewsKind
from octant.core.knowledge.models import Announcement
from octant.core.knowledge.selectors.news import mark_of
from octant.core.knowledge.texts import clean, key, one_line
from octant.core.safety import audit
from octant.core.safety.guard import demand_printable
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotFound

# {language: {title, summary, body}}; a language left without a word is not there.
Texts = Mapping[str, Mapping[str, str]]


@transaction.atomic
def create_announcement(
    *, actor: Any, texts: Texts, slug: str = "", kind: str = ""
) -> Announcement:
    """An announcement as a draft. Without a `slug` its address is made from day and title.

    Raises DomainError (field `slug`, `kind`, or `title_en`, `body_zh-hans` …).
    """
    rules.may_edit(actor)
    kept = _checked(texts, {})
    address = rules.checked_slug(slug) if slug else _address(kept)
    row, new = Announcement.objects.get_or_create(
        slug=address, defaults={"texts": kept, "extra": _with_kind({}, kind)}
    )
    if not new:
        sentence = _("Another announcement has this address already.")
        raise Conflict(sentence, code="slug_taken", field="slug")
    audit.record(actor=actor, verb="announcement_created", subject=row, slug=address)
    return row


@transaction.atomic
def save_announcement(
    *, actor: Any, slug: str, texts: Texts, kind: str = "", seen: str | None = None
) -> Announcement:
    """Write the texts anew; languages that `texts` does not name stay.

    `seen` is the mark (`selectors.news.mark_of`) of what the editor had before them: if
    somebody else changed it since, raises Conflict and nothing is lost or overwritten. What
    readers see already must stay complete, and changes for them at once.
    """
    rules.may_edit(actor)
    row = _locked(slug)
    kept, extra = _checked(texts, row.texts), _with_kind(row.extra, kind)
    if (kept, extra) == (row.texts, row.extra):
        return row
    if seen is not None and seen != mark_of(row):
        sentence = _(
            "Somebody saved this announcement while you were writing. Compare with theirs below,"
            " then save again."
        )
        raise Conflict(sentence, code="edited_meanwhile")
    if row.published_at is not None:
        _complete(kept)
    row.texts, row.extra = kept, extra
    row.save(update_fields=["texts", "extra"])
    if _out(row):
        generation.advance()
    audit.record(actor=actor, verb="announcement_saved", subject=row, languages=sorted(kept))
    return row


@transaction.atomic
def publish_announcement(*, actor: Any, slug: str, at: datetime | None = None) -> Announcement:
    """Let readers see it now, or at `at` (aware, in the future).

    Publishing again what readers see is no error. Raises DomainError if a text is missing.
    """
    rules.may_edit(actor)
    row = _locked(slug)
    if _out(row) and at is None:
        return row
    if _out(row):
        sentence = _("Readers see it already. Take it back first.")
        raise DomainError(sentence, code="published", field="publish_at")
    if at is not None and at <= now():
        sentence = _("Choose a time in the future.")
        raise DomainError(sentence, code="in_the_past", field="publish_at")
    _complete(row.texts)
    row.published_at, row.awaited = at or now().replace(microsecond=0), at is not None
    row.save(update_fields=["published_at", "awaited"])
    if at is None:
        generation.advance()
        audit.record(actor=actor, verb="announcement_published", subject=row)
    else:
        audit.record(actor=actor, verb="announcement_scheduled", subject=row, at=at.isoformat())
    return row


@transaction.atomic
def take_back_announcement(*, actor: Any, slug: str) -> Announcement:
    """Hide it from readers, or give up the plan to show it. It stays as a draft."""
    rules.may_edit(actor)
    row = _locked(slug)
    if row.published_at is None:
        return row
    seen = _out(row)
    row.published_at, row.awaited = None, False
    row.save(update_fields=["published_at", "awaited"])
    if seen:
        generation.advance()
    audit.record(actor=actor, verb="announcement_taken_back", subject=row, seen=seen)
    return row


@transaction.atomic
def delete_announcement(*, actor: Any, slug: str) -> None:
    """Remove a draft for good. Raises DomainError for what is published or planned."""
    rules.may_edit(actor)
    row = _locked(slug)
    if row.published_at is not None:
        raise DomainError(_("Take it back before you delete it."), code="published")
    audit.record(actor=actor, verb="announcement_deleted", subject=row, slug=row.slug)
    row.delete()


def _locked(slug: str) -> Announcement:
    row = Announcement.objects.select_for_update().filter(slug=key(slug)).first()
    if row is None:
        raise NotFound(_("There is no such announcement."))
    return row


def _out(row: Announcement) -> bool:
    return row.published_at is not None and row.published_at <= now()


def _checked(texts: Texts, old: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The texts as they are kept: cleaned, with what we do not read of `old`."""
    kept = {code: text for code, text in old.items() if code not in texts}
    for code, given in texts.items():
        words = {name: given.get(name, "") for name in ("title", "summary", "body")}
        if not any(word.strip() for word in words.values()):
            continue
        kept[code] = {**old.get(code, {}), **_cleaned(code, words)}
    if not kept:
        field = f"title_{next(iter(texts), '')}"
        raise DomainError(_("Give the announcement a title."), code="empty", field=field)
    return kept


def _cleaned(code: str, words: Mapping[str, str]) -> dict[str, str]:
    title = one_line(words["title"], rules.TITLE_CHARACTERS + 1)
    summary = one_line(words["summary"], rules.SUMMARY_CHARACTERS + 1)
    if not title:
        sentence = _("Give the announcement a title in this language.")
        raise DomainError(sentence, code="empty", field=f"title_{code}")
    rules.at_most(title, rules.TITLE_CHARACTERS, f"title_{code}")
    rules.at_most(summary, rules.SUMMARY_CHARACTERS, f"summary_{code}")
    rules.at_most(words["body"], rules.BODY_CHARACTERS, f"body_{code}")
    return {"title": title, "summary": summary, "body": clean(words["body"]).strip() + "\n"}


def _complete(texts: Mapping[str, Mapping[str, Any]]) -> None:
    """What readers will see is whole, and asks for nothing that support never asks for."""
    for code, text in texts.items():
        demand_printable("\n".join(map(str, text.values())), where=code)
        if not str(text.get("body", "")).strip():
            sentence = _("Write the text before you publish it.")
            raise DomainError(sentence, code="empty", field=f"body_{code}")


def _with_kind(extra: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """`extra` with the kind of news; one that only a file names may stay."""
    if kind == str(extra.get("kind", "")):
        return dict(extra)
    rest = {name: held for name, held in extra.items() if name != "kind"}
    if not kind:
        return rest
    if kind not in NewsKind.values:
        raise DomainError(_("Choose a kind of news."), code="bad_kind", field="kind")
    return {**rest, "kind": kind}


def _address(texts: Mapping[str, Mapping[str, Any]]) -> str:
    """`2027-05-01-new-network`: the day, and the title as far as it is Latin letters."""
    first = texts.get("en") or next(iter(texts.values()))
    words = slugify(str(first["title"]).replace("_", " "))[:60].strip("-")
    return f"{now():%Y-%m-%d}-{words or 'news'}"
