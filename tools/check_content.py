#!/usr/bin/env python3
"""Check the articles of a workspace: `tools/check_content.py workspaces/kraken`.

Prints one line a problem and exits 1 when there is any. It looks for what a reader would notice
and a loader would not: two languages that do not correspond, links that lead nowhere, Markdown
that shows its own signs.
"""

from __future__ import annotations

import argparse
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

LANGUAGES = ("en", "zh-hans")
KINDS = ("how-to", "faq", "troubleshooting")
FACTS = ("example", "general")
KEYWORDS = range(4, 11)
RELATED = range(2, 5)
# A page that says it has example figures says so beside them, in the reader's language.
FIGURES = {"en": re.compile(r"\bdemo", re.I), "zh-hans": re.compile("演示")}
CALLOUT = re.compile(r"^:::[ ]*(\w+)[ ]*$", re.M)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What a Chinese reader sees as a slip: half-width punctuation straight after a Chinese character.
HALF_WIDTH = re.compile(r"[一-鿿][,;:?!](?![\w/])")


def main() -> int:
    """Check the folder named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("root", type=Path, help="workspace folder, the one that holds articles/")
    root: Path = parser.parse_args().root
    if not (root / "categories.yaml").is_file():
        parser.error(f"{root} is not a workspace folder: it has no categories.yaml")
    problems = list(check_workspace(root))
    for problem in problems:
        print(problem)
    count = len(article_folders(root))
    print(f"{count} articles, {len(problems)} problems", file=sys.stderr)
    return 1 if problems or not count else 0


def article_folders(root: Path) -> list[Path]:
    """Return the article folders of a workspace by slug."""
    return sorted(path for path in (root / "articles").glob("*") if path.is_dir())


def check_workspace(root: Path) -> Iterator[str]:
    """Yield one sentence for each problem in the workspace's articles."""
    folders = article_folders(root)
    slugs = {folder.name for folder in folders}
    categories = set(category_keys(root))
    titles: dict[tuple[str, str], str] = {}
    for folder in folders:
        for problem in check_article(folder, slugs, categories):
            yield f"{folder.name}: {problem}"
        for language in LANGUAGES:
            title = str(read_translation(folder, language)[0].get("title", ""))
            first = titles.setdefault((language, title), folder.name)
            if title and first != folder.name:
                yield f"{folder.name}: the {language} title is also that of {first}"


def category_keys(root: Path) -> Iterator[str]:
    """Yield the full keys (parent/child) that categories.yaml allows."""
    tree = yaml.safe_load((root / "categories.yaml").read_text(encoding="utf-8"))
    for parent in tree["categories"]:
        for child in parent.get("children", []):
            yield f"{parent['key']}/{child['key']}"


def check_article(folder: Path, slugs: set[str], categories: set[str]) -> Iterator[str]:
    """Yield the problems of one article folder, without its name."""
    if not SLUG.fullmatch(folder.name):
        yield "the slug is not lower-case words joined by hyphens"
    try:
        meta = yaml.safe_load((folder / "article.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        yield f"article.yaml can't be read: {error}"
        return
    if not isinstance(meta, dict):
        yield "article.yaml is not a set of keys"
        return
    yield from check_meta(meta, folder.name, slugs, categories)
    bodies: dict[str, str] = {}
    for language in LANGUAGES:
        front, body = read_translation(folder, language)
        bodies[language] = body
        for problem in check_translation(front, body, folder, slugs, language):
            yield f"{language}: {problem}"
        if meta.get("facts") == "example" and not FIGURES[language].search(body):
            yield f"{language}: facts are examples, but no sentence says that they are of the demo"
    yield from check_pair(bodies)
    yield from check_images(folder, "".join(bodies.values()))


def check_meta(
    meta: dict[str, Any], slug: str, slugs: set[str], categories: set[str]
) -> Iterator[str]:
    """Yield the problems of article.yaml."""
    keys = {"category", "kind", "related", "pinned", "review_by", "facts"}
    for key in sorted(keys ^ set(meta)):
        yield f"article.yaml: {'missing' if key in keys else 'unknown'} key {key}"
    if meta.get("category") not in categories:
        yield f"article.yaml: no category {meta.get('category')}"
    if meta.get("kind") not in KINDS:
        yield f"article.yaml: kind {meta.get('kind')} is none of {', '.join(KINDS)}"
    if meta.get("facts") not in FACTS:
        yield f"article.yaml: facts {meta.get('facts')} is none of {', '.join(FACTS)}"
    related = meta.get("related") or []
    if len(related) not in RELATED or len(set(related)) != len(related) or slug in related:
        yield "article.yaml: related must name 2 to 4 other articles, each once"
    for missing in sorted(set(related) - slugs):
        yield f"article.yaml: related article {missing} does not exist"


def read_translation(folder: Path, language: str) -> tuple[dict[str, Any], str]:
    """Return front matter and body; an absent or unreadable file reads as empty."""
    path = folder / f"{language}.md"
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    match = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text, re.S)
    if not match:
        return {}, text
    try:
        front = yaml.safe_load(match[1])
    except yaml.YAMLError:
        return {}, match[2]
    return (front if isinstance(front, dict) else {}), match[2]


def check_translation(
    front: dict[str, Any], body: str, folder: Path, slugs: set[str], language: str
) -> Iterator[str]:
    """Yield the problems of one language's file."""
    if set(front) != {"title", "summary", "keywords"}:
        yield f"front matter must have title, summary and keywords, not {sorted(front)}"
    words = front.get("keywords") or []
    if len(words) not in KEYWORDS or not all(isinstance(word, str) for word in words):
        yield f"{len(words)} keywords; {KEYWORDS[0]} to {KEYWORDS[-1]} words are wanted"
    if len({str(word).casefold() for word in words}) != len(words):
        yield "a keyword stands there twice"
    if (language == "zh-hans") != bool(re.search("[一-鿿]", str(front.get("title")) + body)):
        yield "the text is in another language than its file name says"
    if language == "zh-hans" and (slip := HALF_WIDTH.search(re.sub(r"`[^`]*`", "", body))):
        yield f"half-width punctuation in Chinese: {slip[0]}"
    if "\N{REPLACEMENT CHARACTER}" in body:
        yield "the file is not UTF-8 throughout"
    if re.search(r"^# ", body, re.M):
        yield "the title belongs to the front matter; headings start at ##"
    for target in links(body):
        slug = target.removeprefix("article:")
        if slug == target:
            yield f"link to {target} is not of the form article:slug"
        elif slug.partition("#")[0] not in slugs:
            yield f"link to article {slug}, which does not exist"
        elif slug == folder.name:
            yield "link to this very article"
    yield from check_rendering(body)


def check_rendering(body: str) -> Iterator[str]:
    """Yield what would show as raw signs: unclosed callouts, raw HTML, literal asterisks."""
    opened = len(CALLOUT.findall(body))
    if opened != len(re.findall(r"^:::[ ]*$", body, re.M)):
        yield "a callout is opened and not closed, or closed and not opened"
    for kind in set(CALLOUT.findall(body)) - {"note", "tip", "warning", "danger"}:
        yield f"callout {kind} is none of note, tip, warning, danger"
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        inside = token.children or []
        if token.type == "html_block" or any(child.type == "html_inline" for child in inside):
            yield f"raw HTML near “{token.content[:40].strip()}”"
        if any(child.type == "text" and "**" in child.content for child in inside):
            # CommonMark does not close ** between punctuation and a letter; common in Chinese.
            yield f"** would be shown to the reader near “{token.content[:40]}”"


def check_pair(bodies: dict[str, str]) -> Iterator[str]:
    """Yield where the two languages do not correspond part by part."""
    english, chinese = (outline(bodies[language]) for language in LANGUAGES)
    for part, left in english.items():
        right = chinese[part]
        if left != right:
            yield f"{part} differ: en {left}, zh-hans {right}"


def outline(body: str) -> dict[str, object]:
    """Return what must be equal in every language, by the name of the part."""
    sections = re.split(r"^## .*$", body, flags=re.M)
    return {
        "headings": len(re.findall(r"^## ", body, re.M)),
        "lower headings": len(re.findall(r"^###+ ", body, re.M)),
        "steps by section": [len(re.findall(r"^\d+\. ", part, re.M)) for part in sections],
        "points by section": [len(re.findall(r"^- ", part, re.M)) for part in sections],
        "callouts by section": [CALLOUT.findall(part) for part in sections],
        "table rows": len(re.findall(r"^\|", body, re.M)),
        "images": sorted(re.findall(r"!\[[^\]]*\]\(([^)]+)\)", body)),
        "linked articles": sorted(set(links(body))),
    }


def links(body: str) -> list[str]:
    """Return the targets of all links that are no images."""
    return re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", body)


def check_images(folder: Path, text: str) -> Iterator[str]:
    """Yield missing, unused, unlabelled and unsafe images."""
    used = set()
    for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text):
        used.add(target)
        if not alt.strip():
            yield f"image {target} has no alt text"
        if not (folder / target).is_file():
            yield f"image {target} does not exist"
    for path in sorted((folder / "images").glob("*")):
        name = f"images/{path.name}"
        if name not in used:
            yield f"image {name} is not used"
        if path.suffix == ".svg":
            yield from (f"image {name}: {problem}" for problem in check_svg(path))


def check_svg(path: Path) -> Iterator[str]:
    """Yield what makes a drawing unsafe or unusable: scripts, styles, references, no viewBox."""
    try:
        drawing = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        yield f"is not well-formed: {error}"
        return
    if "viewBox" not in drawing.attrib:
        yield "has no viewBox"
    for element in drawing.iter():
        name = element.tag.rpartition("}")[2]
        if name in {"script", "style", "foreignObject", "image", "use", "a"}:
            yield f"contains <{name}>"
        for key, value in element.attrib.items():
            if key == "style" or key.startswith("on") or key.endswith("href") or "url(" in value:
                yield f"has the attribute {key}"


if __name__ == "__main__":
    sys.exit(main())
