"""Corpora that search is measured on, read straight from files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from octant.kit.search import Document, Glossary

LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True)
class Question:
    """A query in a language, the families that answer it, and the set it belongs to."""

    language: str
    text: str
    families: frozenset[str]


def workspace_documents(workspace: Path) -> list[Document]:
    """Read articles as the search index gets them: front matter, and the body as plain text."""
    found: list[Document] = []
    for folder in sorted((workspace / "articles").glob("*")):
        about = _yaml(folder / "article.yaml")
        for language in LANGUAGES:
            path = folder / f"{language}.md"
            if path.exists() and about is not None:
                document = _article(folder.name, language, str(about.get("category", "")), path)
                if document is not None:
                    found.append(document)
    return found


def workspace_glossary(workspace: Path) -> Glossary:
    """Read the workspace's groups of equal terms."""
    read = _yaml(workspace / "glossary.yaml")
    if isinstance(read, dict):
        read = read.get("groups")
    return Glossary.from_groups(read or [])


def questions(path: Path) -> list[Question]:
    """Read the gold queries: a list of {language, query, expected: [slug, …]}."""
    read = _yaml(path) or []
    if isinstance(read, dict):
        read = read.get("queries", [])
    return [
        Question(row["language"], str(row["query"]), frozenset(row["expected"]))
        for row in read
        if row.get("expected")
    ]


def parallel(path: Path) -> tuple[list[Document], list[Question]]:
    """Read aligned zh/en texts: bodies are the documents, titles the questions."""
    documents: list[Document] = []
    asked: list[Question] = []
    for row in json.loads(path.read_text("utf-8")):
        for language, short in (("en", "en"), ("zh-hans", "zh")):
            key = f"{row['id']}:{language}"
            body = row[f"{short}_body"]
            documents.append(Document(key, row["id"], language, "", body=body))
            asked.append(Question(language, row[f"{short}_title"], frozenset([row["id"]])))
    return documents, asked


def _article(slug: str, language: str, category: str, path: Path) -> Document | None:
    parts = path.read_text("utf-8").split("---\n", 2)
    if len(parts) < 3:
        return None
    front = yaml.safe_load(parts[1])
    return Document(
        key=f"{slug}:{language}",
        family=slug,
        language=language,
        title=str(front["title"]),
        category=category,
        summary=str(front.get("summary", "")),
        keywords=tuple(str(word) for word in front.get("keywords") or ()),
        body=plain(parts[2]),
        url=f"/{language}/help/{slug}/",
    )


def plain(markdown: str) -> str:
    """Take the marks out of Markdown and leave its words."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"^:::.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*(#+|[-*]|\d+\.|>)\s+", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{2,}", "\n", re.sub(r"[*`|]+", " ", text)).strip()


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else None
