"""How much the screening finds, and how often it is wrong. See README.md beside this file."""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.screening.cases import LISTS, SECRETS, Case, harmless, seed_phrase

from octant.core.safety.text import Action, screen

ENDINGS = (".py", ".md", ".rst", ".txt", ".po", ".json", ".html", ".js", ".yaml")


def recall(cases: int, seed: int) -> dict[str, dict[str, float]]:
    """Per kind and language: the share of secrets of which nothing is left in the text."""
    rows: dict[str, dict[str, float]] = {}
    for language in ("en", "zh"):
        for name in LISTS:
            rng = random.Random(f"{seed}/{name}/{language}")
            made = [seed_phrase(rng, language, name) for _ in range(cases)]
            rows[f"seed phrase, {name}, {language}"] = _score(made)
        for name, make in SECRETS.items():
            rng = random.Random(f"{seed}/{name}/{language}")
            rows[f"{name}, {language}"] = _score([make(rng, language) for _ in range(cases)])
    return rows


def _score(made: list[Case]) -> dict[str, float]:
    found = 0
    missed = []
    for case in made:
        result = screen(case.text)
        masked = [found for found in result.findings if found.action is not Action.WARN]
        covered = " ".join(case.text[found.start : found.end] for found in masked)
        gone = all(part in covered for part in case.secret.split("\0"))
        if gone and any(found.kind.value in case.kinds for found in masked):
            found += 1
        else:
            missed.append(case.text)
    return {"cases": len(made), "found": found, "recall": found / len(made), "missed": missed[:3]}


def false_alarms_generated(count: int, seed: int) -> dict[str, object]:
    """Harmless messages with ids, hashes, addresses and public keys: what is masked there."""
    wrong: Counter[str] = Counter()
    examples = []
    for language in ("en", "zh"):
        rng = random.Random(f"{seed}/harmless/{language}")
        for _ in range(count):
            text = harmless(rng, language)
            for found in screen(text).findings:
                wrong[f"{found.kind.value} {found.action.value}"] += 1
                examples.append(text)
    return {"messages": 2 * count, "findings": dict(wrong), "examples": examples[:10]}


def real_texts(folders: list[Path], limit: int) -> Iterator[tuple[Path, str]]:
    """Texts below the folders, in a fixed order, at most `limit` bytes, 100,000 characters each."""
    left = limit
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in ENDINGS or not path.is_file() or path.is_symlink():
                continue
            if "wordlist" in str(path) or "bip39" in str(path):
                continue
            data = path.read_bytes()
            text = data.decode("utf-8", "replace")
            for start in range(0, len(text), 100_000):
                piece = text[start : start + 100_000]
                left -= len(piece.encode("utf-8", "replace"))
                yield path, piece
            if left <= 0:
                return


def false_alarms_real(folders: list[Path], limit: int, show: bool) -> dict[str, object]:
    """Findings per kind in text that people wrote, and how fast it went."""
    kinds: Counter[str] = Counter()
    size = 0
    spent = 0.0
    for path, text in real_texts(folders, limit):
        size += len(text.encode("utf-8", "replace"))
        began = time.process_time()
        result = screen(text)
        spent += time.process_time() - began
        for found in result.findings:
            kinds[f"{found.kind.value} {found.action.value}"] += 1
            if show:
                value = text[max(0, found.start - 50) : found.end + 20]
                print(found.kind.value, path.name, repr(value[:220]), file=sys.stderr)
    megabytes = size / 1e6
    per_10 = {kind: round(10 * n / megabytes, 2) for kind, n in kinds.items()} if size else {}
    return {
        "megabytes": round(megabytes, 1),
        "findings": dict(kinds),
        "per_10_megabytes": per_10,
        "megabytes_per_second": round(megabytes / spent, 1) if spent else None,
    }


def main() -> None:
    """Print the table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200, help="per kind and language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--data", type=Path, action="append", default=[], help="another folder of real text"
    )
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--show", action="store_true", help="print each alarm in real text")
    given = parser.parse_args()
    rows = recall(given.cases, given.seed)
    for name, row in rows.items():
        print(f"{name:44} {row['found']:5.0f} of {row['cases']:5.0f}  {row['recall']:7.2%}")
        if given.show:
            for text in row["missed"]:
                print("   missed:", repr(text[:200]), file=sys.stderr)
    generated = false_alarms_generated(10 * given.cases, given.seed)
    print("harmless ids and hashes:", generated["messages"], generated["findings"])
    folders = [*given.data, Path(sys.prefix) / "lib", Path("/usr/share/doc")]
    real = false_alarms_real(folders, given.megabytes * 1_000_000, given.show)
    print("real text:", json.dumps(real))
    for row in rows.values():
        row.pop("missed")
    print(json.dumps({"recall": rows, "harmless": generated, "real": real}))


if __name__ == "__main__":
    main()
