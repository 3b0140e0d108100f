"""What the demonstration's own articles say, and do not say twice."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml
from django.conf import settings

ARTICLES = Path(settings.OCTANT_WORKSPACE) / "articles"
# What a page says of its figures by itself where the article's details say `facts: example`.
SAID_BY_THE_PAGE = re.compile(
    r"demo(nstration)? (figure|number|data)|演示(数|用)|均为(示例|虚构)", re.I
)
OWN_TO_THE_DEMONSTRATION = re.compile(r"in this demo|本演示中", re.I)
A_SENTENCE = 12  # characters; shorter paragraphs are fences and lead-ins


def texts() -> Iterator[tuple[str, str, bool]]:
    """(file, text, whether its page says that figures are examples)"""
    for file in sorted(ARTICLES.glob("*/*.md")):
        details = yaml.safe_load((file.parent / "article.yaml").read_text("utf-8"))
        name = str(file.relative_to(ARTICLES))
        yield name, file.read_text("utf-8"), details.get("facts") == "example"


def test_that_figures_are_examples_is_said_once_by_the_page_itself() -> None:
    found = list(texts())
    assert len(found) > 150
    assert [name for name, text, _said in found if SAID_BY_THE_PAGE.search(text)] == []
    own = [(name, said) for name, text, said in found if OWN_TO_THE_DEMONSTRATION.search(text)]
    assert own and [name for name, said in own if not said] == []


def test_no_article_has_a_paragraph_twice() -> None:
    doubled = []
    for name, text, _said in texts():
        counted = Counter(part.strip() for part in re.split(r"\n{2,}|\n(?=:::)", text))
        doubled += [
            f"{name}: {part[:60]}"
            for part, times in counted.items()
            if times > 1 and len(part) > A_SENTENCE
        ]
    assert doubled == []
