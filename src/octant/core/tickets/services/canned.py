"""Prepared replies as leads write them at the desk."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from octant.core.knowledge.models import Category
from octant.core.knowledge.texts import clean, key, one_line
from octant.core.safety import audit
from octant.core.tickets.canned import PLACEHOLDERS, mark_of, may_prepare, unknown_placeholders
from octant.core.tickets.models import CannedReply
from octant.kit.errors import Conflict, DomainError, NotFound

TEXT_CHARACTERS = 4000
TITLE_CHARACTERS = 120
SHORTCUT_CHARACTERS = 40
# What the desk's picker can find after a slash, and nobody has to hunt for on a keyboard.
_SHORTCUT = re.compile(r"/[^\W_]+(?:[-_][^\W_]+)*")


@transaction.atomic
def add_canned(
    *,
    actor: Any,
    shortcut: str,
    texts: Mapping[str, str],
    titles: Mapping[str, str] | None = None,
    category: str = "",
) -> CannedReply:
    """A new prepared reply. `texts` and `titles` are {language: words}, one text at least.

    Raises DomainError (field `shortcut`, `category`, `text_en`, `title_zh-hans` …), Conflict if
    the shortcut belongs to another reply.
    """
    may_prepare(actor)
    reply = CannedReply()
    _set(reply, shortcut, texts, titles or {}, category)
    reply.key = _free_key(reply.shortcut)
    _store(reply)
    _record(actor, "canned_reply_added", reply)
    return reply


@transaction.atomic
def change_canned(
    *,
    actor: Any,
    reply_id: int,
    shortcut: str,
    texts: Mapping[str, str],
    titles: Mapping[str, str] | None = None,
    category: str = "",
    seen: str | None = None,
) -> CannedReply:
    """Write a prepared reply anew; languages that are not named stay.

    `seen` is the mark (`tickets.canned.mark_of`) of what the lead had before them: if somebody
    else changed it since, raises Conflict and nothing is overwritten.
    """
    may_prepare(actor)
    reply = _locked(reply_id)
    before = mark_of(reply)
    _set(reply, shortcut, texts, titles or {}, category)
    if mark_of(reply) == before:
        return reply
    if seen is not None and seen != before:
        sentence = _(
            "Somebody changed this reply while you were writing. Compare with theirs below, then"
            " save again."
        )
        raise Conflict(sentence, code="edited_meanwhile")
    _store(reply)
    _record(actor, "canned_reply_changed", reply)
    return reply


@transaction.atomic
def remove_canned(*, actor: Any, reply_id: int) -> None:
    """Agents no longer find it. What was sent with it stays."""
    may_prepare(actor)
    reply = _locked(reply_id)
    _record(actor, "canned_reply_removed", reply)
    reply.delete()


def _locked(reply_id: int) -> CannedReply:
    replies = CannedReply.objects.select_for_update(of=("self",)).select_related("category")
    reply = replies.filter(pk=reply_id).first()
    if reply is None:
        raise NotFound(_("There is no such prepared reply."))
    return reply


def _set(
    reply: CannedReply,
    shortcut: str,
    texts: Mapping[str, str],
    titles: Mapping[str, str],
    category: str,
) -> None:
    reply.shortcut = _checked_shortcut(shortcut)
    reply.category = _category(category)
    named = {code: _checked_title(code, title) for code, title in titles.items()}
    said = {code: _checked_text(code, text) for code, text in texts.items()}
    reply.titles = _merged(reply.titles, named)
    reply.texts = _merged(reply.texts, said)
    if not reply.texts:
        field = f"text_{next(iter(texts), '')}"
        raise DomainError(_("Write the reply in one language at least."), field=field)


def _merged(old: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    return {code: words for code, words in {**old, **given}.items() if words}


def _checked_shortcut(given: str) -> str:
    words = one_line(given, SHORTCUT_CHARACTERS + 2).lower()
    shortcut = words if words.startswith("/") else f"/{words}"
    if len(shortcut) > SHORTCUT_CHARACTERS or not _SHORTCUT.fullmatch(shortcut):
        sentence = _(
            "Use a slash and then letters, digits and hyphens, for example /bank-name; at most"
            " %(most)d characters."
        )
        most = {"most": SHORTCUT_CHARACTERS}
        raise DomainError(sentence % most, code="bad_shortcut", field="shortcut")
    return shortcut


def _checked_title(code: str, title: str) -> str:
    words = one_line(title, TITLE_CHARACTERS + 1)
    _at_most(words, TITLE_CHARACTERS, f"title_{code}")
    return words


def _checked_text(code: str, text: str) -> str:
    words = clean(text).strip()
    _at_most(words, TEXT_CHARACTERS, f"text_{code}")
    if unknown := unknown_placeholders(words):
        sentence = _("We cannot fill in %(unknown)s. What we can fill in: %(known)s.")
        known = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        told = sentence % {"unknown": " ".join(unknown[:5]), "known": known}
        raise DomainError(told, code="unknown_placeholder", field=f"text_{code}")
    return words


def _at_most(words: str, most: int, field: str) -> None:
    if len(words) > most:
        sentence = _("This is longer than %(most)d characters. Please shorten it.")
        raise DomainError(sentence % {"most": most}, code="too_long", field=field)


def _category(wanted: str) -> Category | None:
    if not wanted:
        return None
    found = Category.objects.filter(key=key(wanted)).first()
    if found is None:
        raise DomainError(_("Choose a topic from the list."), field="category")
    return found


def _free_key(shortcut: str) -> str:
    """A key like the shortcut; a removed reply's file may still hold the plain one."""
    stem = slugify(shortcut)[:50] or "reply"
    taken = set(CannedReply.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (stem, *numbered) if name not in taken)


def _store(reply: CannedReply) -> None:
    """The table keeps shortcuts unique, so that two leads at once cannot both have one."""
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        sentence = _("Another reply has the shortcut %(shortcut)s already.")
        told = sentence % {"shortcut": reply.shortcut}
        raise Conflict(told, code="shortcut_taken", field="shortcut") from error


def _record(actor: Any, verb: str, reply: CannedReply) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=reply,
        shortcut=reply.shortcut,
        category=reply.category.key if reply.category else "",
        languages=sorted(reply.texts),
    )
