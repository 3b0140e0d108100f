"""`octant search`: what a reader would find, as one JSON line."""

import json
from argparse import Namespace

from django.utils import translation

from octant.core.knowledge import index
from octant.core.knowledge.selectors.search import search

RESULTS = 10
MEANING_SECONDS = 15  # for texts that no worker has read yet; their titles come first


def run(args: Namespace) -> int:
    """Print one JSON object for the query in `args.query` (words) in language `args.lang`.

    Keys: query, language, results with id, title, language, category, url, score, snippet.
    Beyond those: corrected (empty, or what was searched for instead), total.
    """
    words = args.query if isinstance(args.query, str) else " ".join(args.query)
    index.rebuild_if_needed()
    index.embed_some(MEANING_SECONDS)
    with translation.override(args.lang):
        page = search(words, args.lang, per_page=RESULTS)
    line = {
        "query": words,
        "language": args.lang,
        "results": [
            {
                "id": hit.slug,
                "title": hit.title,
                "language": hit.language,
                "category": hit.category,
                "url": hit.url,
                "score": round(hit.score, 6),
                "snippet": hit.snippet,
            }
            for hit in page.hits
        ],
        "corrected": page.corrected,
        "total": page.total,
    }
    print(json.dumps(line, ensure_ascii=False))  # noqa: T201
    return 0
