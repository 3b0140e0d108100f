"""The list of contacts: what a typed text is, what the list says of it, who changed it."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings

from octant.core.people.models import User
from octant.core.safety.contacts import services
from octant.core.safety.contacts.files import dump_contacts, load_contacts
from octant.core.safety.contacts.normalise import as_kind, readings
from octant.core.safety.contacts.selectors import listed, look_up
from octant.core.safety.models import AuditEntry, Contact
from octant.kit.errors import Conflict, DomainError

KRAKEN = Path(settings.SOURCE) / "workspaces" / "kraken"


@pytest.mark.parametrize(
    ("kind", "texts", "value"),
    [
        (
            "mail",
            [
                "support@kraken.example",
                " Support@KRAKEN.example ",
                "mailto:support@kraken.example?subject=x",
                "Kraken <support@kraken.example>",
                "ｓｕｐｐｏｒｔ＠kraken.example",
                "sup\u200bport@kraken.example",
            ],
            "support@kraken.example",
        ),
        (
            "phone",
            ["+1 555 0142", "+1 (555) 01-42", "001 555 0142", "tel:+1-555-0142", "＋１ 555 0142"],
            "+15550142",
        ),
        (
            "social",
            [
                "x:@kraken_demo",
                "Twitter: kraken_demo",
                "https://x.com/kraken_demo",
                "https://www.twitter.com/Kraken_Demo?s=20",
                "mobile.twitter.com/kraken_demo/",
                "https://x.com/@kraken_demo/status/1",
            ],
            "x:kraken_demo",
        ),
        (
            "social",
            ["u/kraken_demo", "https://old.reddit.com/user/kraken_demo"],
            "reddit:kraken_demo",
        ),
        (
            "website",
            [
                "kraken.example",
                "KRAKEN.EXAMPLE.",
                "https://kraken.example/sign-in?x=1",
                "http://kraken.example:8443",
                "https://me:pw@kraken.example/",
                "kraken。example",
            ],
            "kraken.example",
        ),
        ("website", ["https://kraken.example@evil.test/", r"https:\\evil.test\@x"], "evil.test"),
        ("website", ["krаken.example"], "xn--krken-5ve.example"),
        (
            "wallet",
            [
                "0x00000000000000000000000000000000000DEAD1",
                "ethereum:0x00000000000000000000000000000000000dead1",
            ],
            "0x00000000000000000000000000000000000dead1",
        ),
        ("alias", ["思远", " 思远 "], "思远"),
        ("alias", ["Siyuan  L", "ＳＩＹＵＡＮ l"], "siyuan l"),
    ],
)
def test_every_way_of_writing_the_same_thing_is_that_thing(
    kind: str, texts: list[str], value: str
) -> None:
    for text in texts:
        reading = as_kind(kind, text)
        assert reading is not None and reading.value == value, text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\0",
        "@",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "http://[::1",
        "x" * 5000,
        "a@b@c",
        "++",
        "\ud800",
        "https://" + "a." * 400,
        "%00@%00.%00",
    ],
)
def test_nothing_that_is_typed_breaks_reading_it(text: str) -> None:
    for reading in readings(text):
        assert reading.kind in Contact.Kind.values and len(reading.value) <= 300


@pytest.fixture
def kraken(db: None) -> None:
    load_contacts(KRAKEN)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("support@kraken.example", "official"),
        ("support@kraken.example.evil.test", ""),
        ("support@kraken-support.example", ""),
        ("refunds@kraken-support.example", "scam"),
        ("suppоrt@kraken.example", ""),  # a Cyrillic о
        ("someone@kraken.example", ""),  # the right domain is not enough
        ("+1 555 0142", "official"),
        ("555 0142", ""),
        ("+44 20 7946 0123", "scam"),
        ("https://kraken.example/login", "official"),
        ("login.kraken.example", ""),
        ("https://kraken.example@evil.test", ""),
        ("kraken.co.example", "scam"),
        ("@kraken_demo", "official"),
        ("https://t.me/kraken_demo", ""),  # ours on other networks only
        ("kraken_helpdesk", "scam"),
        ("0x0000000000000000000000000000000000000BAD", "scam"),
        ("kraken recovery desk", "scam"),
        ("思远", ""),
    ],
)
@pytest.mark.usefixtures("kraken")
def test_only_what_is_exactly_on_the_list_is_official_or_a_scam(text: str, state: str) -> None:
    assert look_up(text).state == state


@pytest.mark.usefixtures("kraken")
def test_a_name_is_official_on_every_network_where_it_is_ours() -> None:
    found = {contact.value for contact in look_up("@kraken_demo").contacts}
    assert found == {"x:kraken_demo", "reddit:kraken_demo"}


@pytest.mark.usefixtures("kraken")
def test_a_known_scam_counts_before_an_official_name(lead: User) -> None:
    services.add(actor=lead, kind="social", text="telegram:kraken_demo", state="scam", labels={})
    assert look_up("@kraken_demo").state == "scam"
    assert look_up("x:kraken_demo").state == "official"


@pytest.mark.usefixtures("kraken")
def test_the_demonstration_uses_domains_and_numbers_kept_for_fiction() -> None:
    for row in listed():
        if row.kind == "phone":
            fiction = (row.value.startswith("+155501"), row.value.startswith("+442079460"))
            assert any(fiction), row.value
        if row.kind in ("mail", "website"):
            assert row.value.endswith(".example"), row.value


@pytest.mark.usefixtures("kraken")
def test_loading_again_keeps_what_leads_changed(lead: User) -> None:
    mail = Contact.objects.get(value="support@kraken.example")
    services.remove(contact=mail, actor=lead)
    scam = Contact.objects.get(value="kraken.co.example")
    services.change(
        contact=scam,
        actor=lead,
        kind="website",
        text=scam.shown,
        state="scam",
        labels={"en": "Mine"},
    )
    added = {"kind": "website", "text": "new.example", "state": "scam", "labels": {}}
    services.add(actor=lead, **added)
    load_contacts(KRAKEN)
    assert look_up("support@kraken.example").state == ""
    assert look_up("new.example").state == "scam"
    assert Contact.objects.get(value="kraken.co.example").labels == {"en": "Mine"}


@pytest.mark.usefixtures("kraken")
def test_what_is_dumped_and_loaded_again_is_the_same_list(lead: User, tmp_path: Path) -> None:
    services.remove(contact=Contact.objects.get(value="api.kraken.example"), actor=lead)
    services.add(actor=lead, kind="wallet", text="0x" + "AB" * 20, state="scam", labels={"en": "W"})
    (tmp_path / "workspace.yaml").write_bytes((KRAKEN / "workspace.yaml").read_bytes())
    before = {(row.kind, row.value, row.state, str(row.labels)) for row in listed()}
    assert dump_contacts(tmp_path) == Contact.objects.count()
    Contact.objects.all().delete()
    load_contacts(tmp_path)
    assert {(row.kind, row.value, row.state, str(row.labels)) for row in listed()} == before


@pytest.mark.django_db
def test_what_has_left_the_file_leaves_the_list(tmp_path: Path) -> None:
    file = tmp_path / "contacts.yaml"
    rows = [{"kind": "website", "value": f"{name}.example", "state": "scam"} for name in "ab"]
    file.write_text(yaml.safe_dump({"contacts": rows}))
    assert load_contacts(tmp_path) == 2
    file.write_text(yaml.safe_dump({"contacts": rows[:1]}))
    assert load_contacts(tmp_path) == 1
    assert look_up("b.example").state == ""


def test_every_change_is_in_the_audit_trail(lead: User) -> None:
    entry = {"kind": "website", "text": "https://fake.example/x", "labels": {}}
    row = services.add(actor=lead, state="scam", **entry)
    assert row.value == "fake.example"
    with pytest.raises(Conflict):
        services.add(actor=lead, state="official", **entry)
    services.change(contact=row, actor=lead, state="official", **entry)
    services.remove(contact=row, actor=lead)
    services.add(actor=lead, state="scam", **entry)
    verbs = AuditEntry.objects.filter(actor=lead).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add_contact", "change_contact", "remove_contact", "add_contact"]
    assert look_up("fake.example").state == "scam"


@pytest.mark.parametrize(
    ("kind", "text", "state", "field"),
    [
        ("mail", "not an address", "official", "text"),
        ("phone", "0142", "official", "text"),
        ("website", "nothing", "scam", "text"),
        ("alias", "思远", "official", "state"),
    ],
)
def test_what_is_not_of_its_kind_is_refused_beside_its_field(
    lead: User, kind: str, text: str, state: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        services.add(actor=lead, kind=kind, text=text, state=state, labels={})
    assert refused.value.field == field
    assert not Contact.objects.exists()
