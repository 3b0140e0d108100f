"""Words of a border server of ours, and of those who pretend to be one."""

from tests.kit.mail.posts import mail, signed

from octant.kit.mail.auth import strip_foreign_results, trusted_results

OURS = "mx.octant.example"
PASS = (
    f"Authentication-Results: {OURS};\r\n"
    '\tdkim=pass header.d=bank.example header.s=rsa header.b="AbC/d";\r\n'
    "\tspf=pass (mx: domain of a@b designates 192.0.2.1) smtp.mailfrom=an@bank.example;\r\n"
    "\tdmarc=pass (policy=reject) header.from=bank.example\r\n"
)
FORGED = "Authentication-Results: mx.evil.example; dmarc=pass header.from=bank.example\r\n"


def test_our_own_words_count() -> None:
    found = trusted_results(PASS.encode() + signed(), OURS)
    assert (found.verdict, found.dmarc.aligned_by) == ("pass", "dkim")
    assert {"from", "subject"} <= found.covered


def test_anothers_words_do_not() -> None:
    found = trusted_results(FORGED.encode() + mail(), OURS)
    assert (found.verdict, found.reasons) == ("none", ("no_results",))


def test_two_answers_under_our_id_are_a_forgery() -> None:
    fail = PASS.replace("dmarc=pass (policy=reject)", "dmarc=fail")
    found = trusted_results((fail + PASS).encode() + mail(), OURS)
    assert (found.verdict, found.reasons) == ("fail", ("results_conflict",))


def test_an_answer_about_another_author_is_a_forgery() -> None:
    found = trusted_results(PASS.encode() + mail("eve@evil.example"), OURS)
    assert found.reasons == ("results_conflict",)


def test_without_a_word_on_dmarc_the_relaxed_rule_stands() -> None:
    only_spf = f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom=an@bank.example\r\n"
    only_dkim = f"Authentication-Results: {OURS}; dkim=pass header.i=@mail.bank.example\r\n"
    assert trusted_results(only_spf.encode() + mail(), OURS).verdict == "weak"
    assert trusted_results(only_dkim.encode() + mail(), OURS).verdict == "pass"


def test_a_failure_that_may_pass_later_says_so() -> None:
    line = f"Authentication-Results: {OURS}; dmarc=temperror header.from=bank.example\r\n"
    assert trusted_results(line.encode() + mail(), OURS).verdict == "temporary"


def test_foreign_results_are_stripped_and_all_else_stays() -> None:
    folded = FORGED.replace("; dmarc", ";\r\n\tdmarc")
    raw = (PASS + folded + "AUTHENTICATION-RESULTS: garbage(\r\n").encode() + mail()
    assert strip_foreign_results(raw, OURS) == PASS.encode() + mail()
    assert strip_foreign_results(raw, "") == mail()
    assert strip_foreign_results(mail(), OURS) == mail()


def test_a_foreign_line_at_the_end_of_the_header_goes_too() -> None:
    head, body = mail().split(b"\r\n\r\n")
    raw = head + b"\r\n" + FORGED.encode() + b"\r\n" + body
    assert strip_foreign_results(raw, OURS).split(b"\r\n\r\n") == [head, body]
