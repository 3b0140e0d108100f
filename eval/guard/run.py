"""How often the guard stops what it must and passes what it may. See README.md beside this file."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from octant.core.safety.guard import check, check_article

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("en", "zh")


class Case(NamedTuple):
    """A sentence, what it asks for (empty where it may be said), and whether it was held out."""

    text: str
    kind: str
    held_out: bool


def cases(language: str, verdict: str) -> Iterator[Case]:
    """`verdict`: stop or pass. Every second sentence of a group was not looked at in tuning."""
    kind, number = "", 0
    for line in (CASES / f"{language}.{verdict}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            kind, number = line[2:], 0
        elif line.strip():
            yield Case(line, kind, held_out=number % 2 == 1)
            number += 1


def right(case: Case) -> bool:
    """Stopped for what it asks for, or passed."""
    kinds = {str(found.kind) for found in check(case.text)}
    return case.kind in kinds if case.kind else not kinds


def score(language: str, verdict: str, *, held_out: bool) -> dict[str, object]:
    """How many of a half came out right, and the ones that did not."""
    half = [case for case in cases(language, verdict) if case.held_out is held_out]
    wrong = [case.text for case in half if not right(case)]
    return {"cases": len(half), "right": len(half) - len(wrong), "wrong": wrong}


def second_looks(language: str) -> dict[str, dict[str, object]]:
    """The sentences written later to evade the rules; see README.md for their first look."""
    rows: dict[str, dict[str, object]] = {}
    for part in ("later", "fresh", "evade", "unseen"):
        found = list(cases(language, part))
        for verdict in ("stop", "pass"):
            half = [case for case in found if case.kind == verdict]
            wrong = [case.text for case in half if bool(check(case.text)) != (verdict == "stop")]
            row = {"cases": len(half), "right": len(half) - len(wrong), "wrong": wrong}
            rows[f"{language}, {verdict}, {part}"] = row
    return rows


def published(folder: Path) -> Iterator[tuple[str, str, bool]]:
    """Name, text and whether it is an article: what a workspace says to everybody."""
    for file in sorted(folder.rglob("*.md")):
        if file.parent.parent.name in ("articles", "announcements"):
            _mark, front, body = file.read_text("utf-8").split("---\n", 2)
            told = yaml.safe_load(front)
            text = f"{told['title']}\n{told.get('summary', '')}\n{body}"
            yield str(file.relative_to(folder)), text, True
    for file in sorted((folder / "canned").glob("*.yaml")):
        for text in yaml.safe_load(file.read_text("utf-8"))["text"].values():
            yield str(file.relative_to(folder)), text, False


def workspace_alarms(folder: Path) -> tuple[int, list[str]]:
    """Sentences of a workspace's articles and prepared replies that the guard would stop."""
    texts = list(published(folder))
    found = []
    for name, text, article in texts:
        asks = check_article(text) if article else check(text)
        found += [f"{name}: {ask.kind}: {ask.quote}" for ask in asks]
    return len(texts), found


def main() -> None:
    """Print a table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used here")
    parser.add_argument("--show", action="store_true", help="print what came out wrong, tuned half")
    parser.add_argument("--show-held-out", action="store_true")
    given = parser.parse_args()
    rows: dict[str, dict[str, object]] = {}
    for language in LANGUAGES:
        for verdict in ("stop", "pass"):
            for held_out in (False, True):
                name = f"{language}, {verdict}, {'held out' if held_out else 'tuned'}"
                row = score(language, verdict, held_out=held_out)
                rows[name] = row
                print(f"{name:24} {row['right']:4} of {row['cases']:4}")
                if given.show_held_out if held_out else given.show:
                    print(*(f"    {text}" for text in row["wrong"]), sep="\n")  # type: ignore[attr-defined]
        for name, row in second_looks(language).items():
            rows[name] = row
            print(f"{name:24} {row['right']:4} of {row['cases']:4}")
    root = Path(__file__).resolve().parents[2] / "workspaces" / "kraken"
    texts, alarms = workspace_alarms(root)
    print(f"{len(alarms)} alarms in {texts} texts of the demo workspace")
    if given.show:
        print(*(f"    {line}" for line in alarms), sep="\n")
    print(json.dumps({"cases": rows, "workspace": {"texts": texts, "alarms": alarms}}))


if __name__ == "__main__":
    main()
