"""Articles and messages become HTML that is safe, and headings keep their addresses."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octant.kit.html import Rendered, heading_id, linkify_inert, plain_text, render_markdown

TAG = re.compile(r"<\s*(/?)\s*([a-z0-9]+)", re.IGNORECASE)
ALLOWED = set(
    re.findall(
        r"\w+",
        "a aside blockquote br code div em h2 h3 h4 hr img li ol p pre s strong "
        "table tbody td th thead tr ul",
    )
)


ATTRIBUTES = {"href", "rel", "src", "alt", "title", "loading", "decoding", "id", "class"} | {
    "tabindex",
    "role",
    "aria-label",
}


class Tags(HTMLParser):
    """Names and attributes as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def render(text: str, **known: str) -> str:
    return full(text, **known).html


def full(text: str, **known: str) -> Rendered:
    return render_markdown(
        text,
        image_url=lambda name: f"/media/{name}" if name in ("a.svg", "b.png") else None,
        article_url=lambda slug: f"/en/articles/{slug}" if slug in ("limits", "fees") else None,
        **known,
    )


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://evil.example/pixel.png)",
    "![x](images/../../secret.svg)",
    '[x](https://a.example "onmouseover=alert(1)")',
    '![x" onerror="alert(1)](images/a.svg)',
    '<https://a.example/"onclick=alert(1)>',
    "## <b onclick=alert(1)>title</b>",
    "::: warning <img src=x onerror=alert(1)>\nbody\n:::",
    "| <script>a</script> |\n|---|\n| <iframe src=//evil> |",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "<style>*{display:none}</style>",
    "<a href='x' style='position:fixed'>y</a>",
    "<form action=//evil><input name=password></form>",
    "<!--><script>alert(1)</script>-->",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_article_carries_script_style_or_a_foreign_image(attack: str) -> None:
    seen = Tags()
    seen.feed(render(attack))

    assert seen.names <= ALLOWED
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    for name, value in seen.attributes:
        if name in ("href", "src"):
            assert re.match(r"https?://a\.example|/media/|#|/", value), value


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_at_all_renders_with_allowed_tags_only(text: str) -> None:
    html = render(text)

    assert {name.lower() for _, name in TAG.findall(html)} <= ALLOWED


def test_headings_get_readable_ids_in_any_script_and_never_twice() -> None:
    page = full("## 提现为什么延迟？\n\n### Fees & limits\n\n## 提现为什么延迟？\n\n## 🙂")

    assert page.toc == [
        (2, "s-提现为什么延迟", "提现为什么延迟？"),
        (3, "s-fees-limits", "Fees & limits"),
        (2, "s-提现为什么延迟-2", "提现为什么延迟？"),
        (2, "s-section", "🙂"),
    ]
    for _, anchor, _ in page.toc:
        assert page.html.count(f'id="{anchor}"') == 1


def test_a_heading_keeps_its_id_when_the_text_around_it_changes() -> None:
    before = full("## Limits\n\nOne.")
    after = full("## New first part\n\n## Limits\n\nOne, two.")

    assert before.toc[0] in after.toc


def test_a_heading_that_looks_like_a_repeated_one_gets_its_own_id() -> None:
    used: set[str] = set()

    made = [heading_id(words, used) for words in ("a", "a 2", "a", "a")]

    assert len(set(made)) == 4


def test_the_title_of_the_page_is_the_only_first_level_heading() -> None:
    assert "<h1" not in render("# Top\n\nTitle\n===")


def test_links_to_articles_and_images_resolve_and_what_is_missing_is_told() -> None:
    page = full("[limits](article:limits#s-daily) [gone](article:nowhere) ![A *map*](images/a.svg)")

    assert '<a href="/en/articles/limits#s-daily">limits</a>' in page.html
    assert "nowhere" not in page.html and "gone" in page.html
    assert 'src="/media/a.svg"' in page.html and 'alt="A map"' in page.html
    assert page.missing == ("article:nowhere",)


@pytest.mark.parametrize("href", ["https://a.example", "//a.example", "HTTP://a.example"])
def test_links_that_leave_the_site_say_so(href: str) -> None:
    assert 'rel="nofollow noopener"' in render(f"[x]({href})")


@pytest.mark.parametrize("href", ["/en/fees", "#s-part", "?page=2"])
def test_links_inside_the_site_are_plain(href: str) -> None:
    assert f'<a href="{href}">x</a>' in render(f"[x]({href})")


def test_callouts_are_named_in_the_language_of_the_text() -> None:
    text = "::: danger\nStop.\n:::"

    assert '<p class="callout-title">Danger</p>' in render(text, language="en")
    assert '<p class="callout-title">危险</p>' in render(text, language="zh-hans")


def test_tables_keep_their_alignment_and_can_be_scrolled_by_keyboard() -> None:
    html = render("| a | b |\n|---|--:|\n| x | 1 |")

    assert 'tabindex="0"' in html and '<td class="number">1</td>' in html


def test_plain_text_has_the_words_a_reader_sees_and_no_others() -> None:
    html = "<h2>A &amp; B</h2><p>one<br>two <b>three</b></p><script>x()</script><style>y</style>"

    assert plain_text(html) == "A & B\none\ntwo three"
    assert plain_text("<p>unclosed <i>x") == "unclosed x"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://a.example/b?c=1&d=2.", "https://a.example/b?c=1&amp;d=2"),
        ("请打开https://a.example/登录。", "https://a.example/"),
        ("（www.a-b.example）", "www.a-b.example"),
        ("go to kraken-unlock.com/now!", "kraken-unlock.com/now"),
        ("bitcoin://pay-me", "bitcoin://pay-me"),
    ],
)
def test_addresses_in_messages_are_marked_and_never_links(text: str, address: str) -> None:
    html = linkify_inert(text)

    assert f'<span class="inert-link" dir="ltr">{address}</span>' in html
    assert "<a" not in html


@pytest.mark.parametrize("text", ["me@sample.com", "v1.2.3", "photo.png", "1.5 BTC", "e.g. this"])
def test_what_is_no_address_is_left_alone(text: str) -> None:
    assert linkify_inert(text) == text


def test_messages_are_escaped_and_keep_their_lines() -> None:
    assert linkify_inert("<b>\r\na & 'b'") == "&lt;b&gt;<br>\na &amp; &#x27;b&#x27;"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_message_carries_no_tags_but_ours(text: str) -> None:
    html = linkify_inert(text)

    assert set(re.findall(r"<[^>]*>", html)) <= {
        "<br>",
        '<span class="inert-link" dir="ltr">',
        "</span>",
    }
    if "\r" not in text and "\n" not in text:
        words = re.sub(r"<[^>]*>", "", html)
        assert len(words) >= len(text)


@pytest.mark.parametrize("piece", ["a", "a.", "http://", "www.", "[", "![[", "*a ", "> ", "|a"])
def test_a_hundred_thousand_characters_of_anything_still_render(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    assert linkify_inert(text)
    assert render(text) is not None
