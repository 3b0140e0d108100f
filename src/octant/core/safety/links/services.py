"""Change the lists of links. Each change is audited and seen by every process within a second.

`actor` is a User: this app lies below the one that has them.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.safety import audit
from octant.core.safety.links import here
from octant.core.safety.links.address import read_address
from octant.core.safety.links.feed import entries, entry_for
from octant.core.safety.links.lists import write_feed, write_rules
from octant.core.safety.links.selectors import all_rules, feed, feed_address
from octant.core.safety.links.suffixes import is_suffix
from octant.core.safety.models import LinkFeed, LinkRule
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotFound
from octant.kit.fetch import FetchError, Limits, fetch

MOST_RULES = 20_000


@transaction.atomic
def add_rule(*, actor: Any, entry: str, allowed: bool, note: str = "") -> LinkRule:
    """Put a host or an address on the allow list or the blocklist; what was there is replaced.

    Raises `DomainError` for what is no address, is ours, or belongs to everybody (`co.uk`)."""
    kept = entry_for(entry)
    host = kept.partition("/")[0]
    if not kept or len(kept) > 500:
        raise DomainError(_("Give a site such as example.com, or an address."), field="entry")
    if here.sites().holds(host):
        raise DomainError(
            _("This is one of our own sites. They are kept in the workspace."), field="entry"
        )
    if kept == host and is_suffix(host):
        raise DomainError(
            _("Anybody can register names below this one. Give a whole site."), field="entry"
        )
    if LinkRule.objects.count() >= MOST_RULES:
        raise DomainError(_("The list is full. Use a feed for so many entries."), field="entry")
    rule, _made = LinkRule.objects.update_or_create(
        entry=kept,
        defaults={
            "allowed": allowed,
            "note": note[:200],
            "added_by": actor,
            "added_at": now(),
        },
    )
    verb = "allow_link" if allowed else "block_link"
    audit.record(actor=actor, verb=verb, subject=rule, entry=kept, note=rule.note)
    transaction.on_commit(write_lists)
    return rule


@transaction.atomic
def remove_rule(*, actor: Any, rule_id: int) -> None:
    """Take an entry off its list."""
    rule = LinkRule.objects.filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(_("This entry is not on the list any more."))
    verb = "stop_allowing_link" if rule.allowed else "unblock_link"
    audit.record(actor=actor, verb=verb, subject=rule, entry=rule.entry)
    rule.delete()
    transaction.on_commit(write_lists)


@transaction.atomic
def set_feed(*, actor: Any, address: str) -> LinkFeed:
    """Name the feed (https; empty for none). It is fetched within a minute."""
    wanted = address.strip()
    if wanted:
        read = read_address(wanted)
        if not wanted.lower().startswith("https://") or not read.host or read.user:
            raise DomainError(_("Give an address that begins with https://."), field="address")
    row = LinkFeed.objects.select_for_update().first() or LinkFeed()
    row.address, row.checked_at, row.error = wanted[:500], None, ""
    row.save()
    audit.record(actor=actor, verb="set_link_feed", subject=row, address=read_host(wanted))
    return row


def read_host(address: str) -> str:
    """The host alone: a feed's address may carry a key that no audit row should keep."""
    return read_address(address).host if address else ""


def write_lists() -> bool:
    """Bring the leads' entries to where processes look; whether that changed anything."""
    changed = write_rules(here.folder(), all_rules())
    here.forget()
    return changed


def refresh_feed() -> LinkFeed:
    """Fetch the feed and put it where processes look. A failed fetch leaves the last one."""
    address, row = feed_address(), feed()
    row.checked_at = now()
    try:
        text = _read(address) if address else ""
        row.entries = write_feed(here.folder(), entries(text, here.sites()))
        row.filled_at, row.error = (now(), "") if address else (None, "")
    except FetchError as error:
        row.error = error.code
    except OSError:
        row.error = "no_file"
    row.save()
    here.forget()
    return row


def _read(address: str) -> str:
    """The feed's text. A file is read only if the operator's own setting names it."""
    if "://" in address:
        limits = Limits(
            inside=settings.OCTANT_FETCH_INSIDE, ca_file=settings.OCTANT_FETCH_CA_FILE or None
        )
        return fetch(address, limits).decode("utf-8", "replace")
    return Path(address).read_text("utf-8", "replace")
