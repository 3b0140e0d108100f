"""What agents decide about mails that were set aside. Each decision is audited."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.channels.email import config
from octant.channels.email.channel import KEY
from octant.channels.email.contents import contents_of, language_of, told_in
from octant.channels.email.envelope import Envelope
from octant.channels.email.models import Arrival, BlockedSender
from octant.channels.email.senders import Sender, authenticity_of, known_sender
from octant.channels.email.services.keeping import forget_raw, raw_of
from octant.channels.email.services.noting import note_letter
from octant.channels.email.services.taking import Taken, take
from octant.core.people.access import may_answer, may_lead
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.safety import audit
from octant.core.safety.text import Screened
from octant.core.tickets import chats
from octant.core.tickets.services.conversation import event, open_ticket
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from octant.kit.mail.reading import Mail, read_mail

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

State = Arrival.State
WAITING = (State.SUSPENDED, State.IGNORED, State.DISCARDED)
_NO_TEXT = Screened.trusted("—", "a mail without words")


def release(*, arrival_id: int, actor: "User") -> "Ticket":
    """Let it in. Whose sender is proved stands where their mails stand; all else is the ticket of a
    guest: what it claims to be about is not believed, and nobody is told automatically, for its
    sender may be forged."""
    _must_answer(actor)
    with transaction.atomic():
        row = _locked(arrival_id, WAITING)
        if row.gone:
            raise Conflict(_("The original is no longer kept."), code="gone")
        raw, envelope = raw_of(row), Envelope.of(row.envelope)
        mail = read_mail(raw)
        sender = _proved(row, raw, mail, envelope)
        taken = take(row, mail, envelope, sender) if sender else _opened(row, mail)
        sure = "proved" if sender else ""
        event(taken.ticket, "mail_released", actor=actor, name=actor.name, outcome=sure)
        audit.record(actor=actor, verb="release_mail", subject=row, ticket=taken.ticket.public_id)
        row.state, row.ticket, row.earlier = State.TAKEN, taken.ticket, ""
        row.reason = "secret" if taken.secret else "released"
        row.save()
    if taken.secret:
        forget_raw([row])
    return taken.ticket


def _proved(row: Arrival, raw: bytes, mail: Mail, envelope: Envelope) -> Sender | None:
    """The customer who certainly wrote it: one of too many, or what was taken for a machine's, of
    which nobody looked yet who sent it."""
    if row.verdict not in ("", "pass") or config.is_ours(row.sender):
        return None
    found = authenticity_of(raw, envelope)
    row.verdict, row.reasons = found.verdict, list(found.reasons)
    said = f"{mail.subject}\n{mail.reply or mail.text}"
    sender = known_sender(
        address=row.sender,
        name=mail.from_[0].name if mail.from_ else "",
        found=found,
        language=language_of(said, workspace().default_language),
    )
    return sender if sender.customer is not None else None


def _opened(row: Arrival, mail: Mail) -> Taken:
    contents = contents_of(mail)
    said = f"{contents.subject.text}\n{contents.text.text}"
    language = language_of(said, workspace().default_language)
    name = mail.from_[0].name if mail.from_ else ""
    to = [*row.envelope.get("recipients", ()), *(box.address for box in (*mail.to, *mail.cc))]
    found = [box.category for each in to if (box := config.mailbox_for(str(each)))]
    ticket = open_ticket(
        customer=guest(name=name, email=row.sender, language=language),
        subject=contents.subject,
        text=contents.text or contents.subject or _NO_TEXT,
        channel=KEY,
        assurance=Assurance.CLAIMED,
        language=language,
        category=chats.category(found[0] if found else ""),
        context={"mail": {"registered": False, "verdict": row.verdict or "none"}},
    )
    note_letter(
        row=row,
        mail=mail,
        ticket=ticket,
        message=ticket.messages.get(seq=1),
        contents=contents,
        told=told_in(contents),
    )
    return Taken(ticket, contents.secret)


@transaction.atomic
def discard(*, arrival_id: int, actor: "User") -> None:
    """Throw it away: it stays until its time is over, and can be brought back until then."""
    _must_answer(actor)
    row = _locked(arrival_id, (State.SUSPENDED, State.IGNORED))
    audit.record(actor=actor, verb="discard_mail", subject=row)
    row.earlier, row.state = row.state, State.DISCARDED
    row.save(update_fields=["earlier", "state"])


@transaction.atomic
def restore(*, arrival_id: int, actor: "User") -> None:
    """Bring back what was thrown away."""
    _must_answer(actor)
    row = _locked(arrival_id, (State.DISCARDED,))
    audit.record(actor=actor, verb="restore_mail", subject=row)
    row.state, row.earlier = row.earlier or State.SUSPENDED, ""
    row.save(update_fields=["earlier", "state"])


@transaction.atomic
def block_sender(*, arrival_id: int, actor: "User", domain: bool = False) -> BlockedSender:
    """Throw away this mail and all that come from its address, or from its whole domain, which
    only a lead may decide. Raises `DomainError` for an address of ours."""
    _must_answer(actor)
    if domain and not may_lead(actor):
        raise NotAllowed(_("Only leads block a whole domain."))
    row = _locked(arrival_id, WAITING)
    address = row.sender.lower()
    host = address.rpartition("@")[2]
    ours = {box.address.rpartition("@")[2] for box in config.mailboxes()}
    if not host or config.is_ours(address) or (domain and host in ours):
        raise DomainError(_("This sender cannot be blocked."), code="not_blockable")
    entry = f"@{host}" if domain else address
    blocked, _made = BlockedSender.objects.get_or_create(
        entry=entry, defaults={"by": actor, "at": now()}
    )
    audit.record(actor=actor, verb="block_sender", subject=blocked, entry=entry)
    if row.state != State.DISCARDED:
        row.earlier, row.state = row.state, State.DISCARDED
        row.save(update_fields=["earlier", "state"])
    return blocked


@transaction.atomic
def undo_block(*, arrival_id: int, actor: "User", domain: bool = False) -> None:
    """The mail is back and its sender, or the sender's domain, is blocked no more."""
    row = _locked(arrival_id, (State.DISCARDED,))
    address = row.sender.lower()
    entry = "@" + address.rpartition("@")[2] if domain else address
    blocked = BlockedSender.objects.filter(entry=entry).first()
    if blocked is not None:
        unblock_sender(pk=blocked.pk, actor=actor)
    restore(arrival_id=arrival_id, actor=actor)


@transaction.atomic
def unblock_sender(*, pk: int, actor: "User") -> None:
    """Let mails of this address or domain in again."""
    _must_answer(actor)
    blocked = BlockedSender.objects.select_for_update().filter(pk=pk).first()
    if blocked is None:
        raise NotFound(_("This sender is not blocked."))
    if blocked.entry.startswith("@") and not may_lead(actor):
        raise NotAllowed(_("Only leads block a whole domain."))
    audit.record(actor=actor, verb="unblock_sender", subject=blocked, entry=blocked.entry)
    blocked.delete()


def _locked(arrival_id: int, states: tuple[Any, ...]) -> Arrival:
    rows = Arrival.objects.select_for_update(of=("self",))
    row = rows.filter(pk=arrival_id).first() if arrival_id < 2**62 else None
    if row is None:
        raise NotFound(_("There is no such mail."))
    if row.state not in states:
        raise Conflict(_("This mail is dealt with already."), code="dealt_with")
    return row


def _must_answer(actor: "User") -> None:
    if not may_answer(actor):
        raise NotAllowed(_("Only agents may do this."))
