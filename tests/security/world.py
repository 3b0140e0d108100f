"""A small world with everything in it: two customers, all roles, and one of each thing.

What belongs to the other customer carries MARK; what anybody could type carries MARKUP.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import int_to_base36
from tests.conftest import PASSWORD
from tests.core.knowledge import factories as articles
from tests.core.privacy.conftest import Traces, a_person

from octant.channels.email.envelope import Envelope
from octant.channels.email.given import link_to
from octant.channels.email.less import address
from octant.channels.email.models import Arrival, Letter
from octant.channels.email.services.keeping import keep
from octant.core.people.models import Customer, Merger, User
from octant.core.people.services.staff import create_user
from octant.core.ports.assurance import Assurance
from octant.core.privacy.models import Consent, Erasure, Hold
from octant.core.privacy.services import exports
from octant.core.promises.models import Calendar, Policy
from octant.core.routing.models import Offer, Shift
from octant.core.safety.models import Contact, LinkRule, ScreeningRule
from octant.core.takeover.models import Case
from octant.core.tickets.access import key_for
from octant.core.tickets.models import CannedReply, Draft, File, HeldReply, Message, Ticket, Upload
from octant.kit.clock import now
from octant.kit.ids import token, uuid7

MARK = "qzx7otherq"  # nowhere but in what belongs to the other customer
MARKUP = "<img src=x onerror=alert(1)>\"'<svg/onload=alert(2)>"
ROLES = ("moderator", "agent", "lead", "editor", "admin")


@dataclass
class World:
    mine: Traces
    theirs: Traces
    staff: dict[str, User]
    things: dict[str, Any] = field(default_factory=dict)  # one of each, the other customer's

    def client(self, role: str) -> Client:
        """A browser of somebody: guest, mine, theirs, or a role of ROLES."""
        client = Client(raise_request_exception=False)
        users = {**self.staff, "mine": self.mine.user, "theirs": self.theirs.user}
        if role != "guest":
            client.force_login(users[role])
            session = client.session  # has just confirmed that it is they
            session["account_authentication_methods"] = [
                {"method": "password", "at": now().timestamp(), "reauthenticated": True}
            ]
            session["account_authentication_methods_user"] = str(users[role].pk)
            if role not in self.staff:  # and once more, as taking one's data along asks for
                until = now().timestamp() + 3600
                session["octant.own_data.held"] = [users[role].pk, until, "totp", "", ""]
            session.save()
        return client

    def headers(self, role: str) -> dict[str, str]:
        """What the chat window of that customer sends along."""
        own = {"Origin": "http://testserver"}
        keys = {"mine": self.mine.ticket, "theirs": self.theirs.ticket}
        return own | ({"X-Octant-Key": key_for(keys[role])} if role in keys else {})


def a_world() -> World:
    articles.published("withdrawal-delayed", title=f"Late {MARKUP}", body=f"Wait. {MARKUP}\n")
    articles.announced("news", en={"title": MARKUP, "summary": MARKUP, "body": MARKUP})
    staff = {role: _user(role, f"{role}@agents.example", role.title()) for role in ROLES}
    mine = a_person("Ada Own", email="own@customers.example", text="My own words", colour="red")
    name = f"{MARK} {MARKUP}"[:120]
    email = f"{MARK}@customers.example"
    theirs = a_person(name, email=email, text=f"{MARK} {MARKUP}", colour="blue")
    world = World(mine, theirs, staff)
    _plain_things(world)
    _of_the_other(world)
    return world


def _user(role: str, email: str, name: str) -> User:
    user = create_user(email=email, name=name, alias=name, role=role, password=PASSWORD)
    _factor(user)
    return user


def _factor(user: User) -> Authenticator:
    secret = get_adapter().encrypt(generate_totp_secret())
    return Authenticator.objects.create(user=user, type="totp", data={"secret": secret})


def _plain_things(world: World) -> None:
    agent = world.staff["agent"]
    reply = CannedReply.objects.create(key="x", shortcut="/x", texts={"en": f"Hello {MARKUP}"})
    contact = Contact.objects.create(
        kind="mail", value="a@b.example", shown="a@b.example", state="official",
        labels={"en": MARKUP}, changed_at=now(),
    )  # fmt: skip
    rule = ScreeningRule.objects.create(
        key="case", labels={"en": MARKUP}, form="literal", pattern="KYC-1", action="warn",
        changed_at=now(),
    )  # fmt: skip
    link = LinkRule.objects.create(entry="bad.example", allowed=False, note=MARKUP, added_at=now())
    shift = Shift.objects.create(user=agent, start_minute=0, end_minute=600)
    calendar = Calendar.objects.create(key="desk", names={"en": MARKUP})
    policy = Policy.objects.create(key="all", names={"en": MARKUP}, first_minutes=60)
    world.things |= {
        "language": "en", "consent": "screen", "user": agent.pk, "user_action": "deactivate",
        "mail_key": "x:y:z", "user36": int_to_base36(world.theirs.user.pk), "reset_key": "set-x",
        "provider": "exchange", "held_verb": "release", "ticket_verb": "solve",
        "erasure_verb": "confirm", "person_verb": "export", "article": "withdrawal-delayed",
        "news": "news", "topic": "funding/withdrawals", "image": "0" * 64, "image_name": "a.svg",
        "reply": reply.pk, "contact": contact.pk, "screening_rule": rule.pk,
        "mail_way": "original", "wording": "received", "request_verb": "solve",
        "made_up_address": "own@customers.example", "made_up_mail": "s1", "made_up_file": 0,
        "link_rule": link.pk, "shift": shift.pk, "calendar": calendar.pk, "policy": policy.pk,
    }  # fmt: skip


def _of_the_other(world: World) -> None:
    user, customer, ticket = world.theirs.user, world.theirs.customer, world.theirs.ticket
    Ticket.objects.filter(pk=ticket.pk).update(subject=f"{MARK} {MARKUP}", tags=[MARKUP[:40]])
    File.objects.filter(pk=world.theirs.file.pk).update(name=f"{MARK} {MARKUP}.png")
    Customer.objects.filter(pk=customer.pk).update(exchange_account=MARK.upper())
    _note(ticket, world.staff["agent"])
    export = exports.ask_own(user=user, customer=customer, level=Assurance.STEPPED_UP)
    erasure = Erasure.objects.create(
        public_id="E" + token()[:20], customer=customer, by_customer=True, asked_by=user,
        asked_at=now(), due_at=now() + timedelta(days=9),
    )  # fmt: skip
    letter, arrival = _mail(ticket)
    Consent.objects.create(
        customer=customer, kind="screen", version="1", language="en", given_at=now()
    )
    world.things |= {
        "ticket": ticket.public_id, "file": world.theirs.file.public_id, "customer": customer.pk,
        "export": export.public_id, "erasure": erasure.public_id, "factor": _factor(user).pk,
        "upload": _upload(ticket).public_id, "held": _held(ticket, world.staff["agent"]).pk,
        "draft": _planned(ticket, world.staff["agent"]).pk,
        "mail_file": link_to(world.theirs.file).rstrip("/").rpartition("/")[2],
        "mail_less": address(user.pk).rstrip("/").rpartition("/")[2],
        "letter": letter.message_id, "arrival": arrival.pk,
        "offer": Offer.objects.create(
            ticket=ticket, agent=world.staff["agent"], queue="general", offered_at=now()
        ).pk,
        "merger": _merger(world, customer).pk,
        "hold": Hold.objects.create(customer=customer, reason=MARK, placed_at=now()).pk,
        "call": Case.objects.create(ticket=ticket, source="words", opened_at=now()).pk,
    }  # fmt: skip


def _merger(world: World, customer: Customer) -> Merger:
    """The other customer is one person with somebody who wrote mails."""
    person = uuid7()
    mails = Customer.objects.create(
        name=MARK, email=customer.email, mail_proved_at=now(), person=person
    )
    Customer.objects.filter(pk=customer.pk).update(person=person)
    return Merger.objects.create(
        one=customer, other=mails, proof="mail", reason=f"{MARK} {MARKUP}", merged_at=now(),
        merged_by=world.staff["agent"],
    )  # fmt: skip


def _note(ticket: Ticket, agent: User) -> None:
    last = ticket.messages.order_by("-seq").first()
    Message.objects.create(
        ticket=ticket, seq=last.seq + 1 if last else 1, kind="note", author_kind="agent",
        author=agent, channel="desk", text=f"{MARK} note {MARKUP}", created_at=now(),
    )  # fmt: skip
    Ticket.objects.filter(pk=ticket.pk).update(last_seq=last.seq + 1 if last else 1)


def _mail(ticket: Ticket) -> tuple[Letter, Arrival]:
    """A mail on the ticket, and one that was set aside."""
    raw = f"From: {MARK}@customers.example\r\nSubject: {MARK} {MARKUP}\r\n\r\n{MARKUP}\r\n".encode()
    taken = keep(raw, Envelope())
    Arrival.objects.filter(pk=taken.pk).update(state="taken", ticket=ticket, subject=MARK)
    aside = keep(raw + b"more", Envelope())
    Arrival.objects.filter(pk=aside.pk).update(
        state="suspended", subject=f"{MARK} {MARKUP}", preview=MARKUP, reason="dmarc_fail",
        sender=f"{MARK}@customers.example",
    )  # fmt: skip
    letter = Letter.objects.create(
        message=ticket.messages.order_by("seq")[0], arrival=taken, subject=f"{MARK} {MARKUP}",
        from_name=MARKUP, from_address=f"{MARK}@customers.example", full=f"{MARK} {MARKUP}",
        cc=[{"name": MARKUP, "address": "x@y.example"}], formatted=True, verdict="fail",
        refused=[{"name": MARKUP, "size": 1, "why": "too_many"}],
    )  # fmt: skip
    return letter, aside


def _upload(ticket: Ticket) -> Upload:
    return Upload.objects.create(
        public_id=token(), ticket=ticket, name=f"{MARK}.png", size=9, created_at=now(),
        expires_at=now() + timedelta(hours=1),
    )  # fmt: skip


def _held(ticket: Ticket, agent: User) -> HeldReply:
    return HeldReply.objects.create(
        ticket=ticket, author=agent, text=f"{MARK} {MARKUP}", why=MARKUP, client_id=uuid7(),
        held_at=now(),
    )  # fmt: skip


def _planned(ticket: Ticket, agent: User) -> Draft:
    """A reply that waits for its time, and one that is being written."""
    more = {"ticket": ticket, "agent": agent, "text": f"{MARK} {MARKUP}", "saved_at": now()}
    Draft.objects.create(**more, way={"cc": MARKUP}, why="spoke")
    return Draft.objects.create(**more, due_at=now() + timedelta(days=1), client_id=uuid7())


def a_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile(
        "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"
    )


def at_home(given: Any) -> None:
    """Settings under which every page answers: no demonstration, hosts of the test client."""
    given.OCTANT_URL = "http://testserver"
    given.OCTANT_DEMO = False
    given.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
