"""A stranger's HTML may stand in our pages, and tells its sender nothing."""

import pytest

from octant.kit.mail.html import clean_html, html_to_text


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script>",
        "<img src=x onerror=x()>",
        "<svg><script>x()</script></svg>",
        "<a href='javascript:x()'>a</a>",
        "<style>*{background:url(//x.example)}</style>",
        "<iframe src=//x.example></iframe>",
        "<form action=//x.example><input><button>x()</button></form>",
        "<math><mtext><table><mglyph><style><img src onerror=x()>",
        "<div style='background:url(https://x.example/p.gif)' onclick=x()>a</div>",
        "<meta http-equiv=refresh content='0;url=//x.example'><base href=//x.example>",
    ],
)
def test_nothing_that_acts_is_left(html: str) -> None:
    clean = clean_html(html, inline={})
    assert not any(
        bad in clean.lower()
        for bad in ("<script", "<style", "<svg", "<iframe", "<form", "onerror", "onclick", "style=")
    )
    assert "//x.example" not in clean
    assert "<img" not in clean


def test_remote_pictures_become_their_words_and_trackers_nothing() -> None:
    html = '<img src="https://x.example/a.png" alt="Chart"><img src="//t.example" width=1 alt=t>'
    assert clean_html(html, inline={}) == '<span class="mail-picture">[Chart]</span>'


def test_pictures_of_the_mail_stay_at_their_place() -> None:
    clean = clean_html('<p>a<img src="cid:p%401" alt="s">b', inline={"p@1": "/files/7"})
    assert clean == '<p>a<img src="/files/7" alt="s" loading="lazy">b</p>'


def test_links_are_inert_and_say_where_they_lead() -> None:
    html = '<a href="https://evil.example/x">kraken.example</a> <a href="https://a.example">a.example</a>'
    assert clean_html(html, inline={}) == (
        'kraken.example <span class="inert-link" dir="ltr">https://evil.example/x</span> a.example'
    )


def test_a_link_that_was_checked_can_be_opened() -> None:
    clean = clean_html('<a href="https://a.example">go</a>', inline={}, link=lambda url: "/out?7")
    assert clean.startswith('<a href="/out?7" rel="nofollow noopener noreferrer">go</a>')


def test_colours_of_the_sender_are_gone_and_so_is_what_is_hidden() -> None:
    html = '<body bgcolor=white><font color=black>a</font><div style="display:none">b</div>'
    assert clean_html(html, inline={}) == "a"


def test_quotes_and_lines_survive_as_text() -> None:
    html = "<div>a</div><div><br></div><ul><li>b</ul>"
    html += "<blockquote>c<blockquote>d</blockquote></blockquote>"
    assert html_to_text(html) == "a\n\n- b\n\n> c\n>\n>> d"


def test_outlooks_paragraphs_are_lines() -> None:
    html = '<p class=MsoNormal>a</p><p class=MsoNormal>b</p><p style="margin:0">c</p>'
    assert html_to_text(html) == "a\nb\nc"


def test_blank_lines_and_rules_survive_as_text() -> None:
    outlook = "<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>"
    assert html_to_text(outlook) == "a\n\nb"
    assert html_to_text("<div>a</div><div>&nbsp;</div><div>b</div>") == "a\n\nb"
    assert html_to_text("<div>a</div><hr><div>b</div>") == f"a\n\n{'-' * 20}\n\nb"


def test_a_link_keeps_its_address_in_text() -> None:
    assert html_to_text('<a href="https://x.example">here</a>') == "here <https://x.example>"
    assert html_to_text('<a href="mailto:a@b.example">a@b.example</a>') == "a@b.example"
