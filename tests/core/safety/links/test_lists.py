"""Lists of links: what leads enter, what a feed reports, and how every process sees it."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoCaptureOnCommitCallbacks

from octant.core.people.models import User
from octant.core.safety.links import Level, Sites, check_link, here, selectors
from octant.core.safety.links.feed import entries
from octant.core.safety.links.lists import FEED, RULES, Keeper, write_feed, write_rules
from octant.core.safety.links.services import add_rule, refresh_feed, remove_rule, set_feed
from octant.core.safety.links.tasks import feed_due, keep_lists
from octant.core.safety.models import AuditEntry, LinkRule
from octant.kit.errors import DomainError, NotFound

OURS = Sites(("kraken.example",))


@pytest.fixture(autouse=True)
def _home(settings: LazySettings, tmp_path: Path) -> None:
    settings.OCTANT_HOME = tmp_path
    settings.OCTANT_LINK_FEED = ""


def test_a_feed_is_read_in_the_forms_that_feeds_come_in() -> None:
    text = """# comment
! comment
[Adblock Plus 2.0]
bad.test
https://host.test/Phish?a=1#part
0.0.0.0 hosts.test
127.0.0.1\ttabs.test # why
||filter.test^$third-party
"12","2026-01-01","https://csv.test/pay","phishing"
xn--e1afmkfd.test

not a host
com
github.io
kraken.example
https://github.io/phish
"""
    assert list(entries(text, OURS)) == [
        "bad.test",
        "host.test/Phish?a=1",
        "hosts.test",
        "tabs.test",
        "filter.test",
        "csv.test/pay",
        "пример.test",
        "github.io/phish",
    ]


def test_another_process_sees_a_changed_list(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    assert keeper.current().look_up("bad.test", "") is None
    assert write_feed(tmp_path, ["bad.test", "b.test/x", "bad.test"]) == 2
    assert write_rules(tmp_path, {"fine.test": True}) and not write_rules(
        tmp_path, {"fine.test": True}
    )
    keeper.forget()
    lists = keeper.current()
    assert lists.look_up("www.bad.test", "/x") and lists.look_up("fine.test", "")
    assert lists.look_up("b.test", "/x/y") and not lists.look_up("b.test", "/")


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]x", b"\xff" * 9])
def test_a_damaged_list_lists_nothing(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / RULES).write_bytes(broken)
    (tmp_path / FEED).write_bytes(broken)
    assert Keeper(tmp_path).current().look_up("a.test", "/x") is None


@pytest.mark.django_db
def test_what_a_lead_enters_holds_at_once_and_leaves_a_trace(
    lead: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rule = add_rule(actor=lead, entry="https://Bad.TEST/", allowed=False, note="fake prizes")
        add_rule(actor=lead, entry="status.test", allowed=True)
    assert check_link("https://www.bad.test/x").level is Level.DANGEROUS
    assert check_link("https://status.test").level is Level.KNOWN
    with django_capture_on_commit_callbacks(execute=True):
        remove_rule(actor=lead, rule_id=rule.pk)
    assert check_link("https://www.bad.test/x").level is Level.UNKNOWN
    trail = AuditEntry.objects.filter(subject_type="safety.linkrule").order_by("pk")
    verbs = list(trail.values_list("verb", "actor"))
    assert verbs == [("block_link", lead.pk), ("allow_link", lead.pk), ("unblock_link", lead.pk)]


@pytest.mark.django_db
def test_an_entry_changes_its_list_and_stands_there_once(lead: User) -> None:
    add_rule(actor=lead, entry="site.test", allowed=False)
    add_rule(actor=lead, entry="site.test", allowed=True, note="asked them")
    assert [rule.note for rule in selectors.rules(allowed=True).rules] == ["asked them"]
    assert selectors.rules(allowed=False).rules == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "entry",
    ["", "word", "co.uk", "com", "kraken.example", "x.kraken.example", "javascript:1", "a b"],
)
def test_what_is_no_site_ours_or_everybodys_is_refused(lead: User, entry: str) -> None:
    with pytest.raises(DomainError):
        add_rule(actor=lead, entry=entry, allowed=False)
    assert not LinkRule.objects.exists()


@pytest.mark.django_db
def test_what_is_gone_cannot_be_removed_again(lead: User) -> None:
    with pytest.raises(NotFound):
        remove_rule(actor=lead, rule_id=1)


@pytest.mark.django_db
def test_lists_come_in_pages_and_can_be_searched(lead: User) -> None:
    for number in range(5):
        add_rule(actor=lead, entry=f"s{number}.test", allowed=False, note="odd" * (number % 2))
    page = selectors.rules(allowed=False, limit=3)
    after = selectors.rules(allowed=False, limit=3, after=page.next)
    assert [rule.entry for rule in [*page.rules, *after.rules]] == [f"s{n}.test" for n in range(5)]
    assert after.next == ""
    assert len(selectors.rules(allowed=False, search="odd").rules) == 2


@pytest.mark.django_db
def test_a_feed_from_a_file_of_the_operator_is_fetched_when_due(
    settings: LazySettings, tmp_path: Path
) -> None:
    assert not feed_due()
    file = tmp_path / "feed.txt"
    file.write_text("bad.test\n", "utf-8")
    settings.OCTANT_LINK_FEED = str(file)
    assert feed_due()
    keep_lists()
    assert not feed_due()
    assert (selectors.feed().entries, selectors.feed().error) == (1, "")
    assert check_link("https://bad.test").level is Level.DANGEROUS
    (here.folder() / FEED).unlink()
    assert feed_due()


@pytest.mark.django_db
def test_a_failed_fetch_leaves_the_last_feed_in_force(
    settings: LazySettings, tmp_path: Path
) -> None:
    file = tmp_path / "feed.txt"
    file.write_text("bad.test\n", "utf-8")
    settings.OCTANT_LINK_FEED = str(file)
    refresh_feed()
    file.unlink()
    assert refresh_feed().error == "no_file"
    assert check_link("https://bad.test").level is Level.DANGEROUS


@pytest.mark.django_db
def test_a_lead_names_a_feed_at_https_only_and_never_a_file(lead: User) -> None:
    for wrong in ("/etc/passwd", "http://feed.test/", "file:///etc/passwd", "https://a@b.test/"):
        with pytest.raises(DomainError):
            set_feed(actor=lead, address=wrong)
    set_feed(actor=lead, address="https://127.0.0.1/list?key=hidden")
    assert feed_due()
    assert refresh_feed().error == "private_address"
    assert "hidden" not in str(AuditEntry.objects.get(verb="set_link_feed").detail)
    set_feed(actor=lead, address="")
    assert feed_due()
    assert refresh_feed().entries == 0
    assert not feed_due()
