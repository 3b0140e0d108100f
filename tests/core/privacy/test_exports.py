"""A person gets all that is kept about them, nobody else does, and not for ever."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.core.privacy.conftest import Traces, a_person
from tests.core.tickets.factories import words

from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.privacy.archive import archive
from octant.core.privacy.models import Export, Sight
from octant.core.privacy.services import exports
from octant.core.privacy.services.retention import enforce
from octant.core.safety import store
from octant.core.safety.models import AuditEntry
from octant.core.tickets.services.conversation import note, send
from octant.kit.clock import moved
from octant.kit.errors import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
UP = Assurance.STEPPED_UP


def ready(traces: Traces) -> Export:
    made = exports.ask_own(user=traces.user, customer=traces.customer, level=Assurance.STEPPED_UP)
    assert exports.make_due() == 1
    made.refresh_from_db()
    return made


def opened(traces: Traces) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    zipped = zipfile.ZipFile(io.BytesIO(b"".join(archive(traces.customer))))
    assert zipped.testzip() is None
    return zipped, json.loads(zipped.read("data.json"))


def test_it_holds_what_was_said_and_sent_by_both_and_no_notes(traces: Traces, agent: User) -> None:
    send(ticket=traces.ticket, agent=agent, text=words("We are looking."))
    note(ticket=traces.ticket, agent=agent, text=words("Do not tell them."))
    zipped, data = opened(traces)
    said = [(m["author"], m["text"]) for m in data["messages"] if m["kind"] == "message"]
    assert ("Mia", "We are looking.") in said
    assert ("", "My zebramessage has not come.") in said
    everything = zipped.read("data.json").decode()
    assert "Do not tell them." not in everything and "Maria Schmidt" not in everything
    assert data["you"][0]["email"] == traces.user.email
    assert data["account"][0]["name"] == "Zebulon Quartz" and "password" not in everything
    (file,) = data["files"]
    assert zipped.read(file["in_archive"]) == b"".join(store.get(traces.file.digest))
    assert "README.txt" in zipped.namelist()


def test_it_holds_nothing_of_anybody_else(traces: Traces) -> None:
    a_person("Olive Branch", email="olive@customers.example", text="I am an olivebranch.")
    zipped, _data = opened(traces)
    assert "olive" not in zipped.read("data.json").decode().lower()


def test_every_part_is_a_list_even_when_it_is_empty(traces: Traces) -> None:
    _zipped, data = opened(traces)
    parts = {name: part for name, part in data.items() if name not in ("format", "made_at", "by")}
    assert all(isinstance(part, list) for part in parts.values())
    assert {"consents", "account_locks", "seen_by_staff", "unfinished_uploads"} <= set(parts)


def test_bytes_that_are_gone_leave_an_empty_file_and_not_a_failure(traces: Traces) -> None:
    store.delete(traces.file.digest)
    zipped, data = opened(traces)
    assert zipped.read(data["files"][0]["in_archive"]) == b""


def test_the_archive_lies_encrypted(traces: Traces) -> None:
    made = ready(traces)
    assert all(
        b"zebramessage" not in path.read_bytes() and b"data.json" not in path.read_bytes()
        for path in store.root().rglob("*")
        if path.is_file()
    )
    found, content = exports.fetch(reader=traces.user, public_id=made.public_id, level=UP)
    assert len(b"".join(content)) == found.size


def test_nobody_else_can_fetch_it_and_later_nobody(traces: Traces, admin: User) -> None:
    made = ready(traces)
    other = a_person("Olive Branch", email="olive@customers.example")
    for reader in (other.user, admin):
        with pytest.raises(NotFound):
            exports.fetch(reader=reader, public_id=made.public_id, level=UP)
    with moved(timedelta(days=8)), pytest.raises(DomainError) as refusal:
        exports.fetch(reader=traces.user, public_id=made.public_id, level=UP)
    assert refusal.value.status == 410


def test_when_it_expires_its_bytes_go(traces: Traces) -> None:
    made = ready(traces)
    with moved(timedelta(days=8)):
        enforce(budget_seconds=60)
    assert not Export.objects.exists()
    with pytest.raises(FileNotFoundError):
        next(store.get(made.digest))


def test_an_administrator_fetches_what_they_asked_for_and_the_access_log_says_so(
    traces: Traces, admin: User, lead: User
) -> None:
    with pytest.raises(NotAllowed):
        exports.ask_for(actor=lead, customer=traces.customer)
    made = exports.ask_for(actor=admin, customer=traces.customer)
    exports.make_due()
    exports.fetch(reader=admin, public_id=made.public_id, level=UP)
    assert Sight.objects.get(agent=admin).what == "export"
    assert AuditEntry.objects.filter(verb="fetch_export", actor=admin).count() == 1
    User.objects.filter(pk=admin.pk).update(role="agent")
    admin.refresh_from_db()
    with pytest.raises(NotAllowed):
        exports.fetch(reader=admin, public_id=made.public_id, level=UP)


def test_asking_again_while_it_is_made_is_asking_once(traces: Traces) -> None:
    ask = {"user": traces.user, "customer": traces.customer, "level": Assurance.STEPPED_UP}
    assert exports.ask_own(**ask) == exports.ask_own(**ask)  # type: ignore[arg-type]
    exports.make_due()
    assert exports.ask_own(**ask).ready_at is None  # type: ignore[arg-type]


def test_a_worker_that_died_leaves_it_to_the_next(
    traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.ask_own(user=traces.user, customer=traces.customer, level=Assurance.STEPPED_UP)

    def die(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(exports, "_make", die)
        with pytest.raises(KeyboardInterrupt):
            exports.make_due()
    assert exports.make_due() == 0  # it is claimed for some minutes
    with moved(timedelta(minutes=11)):
        assert exports.make_due() == 1


def test_being_signed_in_alone_gets_nothing(traces: Traces) -> None:
    with pytest.raises(NotAllowed):
        exports.ask_own(user=traces.user, customer=traces.customer, level=Assurance.SIGNED_IN)
    assert not Export.objects.exists()


def test_a_link_without_a_sign_in_leads_to_the_sign_in(traces: Traces) -> None:
    made = ready(traces)
    response = Client().get(f"/accounts/data/export/{made.public_id}/")
    assert response.status_code == 302 and "/accounts/login/" in response["Location"]
