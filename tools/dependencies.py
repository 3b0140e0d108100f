"""What can be said of the libraries without asking anybody; `make lint` runs it.

Pins, hashes and licences of `requirements/`, and that none is pinned to a version in
`requirements/refused.txt`. Whether a weakness became known since, this cannot tell: `tools/audit`
asks. Prints `file: what to do`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LISTS = ("base", "source", "pictures", "dev", "audit")
SHIPPED = ("base", "source", "pictures")  # what runs at the operator's
_PIN = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[\w,]+\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
# These may be run and passed on with a product under any licence, as libraries left as they are.
_FREE = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|MPL|Mozilla|ISC|PSF|Python|LGPL|Zlib|CC0|Unlicense)\b"
)
_NOT_FREE = re.compile(r"\bA?GPL|\bGNU (?:Affero|General)|SSPL|Commons Clause|BUSL")
# Read by a person, since their own data does not say it in these words.
_READ = {"dkimpy": "zlib's, with BSD parts", "imapclient": "BSD with three clauses"}


def pins(text: str, file: str) -> Iterator[tuple[str, str, str]]:
    """(name, version, complaint or nothing) of each library of a locked list."""
    for block in re.split(r"\n(?=[^\s#])", text):
        lines = [line for line in block.splitlines() if not line.lstrip().startswith("#")]
        if not (whole := "\n".join(lines).strip()):
            continue
        if re.match(r"-(?:[rc]|-requirement|-constraint)\b", whole):
            continue
        found = _PIN.match(whole)
        if found is None:
            yield whole.split()[0], "", f"{file}: {whole[:60]!r} is not pinned to a version"
            continue
        complaint = "" if _HASH.search(whole) else f"{file}: {found[1]} is pinned without a hash"
        yield _folded(found[1]), found[2], complaint


def refused(text: str) -> dict[tuple[str, str], str]:
    """Name and version to the reason, of `refused.txt`: `name==version  # reason`."""
    rows = re.findall(r"^([\w.-]+)==(\S+)\s+#\s*(.+)$", text, re.MULTILINE)
    return {(_folded(name), version): reason for name, version, reason in rows}


def licence_complaint(name: str, about: PackageMetadata) -> str:
    """What is wrong with a library's licence; nothing where it is one we may ship."""
    if name in _READ:
        return ""
    trove = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    short = (about["License"] or "").splitlines()[:1] if "License" in about else []
    said = " ".join([about["License-Expression"] or "", *trove, *short])
    if _FREE.search(said) is None:
        return f"{name}: which licence? Read it, and add the name to tools/dependencies.py"
    either = " OR " in said or _FREE.search(" ".join(trove)) is not None
    return f"{name}: {said.strip()}" if _NOT_FREE.search(said) and not either else ""


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def complaints(folder: Path) -> Iterator[str]:
    """All that is wrong with the lists in `folder`."""
    never = refused((folder / "refused.txt").read_text("utf-8"))
    versions: dict[str, dict[str, set[str]]] = {}  # several where they differ by Python's version
    for listed in LISTS:
        for name, version, complaint in pins((folder / f"{listed}.txt").read_text(), listed):
            if complaint:
                yield complaint
            if (name, version) in never:
                yield f"{listed}: {name} {version} is refused: {never[name, version]}"
            if listed != "audit":  # runs in an environment of its own
                versions.setdefault(name, {}).setdefault(listed, set()).add(version)
            if listed in SHIPPED:
                yield from _licence(name)
    for name, by_list in versions.items():
        if not set.intersection(*by_list.values()):
            yield f"{name} has another version in each of {', '.join(by_list)}"


def _licence(name: str) -> Iterator[str]:
    try:
        if complaint := licence_complaint(name, metadata(name)):
            yield complaint
    except PackageNotFoundError:
        return  # for another system


def main() -> int:
    """0 where nothing is wrong with what can be seen here."""
    found = list(complaints(ROOT / "requirements"))
    for complaint in found:
        print(f"requirements: {complaint}")
    if not found:
        print("Libraries: pinned, hashed, licences known, none refused. Advisories were not asked"
              " about: tools/audit does that.")  # fmt: skip
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
