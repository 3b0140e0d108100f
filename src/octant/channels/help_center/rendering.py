"""An article's Markdown as the HTML of its page."""

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils import translation

from octant.core.knowledge.selectors.links import links
from octant.kit.html import Rendered, render_markdown

_ARTICLE_LINK = re.compile(r"\]\(article:([a-z0-9-]+)")


def rendered(body: str, *, language: str, asked: str, images: Mapping[str, str]) -> Rendered:
    """`body` (in `language`) as HTML for a page in `asked`.

    Links to articles lead to the reader's language where there is one; links to articles that
    readers cannot see become plain words. `images` is {name: digest}. At most one query.
    """
    urls = {link.slug: link.url for link in links(_linked(body), asked)}
    return render_markdown(
        body,
        image_url=lambda name: image_url(images[name], name) if name in images else None,
        article_url=urls.get,
        language=language,
    )


def image_url(digest: str, name: str) -> str:
    """The address of a picture; it changes with the content, so that it may be kept for ever."""
    return reverse("help_image", args=[digest, name])


def _linked(body: str) -> list[str]:
    return list(dict.fromkeys(_ARTICLE_LINK.findall(body)))


def here() -> str:
    """The language of this page."""
    return translation.get_language() or "en"
