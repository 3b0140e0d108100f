"""Links in messages, as people write them in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octant.core.safety.links import find_links
from octant.core.safety.links.finding import MOST_LINKS


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://kraken.example/a?b=c#d.", ["https://kraken.example/a?b=c#d"]),
        ("(see https://en.wikipedia.org/wiki/A_(b)).", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("go to kraken-login.com, now", ["kraken-login.com"]),
        ("www.kraken-vip.cn!", ["www.kraken-vip.cn"]),
        ("one.test two.com/x three.net", ["two.com/x", "three.net"]),
        ("hxxps://krak3n[.]com/login", ["hxxps://krak3n[.]com/login"]),
        ("kraken[dot]com", ["kraken[dot]com"]),
        ("http://0x7f.1/x", ["http://0x7f.1/x"]),
        ("krаkеn.com", ["krаkеn.com"]),
        ("click javascript:alert(1)", ["javascript:alert(1)"]),
        ("data:text/html,hello", ["data:text/html,hello"]),
        ("http://a.test/?k=⟦secret:api_key⟧ x", ["http://a.test/?k="]),
        ("请打开https://kraken.example登录", ["https://kraken.example"]),
        ("网址：www.kraken-vip.cn。谢谢", ["www.kraken-vip.cn"]),
        ("看kraken．com，谢谢", ["kraken．com"]),
        ("去kraken。com。谢谢", ["kraken。com"]),
        ("客服说打开“kraken-help.com”就行", ["kraken-help.com"]),
        (
            "ｈｔｔｐｓ：／／ｋｒａｋｅｎ．ｃｏｍ／ａ 对吗",
            ["ｈｔｔｐｓ：／／ｋｒａｋｅｎ．ｃｏｍ／ａ"],
        ),
        ("打开 https://例子.中国/ 吧", ["https://例子.中国/"]),
    ],
)
def test_a_link_is_found_and_nothing_around_it(text: str, links: list[str]) -> None:
    assert [link.text for link in find_links(text)] == links


@pytest.mark.parametrize(
    "text",
    [
        "It failed at 3.14 on 2026.11.22, version 1.2.3.",
        "e.g. this, i.e. that ... and so on",
        "thanks.My next question",
        "write to olivia.hart@example.com",
        "data: 5; JavaScript: no",
        "订单号 OQCLML-BW3P3-BUCMWZ，金额0.5。好的。",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    ],
)
def test_ordinary_words_numbers_and_mail_addresses_are_no_links(text: str) -> None:
    assert find_links(text) == []


def test_what_may_be_a_file_is_not_sure() -> None:
    assert [link.sure for link in find_links("run setup.py or see kraken.com")] == [False, True]


@given(st.text(alphabet=st.sampled_from("ab.k:/[]()。．点dot例@-_ \n⟦⟧%?#hx1\ud800é"), max_size=80))
def test_links_lie_in_order_within_the_text_and_are_what_stands_there(text: str) -> None:
    end = 0
    for link in find_links(text):
        assert end <= link.start < link.end <= len(text)
        assert text[link.start : link.end] == link.text
        end = link.end


def test_a_message_full_of_links_gives_only_so_many() -> None:
    assert len(find_links("https://a.com " * 500)) == MOST_LINKS


@pytest.mark.parametrize(
    "unit", ["a.", "a-", "http://", "a:", "x.com ", "[.]", "a[.]", "例.", "((", "https://a)", "ab"]
)
def test_no_text_makes_the_search_slow(unit: str) -> None:
    assert len(find_links((unit * 100_000)[:100_000])) <= MOST_LINKS
