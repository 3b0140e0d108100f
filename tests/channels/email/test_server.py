"""The mail server as mail programs meet it: what it takes, what it refuses, and in which words."""

import datetime
import smtplib
import socket
import ssl
from collections.abc import Iterator
from email.policy import SMTPUTF8
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.channels.email.mails import MEI, SUPPORT, letter, signed
from tests.channels.email.server import listening

from octant.channels.email import config
from octant.channels.email.models import Arrival
from octant.channels.email.receiving import server as receiving
from octant.channels.email.receiving.server import tls_context
from octant.channels.email.services.keeping import forget_raw, raw_of
from octant.kit.clock import now

pytestmark = pytest.mark.django_db(transaction=True)
PHISHING = "phishing@kraken.example"


@pytest.fixture
def port() -> Iterator[int]:
    with listening() as number:
        yield number


def test_smtp_answers_once_and_keeps_every_byte(port: int) -> None:
    raw = b"Subject: x\r\n\r\n.a dot first\r\n..two\r\nbare\nlines\r\n" + b"w" * 5000 + b"\r\n"
    with smtplib.SMTP("127.0.0.1", port, local_hostname="mx.customers.example") as client:
        client.ehlo()
        client.mail(MEI)
        client.rcpt(SUPPORT)
        client.docmd("DATA")
        client.send(raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        assert client.getreply()[0] == 250
    row = Arrival.objects.get()
    assert raw_of(row) == raw
    assert row.envelope["via"] == "smtp"
    assert row.envelope["helo"] == "mx.customers.example"
    assert (row.envelope["peer"], row.envelope["mail_from"]) == ("127.0.0.1", MEI)


@pytest.mark.parametrize(
    "given",
    [
        *("<mei@customers.example>", "<mei+tag@customers.example> SIZE=12 BODY=8BITMIME"),
        *("<a.b-c=d@x.example>  BODY=8BITMIME", "<mei@customers.example>SIZE=1", "<>", "< >"),
        *('<"a b"@x.example>', "<a..b@x.example>", "<.a@x.example>", "<a@[192.0.2.1]>", "<a@b@c>"),
        *("<用户@customers.example>", "mei@customers.example", "<mei@customers.example", "<a@b.>"),
        *("<@relay.example:mei@customers.example>", "<a@-b..c>", "<a_b@x.example> \t SIZE=1", ""),
    ],
)
def test_an_address_is_read_as_the_library_reads_it(given: str) -> None:
    ours, theirs = receiving.Server._getaddr, SMTP._getaddr
    server = object.__new__(receiving.Server)
    assert ours(server, given) == theirs(server, given)


def test_lmtp_answers_for_each_recipient(port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail(MEI)
        assert client.rcpt(SUPPORT)[0] == 250
        assert client.rcpt("nobody@kraken.example")[0] == 550
        assert client.rcpt(PHISHING)[0] == 250
        client.docmd("DATA")
        client.send(signed(letter()) + b"\r\n.\r\n")
        assert [client.getreply()[0] for _each in range(2)] == [250, 250]
        assert client.noop()[0] == 250  # and no answer more
    row = Arrival.objects.get()
    assert row.envelope["recipients"] == [SUPPORT, PHISHING]
    assert row.envelope["via"] == "lmtp"


def test_an_unknown_mailbox_is_refused_and_a_plus_address_is_not(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail(MEI)
        code, words = client.rcpt("sales@kraken.example")
        assert (code, words[:5]) == (550, b"5.1.1")
        assert client.rcpt("support@elsewhere.example")[0] == 550
        assert client.rcpt("Support+anything@KRAKEN.example")[0] == 250
        client.rset()
        client.mail(MEI)
        assert client.docmd("DATA")[0] == 503


@pytest.mark.parametrize("speak", [smtplib.SMTP, smtplib.LMTP])
def test_a_mail_that_is_too_large_is_refused_for_good(
    speak: type[smtplib.SMTP], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "max_mail_bytes", lambda: 20_000)
    with listening() as number, speak("127.0.0.1", number) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "20000"
        assert client.mail(MEI, ["size=20001"])[0] == 552  # said before
        client.mail(MEI)
        client.rcpt(SUPPORT)
        client.rcpt(PHISHING)
        client.docmd("DATA")
        client.send(b"Subject: x\r\n\r\n" + b"0123456789.\r\n" * 2000 + b".\r\n")
        many = 2 if speak is smtplib.LMTP else 1
        assert [client.getreply()[0] for _each in range(many)] == [552] * many
        assert client.noop()[0] == 250
        client.mail(MEI)
        client.rcpt(SUPPORT)
        code, _words = client.data(signed(letter()))
        assert code == 250
    assert Arrival.objects.count() == 1


def test_who_sends_without_an_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "max_mail_bytes", lambda: 20_000)
    with listening() as number, smtplib.SMTP("127.0.0.1", number) as client:
        client.ehlo()
        client.mail(MEI)
        client.rcpt(SUPPORT)
        client.docmd("DATA")
        with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
            for _piece in range(500):
                client.send(b"x" * 10_000)
            client.getreply()
    assert not Arrival.objects.exists()


def test_the_null_sender_is_no_sender(port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.sendmail("", [SUPPORT], signed(letter()))
    assert Arrival.objects.get().envelope["mail_from"] == ""


def test_names_in_chinese_are_taken(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        mail = letter(sender="李雷@例子.example", subject="提币未到账")
        client.ehlo()
        assert client.has_extn("smtputf8")
        options = ["SMTPUTF8", "BODY=8BITMIME"]
        raw = mail.as_bytes(policy=SMTPUTF8)
        client.sendmail("李雷@例子.example", [SUPPORT], raw, mail_options=options)
    assert Arrival.objects.get().envelope["mail_from"] == "李雷@例子.example"


def test_bytes_that_are_no_text_do_no_harm(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.send(b"MAIL FROM:<\xff\xfe\x00@customers.example>\r\n")
        client.getreply()
        client.rset()
        client.send(b"MAIL FROM:<\xff@customers.example>\r\n")
        assert client.getreply()[0] == 250
        client.rcpt(SUPPORT)
        assert client.data(b"X: y\r\n\r\n\xff\x00\xfe")[0] == 250
    assert raw_of(Arrival.objects.get()) == b"X: y\r\n\r\n\xff\x00\xfe\r\n"


def test_the_same_mail_again_is_kept_once_and_one_that_had_to_go_stays_gone(port: int) -> None:
    raw = signed(letter())
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.sendmail(MEI, [SUPPORT], raw)
        row = Arrival.objects.get()
        forget_raw([row])
        client.sendmail(MEI, [SUPPORT], raw)
    row.refresh_from_db()
    assert row.gone
    with pytest.raises(FileNotFoundError):
        raw_of(row)


def test_a_cut_before_the_end_leaves_nothing(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail(MEI)
        client.rcpt(SUPPORT)
        client.docmd("DATA")
        client.send(b"Subject: half\r\n\r\nand then")
        client.close()
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail(MEI, [SUPPORT], signed(letter()))
    assert Arrival.objects.count() == 1


def test_commands_that_come_together_are_answered_in_turn(port: int) -> None:
    mail = f"MAIL FROM:<{MEI}>\r\nRCPT TO:<{SUPPORT}>\r\nDATA\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        reading = line.makefile("rb")
        said = b"EHLO x\r\n" + mail + b".\r\n" + mail + b"\r\none\r\n.\r\nQUIT\r\n"
        line.sendall(said)
        answers = [row[:3] for row in reading if row[3:4] == b" "]
    once = [b"250", b"250", b"354", b"250"]
    assert answers == [b"220", b"250", *once, *once, b"221"]
    assert {row.size for row in Arrival.objects.all()} == {0, 7}


def test_one_connection_too_many_is_asked_to_come_back(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_CONNECTIONS", 1)
    with smtplib.SMTP("127.0.0.1", port) as first:
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            smtplib.SMTP("127.0.0.1", port)
        assert refused.value.smtp_code == 421
        assert first.noop()[0] == 250


def test_starttls_encrypts_and_forgets_what_was_said_before(tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with listening(tls_context(str(certificate), "")) as number:  # noqa: SIM117
        with smtplib.SMTP("localhost", number) as client:
            client.ehlo()
            client.mail("before@stranger.example")
            client.starttls(context=trusting)
            client.ehlo()
            assert not client.has_extn("starttls")
            assert client.rcpt(SUPPORT)[0] == 503
            client.sendmail(MEI, [SUPPORT], signed(letter()))
    assert Arrival.objects.get().envelope["mail_from"] == MEI


def own_certificate(folder: Path) -> Path:
    """A PEM file with a certificate for localhost and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - datetime.timedelta(days=1))
        .not_valid_after(now() + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file
