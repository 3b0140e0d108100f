"""What is thought of one link: each trick by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octant.core.safety.links import Code, Level, Sites, Verdict, check_link
from octant.core.safety.links.lists import NOTHING_LISTED, Lists, digest

OURS = Sites(("kraken.example", "www.kraken.example"))


def check(text: str, lists: Lists = NOTHING_LISTED) -> Verdict:
    return check_link(text, sites=OURS, lists=lists)


@pytest.mark.parametrize(
    "link",
    [
        "https://kraken.example",
        "kraken.example/withdraw?x=1",
        "HTTPS://WWW.KRAKEN.EXAMPLE:443/",
        "https://kraken.example./",
        "http://pro.kraken.example",
        "https://ｋｒａｋｅｎ.example",
        "https://kraken。example",
        "mailto:support@kraken.example",
    ],
)
def test_our_own_sites_are_official_however_they_are_written(link: str) -> None:
    assert check(link).level is Level.OFFICIAL


def test_a_demonstration_does_not_call_its_own_pages_suspicious() -> None:
    demo = Sites(("kraken.example",), "http://127.0.0.1:8000")

    def level(link: str) -> Level:
        return check_link(link, sites=demo, lists=NOTHING_LISTED).level

    assert level("http://127.0.0.1:8000/en/article/lock-my-account/") is Level.OFFICIAL
    for other in (
        "http://127.0.0.1:8001/en/",
        "http://127.0.0.1/",
        "https://127.0.0.1:8000/",
        "http://10.0.0.1:8000/",
        "http://kraken.example@127.0.0.1:8000/",
    ):
        assert level(other) is not Level.OFFICIAL, other
    assert check("http://127.0.0.1:8000/").level is Level.SUSPICIOUS


TRICKS = [
    ("javascript:alert(1)", Code.RUNS_CODE, Level.DANGEROUS),
    ("java\tscript:alert(1)", Code.RUNS_CODE, Level.DANGEROUS),
    ("ＪａｖａScript:alert(1)", Code.RUNS_CODE, Level.DANGEROUS),
    ("data:text/html;base64,PHA+", Code.RUNS_CODE, Level.DANGEROUS),
    ("file:///etc/passwd", Code.OTHER_SCHEME, Level.SUSPICIOUS),
    ("ms-msdt:/id", Code.OTHER_SCHEME, Level.SUSPICIOUS),
    ("https://kraken.example@bad.test/", Code.POSES_AS_USER, Level.DANGEROUS),
    ("https://kraken.example:x@bad.test/", Code.POSES_AS_USER, Level.DANGEROUS),
    ("https://someone@bad.test/", Code.USER_INFO, Level.SUSPICIOUS),
    ("http://127.0.0.1/", Code.IP_HOST, Level.SUSPICIOUS),
    ("http://2130706433/", Code.IP_HOST, Level.SUSPICIOUS),
    ("http://0x7f.0.0.1/", Code.IP_HOST, Level.SUSPICIOUS),
    ("http://0177.0.0.01/", Code.IP_HOST, Level.SUSPICIOUS),
    ("http://127.1/", Code.IP_HOST, Level.SUSPICIOUS),
    ("http://[::ffff:7f00:1]/", Code.IP_HOST, Level.SUSPICIOUS),
    ("http://①②⑦.0.0.1/", Code.IP_HOST, Level.SUSPICIOUS),
    ("https://xn--99999999999/", Code.BAD_PUNYCODE, Level.SUSPICIOUS),
    ("https://xn--kraken-.com/", Code.BAD_PUNYCODE, Level.SUSPICIOUS),
    ("https://a|b.com/", Code.BAD_HOST, Level.SUSPICIOUS),
    ("https://pаypal.com/", Code.MIXED_SCRIPTS, Level.SUSPICIOUS),
    ("https://krаken.com", Code.HOMOGLYPHS, Level.DANGEROUS),
    ("https://xn--krken-5ve.com", Code.HOMOGLYPHS, Level.DANGEROUS),
    ("https://ķгàкėп.com", Code.HOMOGLYPHS, Level.DANGEROUS),
    ("https://krak3n.com", Code.HOMOGLYPHS, Level.DANGEROUS),
    ("https://lcraken.com", Code.HOMOGLYPHS, Level.DANGEROUS),
    ("https://kraken.com", Code.OTHER_ENDING, Level.SUSPICIOUS),
    ("https://kraken.co.com", Code.OTHER_ENDING, Level.SUSPICIOUS),
    ("https://kra-ken.net", Code.OTHER_ENDING, Level.SUSPICIOUS),
    ("https://karken.com", Code.MISSPELT, Level.SUSPICIOUS),
    ("https://kraen.com", Code.MISSPELT, Level.SUSPICIOUS),
    ("https://krakeen.com", Code.MISSPELT, Level.SUSPICIOUS),
    ("https://krajen.com", Code.MISSPELT, Level.SUSPICIOUS),
    ("https://krakej.example", Code.MISSPELT, Level.SUSPICIOUS),
    ("https://krakenfan.com", Code.CONTAINS_NAME, Level.SUSPICIOUS),
    ("https://kraken-login.com", Code.NAME_WITH_LURE, Level.DANGEROUS),
    ("https://secure-krakem.com", Code.MISSPELT, Level.SUSPICIOUS),
    ("https://krakenguanwang.com", Code.NAME_WITH_LURE, Level.DANGEROUS),
    ("https://kraken.bad.test", Code.NAME_IN_SUBDOMAIN, Level.SUSPICIOUS),
    ("https://www.kraken.example.bad.test", Code.ADDRESS_IN_SUBDOMAIN, Level.DANGEROUS),
    ("https://kra.ken.net", Code.SPLIT_NAME, Level.DANGEROUS),
    ("https://bad.test/kraken.example/login", Code.ADDRESS_IN_PATH, Level.SUSPICIOUS),
    ("https://bit.ly/abc", Code.SHORTENER, Level.SUSPICIOUS),
    ("https://t.cn/abc", Code.SHORTENER, Level.SUSPICIOUS),
    ("https://kraken.example/go?url=https://bad.test", Code.REDIRECT, Level.SUSPICIOUS),
    ("https://kraken.example/go?next=%2F%2Fbad.test", Code.REDIRECT, Level.SUSPICIOUS),
    ("https://a.test/?u=https%3A%2F%2Fkraken-login.com", Code.REDIRECTS_TO_BAD, Level.SUSPICIOUS),
    ("hxxps://kraken-login[.]com", Code.NAME_WITH_LURE, Level.DANGEROUS),
    ("https:\\\\kraken-login.com", Code.NAME_WITH_LURE, Level.DANGEROUS),
    ("https://kraken-\u200blogin.com", Code.NAME_WITH_LURE, Level.DANGEROUS),
]  # fmt: skip


@pytest.mark.parametrize(("link", "code", "level"), TRICKS)
def test_each_trick_is_seen_through(link: str, code: Code, level: Level) -> None:
    verdict = check(link)
    assert code in {reason.code for reason in verdict.reasons}
    assert verdict.level is level


@pytest.mark.parametrize(
    "link",
    [
        "https://github.com/a/b",
        "https://例子.中国/",
        "https://karen.com",
        "https://bit.ly",
        "https://web.archive.org/web/2020/https://www.w3.org/",
        "https://accounts.test/signin?continue=https://kraken.example/",
        "https://t.me/kraken_news",
        "https://i❤.ws",
    ],
)
def test_an_ordinary_site_is_unknown_and_nothing_worse(link: str) -> None:
    assert check(link).level is Level.UNKNOWN


def test_a_verdict_names_the_site_that_is_imitated() -> None:
    assert check("https://krаken-login.com").near == "kraken.example"
    assert check("https://kraken.example").near == ""
    assert check("http://127.0.0.1/").near == ""


def test_an_allowed_site_is_known_even_if_it_bears_our_name() -> None:
    lists = Lists(rules={"kraken.tech": True})
    assert check("https://kraken.tech/x", lists).level is Level.KNOWN
    assert check("https://docs.kraken.tech", lists).level is Level.KNOWN


def test_the_nearest_entry_of_a_list_decides() -> None:
    lists = Lists(rules={"site.test": True, "bad.site.test": False, "site.test/scam": False})
    assert check("https://site.test/fine", lists).level is Level.KNOWN
    assert check("https://bad.site.test", lists).level is Level.DANGEROUS
    assert check("https://site.test/scam/pay?x", lists).level is Level.DANGEROUS


def test_a_reported_site_is_dangerous_unless_a_lead_allows_it() -> None:
    feed = sorted(map(digest, ["bad.test", "host.test/phish"]))
    assert check("https://www.bad.test", Lists(feed=feed)).reasons[0].code is Code.IN_FEED
    assert check("https://host.test/phish/index.html", Lists(feed=feed)).level is Level.DANGEROUS
    assert check("https://host.test/other", Lists(feed=feed)).level is Level.UNKNOWN
    assert check("https://bad.test", Lists({"bad.test": True}, feed)).level is Level.KNOWN


def test_no_list_makes_a_stranger_of_ourselves() -> None:
    assert check("https://kraken.example", Lists({"kraken.example": False})).level is Level.OFFICIAL


def test_a_short_name_is_not_found_by_chance_in_others() -> None:
    short = Sites(("okx.com",))
    for link in ("https://ok.com", "https://stockx.com", "https://box.com"):
        assert check_link(link, sites=short, lists=NOTHING_LISTED).level is Level.UNKNOWN
    for link in ("https://okx-login.net", "https://loginokx.com", "https://okx.vip"):
        assert check_link(link, sites=short, lists=NOTHING_LISTED).level is not Level.UNKNOWN


_PIECES = """http:// https:// javascript: data: // \\\\ @ : . .. 。 ． [ ] [.] xn-- xn--a kraken # -
kraken.example 0x7f %2e %00 ?url= &u= ken 例子 а ﬁ \u200b \U0001f600 ⟦secret:password⟧ 1.2.3.4"""
PIECES = st.sampled_from([*_PIECES.split(), "\ud800", " ", "\n"])


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_gets_a_verdict(text: str) -> None:
    verdict = check(text)
    assert verdict.reasons
    assert verdict.level in set(Level)


def test_looking_takes_time_in_proportion_whatever_is_sent() -> None:
    for unit in (
        "a.",
        "xn--",
        "?url=https://",
        "%25",
        "@",
        "kraken-",
        "https://",
        "[.]",
        "/",
        "0.",
    ):
        verdict = check((unit * 60_000)[:100_000])
        assert len(verdict.url) <= 4096
