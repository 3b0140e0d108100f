"""Mails of all kinds are read as people see them, and none can stop the reader."""

import base64
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from eval.mail.fuzz import corpus, mutants
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.mail.letters import letter, multipart

from octant.kit.mail.reading import Mailbox, read_mail, read_strictly


def test_a_plain_mail_is_read_whole() -> None:
    mail = read_mail(
        letter(
            "您好\n".encode(),
            From="Wang <Wang@Example.COM>",
            To="a@b.example, C <c@d.example>",
            Subject="=?utf-8?B?5o+Q546w?=",
            Date="Mon, 20 May 2024 10:12:00 +0800",
            Message_ID="<1@example.com>",
            In_Reply_To="<0@example.com>",
            References="<a@x> <b@x>",
        )
    )
    assert mail.from_ == (Mailbox("Wang", "Wang@example.com"),)
    assert mail.to == (Mailbox("", "a@b.example"), Mailbox("C", "c@d.example"))
    assert (mail.subject, mail.text, mail.message_id) == ("提现", "您好", "1@example.com")
    assert mail.date == datetime(2024, 5, 20, 2, 12, tzinfo=UTC)
    assert mail.in_reply_to == ("0@example.com",)
    assert mail.references == ("a@x", "b@x")
    assert mail.problems == ()


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("gb2312", "gb18030"),
        ("x-gbk", "gbk"),
        ("utf-8", "gb18030"),
        ("no-such-charset", "gb18030"),
        ("us-ascii", "utf-8"),
        ("gb2312", "utf-8"),
        ("big5", "big5"),
        ("iso-8859-1", "utf-8"),
    ],
)
def test_chinese_is_read_whatever_its_label_says(label: str, codec: str) -> None:
    words = "您好，我的提现没有到账" if codec != "big5" else "您好，請問提款進度"
    words += "，請問镕" if codec == "gb18030" else ""
    assert read_mail(letter(words.encode(codec), kind=f"text/plain; charset={label}")).text == words


def test_half_a_character_is_none() -> None:
    mail = read_strictly(letter(b"a +2D0- b +2D3eAA- c", kind="text/plain; charset=utf-7"))
    mail.text.encode()
    assert mail.text.startswith("a \ufffd b")
    subject = read_strictly(letter(Subject="=?utf-7?Q?+2D0-?=")).subject
    subject.encode()


def test_the_euro_of_windows_in_a_chinese_text_is_read() -> None:
    raw = "金额：".encode("gbk") + b"\x80500"
    mail = read_mail(letter(raw, kind="text/plain; charset=gbk"))
    assert (mail.text, mail.problems) == ("金额：€500", ())


def test_chinese_without_any_label_is_read() -> None:
    assert (
        read_mail(b"\n" + "您好，我的提现没有到账".encode("gbk")).text == "您好，我的提现没有到账"
    )
    assert read_mail(b"Subject: " + "提现失败".encode("gbk") + b"\n\nx").subject == "提现失败"
    cantonese = "您好，我的提款沒有到帳，請問喺邊度睇到嘅"
    assert read_mail(b"\n" + cantonese.encode("big5hkscs")).text == cantonese


def test_a_byte_order_mark_before_the_header_is_no_part_of_it() -> None:
    mail = read_strictly(b"\xef\xbb\xbfSubject: s\nFrom: a@b.example\n\nx")
    assert (mail.subject, mail.text, mail.problems) == ("s", "x", ())


def test_lines_that_end_with_a_return_alone_are_lines() -> None:
    raw = letter("您好\nsecond line\n".encode(), Subject="Old Mac", From="a@b.example")
    mail = read_strictly(raw.replace(b"\r\n", b"\r").replace(b"\n", b"\r"))
    assert (mail.subject, mail.text) == ("Old Mac", "您好\nsecond line")
    assert "bare-returns" in mail.problems


def test_latin_letters_without_a_label_stay_latin() -> None:
    assert read_mail("Subject: Frösche für Müller\n\nx".encode("latin-1")).subject == (
        "Frösche für Müller"
    )


def test_encoded_words_cut_inside_a_character_are_joined() -> None:
    raw = "提现".encode("gbk")
    first, second = (base64.b64encode(raw[at]).decode() for at in (slice(0, 3), slice(3, 4)))
    subject = f"=?gb2312?B?{first}?=\n =?gb2312?B?{second}?="
    assert read_mail(letter(Subject=subject)).subject == "提现"


def test_a_name_with_a_comma_or_an_address_is_one_mailbox() -> None:
    mail = read_mail(letter(From='"Wang, support@kraken.example" <evil@x.example>'))
    assert mail.from_ == (Mailbox("Wang, support@kraken.example", "evil@x.example"),)
    mail = read_mail(letter(From="=?utf-8?Q?a=40b.example=2C?= <evil@x.example>"))
    assert mail.from_ == (Mailbox("a@b.example,", "evil@x.example"),)


def test_a_header_cannot_smuggle_in_another_line() -> None:
    assert read_mail(letter(Subject="=?utf-8?Q?a=0D=0ABcc:_x?=")).subject == "a Bcc: x"


def test_html_alone_becomes_text() -> None:
    mail = read_mail(letter(b"<p>One<p>Two <b>three</b>", kind="text/html"))
    assert mail.text == "One\n\nTwo three"
    assert mail.html == "<p>One<p>Two <b>three</b>"


def test_an_empty_text_part_does_not_hide_the_letter() -> None:
    mail = read_mail(
        multipart(letter(b" \n"), letter(b"<p>Hi</p>", kind="text/html"), subtype="alternative")
    )
    assert mail.text == "Hi"


def test_pictures_within_the_letter_stay_at_their_place() -> None:
    picture = b"Content-Type: image/png; name=shot.png\nContent-ID: <p@1>\n\nPNG"
    html = letter(b"see <img src='cid:p@1'>", kind="text/html")
    mail = read_mail(multipart(html, picture, subtype="related"))
    (file,) = mail.attachments
    assert (file.content_id, file.inline, file.name) == ("p@1", True, "shot.png")
    between = read_mail(
        multipart(letter(b"<p>a", kind="text/html"), picture, letter(b"<p>b", kind="text/html"))
    )
    assert between.html == '<p>a\n<p><img src="cid:p@1"></p>\n<p>b'
    assert [file.name for file in between.attachments] == ["shot.png"]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ("attachment; filename*=gb2312''%CC%E1%CF%D6.pdf", "提现.pdf"),
        ('attachment; filename="=?utf-8?B?5o+Q546wLnBkZg==?="', "提现.pdf"),
        (
            "attachment; filename*0*=utf-8''%E6%8F%90; filename*1*=%E7%8E%B0; filename*2=.pdf",
            "提现.pdf",
        ),
        ('attachment; filename="a\u202egpj.exe"', "agpj.exe"),
        ("attachment", "attachment-1.pdf"),
    ],
)
def test_file_names_are_decoded_and_safe(field: str, name: str) -> None:
    part = f"Content-Type: application/pdf\nContent-Disposition: {field}\n\n%PDF".encode()
    (file,) = read_mail(multipart(letter(), part)).attachments
    assert file.name == name


def test_a_forwarded_mail_is_a_file_named_by_its_subject() -> None:
    inner = letter(b"inside", Subject="Old news")
    mail = read_mail(multipart(letter(b"see"), b"Content-Type: message/rfc822\n\n" + inner))
    (file,) = mail.attachments
    assert (mail.text, file.name, file.content) == ("see", "Old news.eml", inner)


def test_flowed_text_is_unfolded_and_its_signature_kept() -> None:
    kind = "text/plain; charset=utf-8; format=flowed"
    body = b"one \ntwo\n> three \n> four\n-- \nname\n"
    assert read_mail(letter(body, kind=kind)).text == "one two\n> three four\n-- \nname"


@pytest.mark.parametrize(
    ("kind", "marker"),
    [
        ("text/calendar", "calendar"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "smime-encrypted"),
        ("application/pkcs7-signature", "smime-signed"),
        ("application/pgp-signature", "pgp-signed"),
        ("application/pgp-encrypted", "pgp-encrypted"),
        ("message/delivery-status", "delivery-status"),
    ],
)
def test_special_parts_are_marked_and_kept(kind: str, marker: str) -> None:
    mail = read_mail(multipart(letter(), f"Content-Type: {kind}\n\nx".encode()))
    assert mail.markers == {marker}
    assert len(mail.attachments) == 1


def test_fifty_levels_are_read() -> None:
    mail = letter(b"deep")
    for level in range(50):
        mail = multipart(mail, boundary=f"level{level}")
    assert read_mail(mail).text == "deep"


def test_thousands_of_levels_are_given_up_with_a_word() -> None:
    mail = letter(b"deep")
    for level in range(2000):
        mail = f"Content-Type: multipart/mixed; boundary=l{level}\n\n--l{level}\n".encode() + mail
    assert "nested-too-deep" in read_strictly(mail).problems


def test_ten_thousand_parts_are_read() -> None:
    mail = read_strictly(multipart(*[letter(b"x")] * 10_000))
    assert mail.text.count("x") == 10_000
    assert not mail.problems
    more = read_strictly(multipart(*[letter(b"x")] * 10_001))
    assert more.text.count("x") == 10_000
    assert "too-many-parts" in more.problems


@pytest.mark.parametrize(
    "raw",
    [
        b"To: " + b'"\\' * 30_000 + b"\n\nx",
        b"Content-Type: text/html\n\n" + b"<p>" * 300_000,
        b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
        b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--\n" * 400_000,
        b"\n" + b"schrieb 1 " * 40_000,
        b"\n" + b"Sent from my iphone\n" * 15_000,
        b"\n" + b" " * 400_000 + b"x",
    ],
    ids=["quotes", "paragraphs", "nesting", "comments", "dashes", "verbs", "signatures", "spaces"],
)
def test_what_is_made_to_be_slow_is_read_all_the_same(raw: bytes) -> None:
    """Each took from seven seconds to for ever with the plain expressions that come to mind."""
    assert "reader-failed" not in read_strictly(raw).problems


def test_mutated_mails_never_raise() -> None:
    for raw in mutants(corpus(None), 400, random.Random(7).randrange(1000)):
        read_strictly(raw)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    mail = read_strictly(raw)
    assert "\x00" not in mail.text + mail.subject


def test_automatic_mails_say_why() -> None:
    assert read_mail(letter(Auto_Submitted="auto-replied")).auto.reason == "auto-submitted"
    assert read_mail(letter(Precedence="bulk")).auto.reason == "precedence"
    assert read_mail(letter(List_Id="<x.y>")).auto.reason == "list"
    assert read_mail(letter(List_Unsubscribe="<mailto:a@b>")).auto.reason == "list"
    answer = read_mail(letter(List_Unsubscribe="<mailto:a@b>", In_Reply_To="<x@y>"))
    assert not answer.auto.is_automatic
    assert read_mail(letter(X_Loop="us")).auto.reason == "loop"
    assert read_mail(letter(X_Autogenerated="Reply")).auto.reason == "auto-reply"
    assert not read_mail(letter(X_Autogenerated="Redirect")).auto.is_automatic
    person = read_mail(letter(Auto_Submitted="no", X_Auto_Response_Suppress="All")).auto
    assert not person.is_automatic
    assert person.forbids_answers


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your ticket",
        "Auto-Reply",
        "Out of Office: Your ticket",
        "Out of the office",
        "Abwesenheitsnotiz: Ihr Ticket",
        "Automatische Antwort: Ihr Ticket",
        "Réponse automatique : Votre ticket",
        "Respuesta automática: su ticket",
        "Resposta automática: o seu ticket",
        "Risposta automatica: ticket",
        "Automatisch antwoord: ticket",
        "Automatiskt svar: ticket",
        "Odpowiedź automatyczna: ticket",
        "Автоответ: заявка",
        "自动回复：您的工单",
        "自动回复: Re: 您的工单",
        "【自动回复】您的工单",
        "自動回覆：您的工單",
        "休假自动回复",
    ],
)
def test_absences_without_any_mark_are_known_by_their_subject(subject: str) -> None:
    auto = read_mail(
        letter(Subject=f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?=")
    ).auto
    assert (auto.reason, auto.is_answer) == ("away", True)


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Automatic reply: Your ticket",
        "回复：自动回复：您的工单",
        "自动回复没有用，请转人工",
        "Automatic reply does not help",
        "Out of office hours, who answers?",
        "Auto-reply told me to write again",
        "On vacation I lost my phone",
    ],
)
def test_people_who_write_of_automatic_replies_are_people(subject: str) -> None:
    raw = letter(Subject=f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?=")
    assert not read_mail(raw).auto.is_automatic


def test_the_program_prints_a_line_for_each_mail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    from octant.project.cli import main

    files = [tmp_path / "1.eml", tmp_path / "2.eml"]
    for file in files:
        file.write_bytes(letter("谢谢\n\n发自我的 iPhone\n".encode(), Subject="s"))
    assert main(["parse-mail", *map(str, files)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["reply"] for line in lines] == ["谢谢", "谢谢"]
    assert {"from", "to", "subject", "date", "message_id", "text", "html", "attachments"} <= set(
        lines[0]
    )
