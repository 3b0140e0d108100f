"""What search engines and other programs read of a page (schema.org as JSON-LD)."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from octant.core.knowledge.selectors.articles import ArticlePage
from octant.kit.html import Rendered

# JSON inside <script> must not be able to end it, nor to open a comment.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_ANSWER_CHARACTERS = 5000


def structured(article: ArticlePage, text: Rendered, publisher: str) -> SafeString:
    """The JSON-LD of an article: the article or question itself, and the way to it."""
    graph = [_thing(article, text, publisher), _way(article)]
    data = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(data.translate(_ESCAPES))


def _thing(article: ArticlePage, text: Rendered, publisher: str) -> dict[str, Any]:
    common = {
        "inLanguage": article.language,
        "url": f"{settings.OCTANT_URL}{article.urls[article.language]}",
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "dateModified": article.updated_at.isoformat() if article.updated_at else None,
        "publisher": {"@type": "Organization", "name": publisher},
    }
    if article.kind == "faq":
        answer = {"@type": "Answer", "text": text.plain[:_ANSWER_CHARACTERS]}
        question = {"@type": "Question", "name": article.title, "acceptedAnswer": answer}
        return {"@type": "FAQPage", "mainEntity": [question], **common}
    return {
        "@type": "TechArticle",
        "headline": article.title,
        "description": article.summary,
        **common,
    }


def _way(article: ArticlePage) -> dict[str, Any]:
    steps = [(crumb.name, crumb.url) for crumb in article.crumbs]
    steps.append((article.title, article.urls[article.language]))
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": name,
            "item": f"{settings.OCTANT_URL}{url}",
        }
        for place, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
