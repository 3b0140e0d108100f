"""YAML and front matter, read and written so that a round trip changes nothing.

Dates stay strings: JSON columns cannot hold dates, and what was written unquoted is written
unquoted again.
"""

import re
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from octant.kit.errors import DomainError

FILE_BYTES = 4 * 1024 * 1024
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)(.*)\Z", re.S | re.M)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.SafeLoader):
    pass


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


for _class in (_Loader, _Dumper):
    _class.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class BadFile(DomainError):
    """A file of a workspace that cannot be read; the sentence names it and what to do."""

    code = "bad_file"


def read_text(file: Path) -> str:
    """The file's text. Raises BadFile if it is too large or not UTF-8."""
    if file.stat().st_size > FILE_BYTES:
        raise BadFile(_("%(file)s is larger than 4 MB.") % {"file": file})
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadFile(_("%(file)s is not text in UTF-8.") % {"file": file}) from error


def parse_yaml(text: str, file: Path) -> Any:
    """The value of a YAML text. Raises BadFile with the place of the mistake."""
    try:
        return yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        sentence = _("%(file)s is not valid YAML: %(problem)s")
        problem = " ".join(str(error).split())[:300]
        raise BadFile(sentence % {"file": file, "problem": problem}) from error


def mapping(text: str, file: Path) -> dict[str, Any]:
    """A YAML mapping; an empty file is an empty one. Raises BadFile for anything else."""
    value = parse_yaml(text, file)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadFile(_("%(file)s must hold names and values.") % {"file": file})
    return {str(key): held for key, held in value.items()}


def dump_yaml(value: Any) -> str:
    """YAML in the order of the keys, Chinese readable."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


def split(text: str, file: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a Markdown file; a file without front matter is all body."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text.removeprefix("\ufeff").strip() + "\n"
    return mapping(found[1], file), found[2].strip() + "\n"


def join(front: dict[str, Any], body: str) -> str:
    """A Markdown file with front matter."""
    return f"---\n{dump_yaml(front)}---\n\n{body.strip()}\n"
