"""Compile every django.po to django.mo, or with --check find what is missing, in pure Python.

The .mo format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "src"
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s+(".*")$')
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


@dataclass
class Entry:
    """One message: its key, its plural, and its translation by plural form."""

    line: int
    context: str | None = None
    source: str = ""
    plural: str | None = None
    target: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def complete(self) -> bool:
        return bool(self.target) and all(self.target.values())

    @property
    def key(self) -> str:
        """The key as gettext looks it up: context, EOT, message, NUL, plural."""
        key = self.source if self.context is None else f"{self.context}\x04{self.source}"
        return key if self.plural is None else f"{key}\0{self.plural}"

    @property
    def text(self) -> str:
        return "\0".join(self.target[form] for form in sorted(self.target))


class BadFile(Exception):
    """A .po file that cannot be read; the message names the file and line."""


def parse(text: str, name: str = "django.po") -> list[Entry]:
    """The entries of a .po file, its header included. Raises BadFile."""
    entries: list[Entry] = []
    entry, part, form, fuzzy = Entry(1), "", 0, False
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        line = line.strip()
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        match = _KEYWORD.match(line)
        if match:
            keyword = match[1].split("[")[0]
            # A new message begins at its context, or at its id where it has no context.
            if keyword == "msgctxt" or (keyword == "msgid" and part != "msgctxt"):
                entry, fuzzy = Entry(number, fuzzy=fuzzy), False
                entries.append(entry)
            part, form, quoted = keyword, int(match[2] or 0), match[3]
        elif line.startswith('"') and part:
            quoted = line
        elif not line:
            part = ""
            continue
        else:
            raise BadFile(f"{name}:{number}: cannot be read: {line}")
        _add(entry, part, form, _unquote(quoted, f"{name}:{number}"))
    return entries


def _add(entry: Entry, part: str, form: int, text: str) -> None:
    if part == "msgctxt":
        entry.context = (entry.context or "") + text
    elif part == "msgid":
        entry.source += text
    elif part == "msgid_plural":
        entry.plural = (entry.plural or "") + text
    else:
        entry.target[form] = entry.target.get(form, "") + text


def _unquote(quoted: str, where: str) -> str:
    try:
        return str(ast.literal_eval(quoted))  # the escapes of C, which Python shares
    except (SyntaxError, ValueError):
        raise BadFile(f"{where}: a string is not closed or has a bad escape: {quoted}") from None


def compile_entries(entries: list[Entry]) -> bytes:
    """The .mo file: header, two sorted tables of (length, offset), the strings."""
    pairs = sorted(
        (entry.key.encode(), entry.text.encode())
        for entry in entries
        # The header has no message; without it the file's character set is unknown.
        if entry.complete and (not entry.fuzzy or not entry.source)
    )
    offset = 28 + 16 * len(pairs)
    tables: tuple[list[int], list[int]] = ([], [])
    blob = b""
    for table, column in zip(tables, (0, 1), strict=True):
        for pair in pairs:
            table += [len(pair[column]), offset + len(blob)]
            blob += pair[column] + b"\0"
    count = len(pairs)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + blob


def problems(entries: list[Entry], name: str) -> list[str]:
    """Missing, fuzzy and doubled entries, and placeholders that differ from the message's."""
    found, seen = [], set()
    for entry in entries:
        where = f"{name}:{entry.line}: {entry.source[:60]!r}"
        if entry.fuzzy:
            found.append(f"{where} is fuzzy")
        if entry.source and not entry.complete:
            found.append(f"{where} has no translation")
        if entry.key in seen:
            found.append(f"{where} is there twice")
        seen.add(entry.key)
        wanted = set(_PLACEHOLDER.findall(entry.source + (entry.plural or "")))
        for text in filter(None, entry.target.values()):
            if entry.source and not set(_PLACEHOLDER.findall(text)) <= wanted:
                found.append(
                    f"{where}: the translation has a placeholder that is not in the message"
                )
    return found


def disagreements(files: dict[str, list[Entry]]) -> list[str]:
    """Messages that two apps translate differently into one language, by file name. Django puts
    all catalogs of a language together, so that one app's words would appear on another's pages."""
    found: list[str] = []
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for name, entries in files.items():
        language = name.split("/locale/")[-1].split("/")[0]
        for entry in entries:
            if not entry.source or not entry.complete:
                continue
            where, text = first.setdefault((language, entry.key), (name, entry.text))
            if text != entry.text:
                shown = f"{name}:{entry.line}: {entry.source[:60]!r}"
                found.append(f"{shown} reads otherwise in {where}: {text!r}; give it a context")
    return found


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    failed = False
    read: dict[str, list[Entry]] = {}
    for source in sorted(ROOT.rglob("LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not check and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            name = str(source.relative_to(ROOT.parent))
            entries = parse(source.read_text(encoding="utf-8"), name)
        except (BadFile, UnicodeDecodeError) as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        if check:
            read[name] = entries
            found = problems(entries, name)
            print("\n".join(found), end="\n" if found else "")
            failed = failed or bool(found)
        else:
            draft = target.with_suffix(".mo.new")
            draft.write_bytes(compile_entries(entries))
            draft.replace(target)
    if differing := disagreements(read):
        print("\n".join(differing))
        failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
