"""Every sentence that people see exists in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize
from tools.messages import disagreements, parse, problems

from octant import __file__ as package

SOURCE = Path(package).parent
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CALLS |= {"npgettext", "npgettext_lazy", "gettext_noop"}


def messages_in_python(text: str) -> Iterator[str]:
    """Keys (with their context, if any) of the sentences that a module hands to gettext."""
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        name = node.func.id
        if name not in CALLS:
            continue
        words = [a.value for a in node.args if isinstance(a, ast.Constant)]
        strings = [word for word in words if isinstance(word, str)]
        if strings:
            with_context = name.startswith(("pgettext", "npgettext"))
            yield "\x04".join(strings[:2]) if with_context else strings[0]


def messages_in_template(text: str) -> Iterator[str]:
    """The same of a template, through Django's own translation of templates to code."""
    code = templatize(text)
    for match in re.finditer(r"\b(n?p?)gettext\((.+?)\)(?=\s|$|;)", code, re.S):
        try:
            call = ast.parse(f"f({match[2]})", mode="eval").body
        except SyntaxError:
            continue
        assert isinstance(call, ast.Call)
        strings = [a.value for a in call.args if isinstance(a, ast.Constant)]
        words = [str(word) for word in strings if isinstance(word, str)]
        if words:
            yield "\x04".join(words[:2]) if "p" in match[1] else words[0]


def _translated() -> set[str]:
    """Keys that Chinese has, in all our apps together."""
    found = set()
    for file in SOURCE.rglob("zh_Hans/LC_MESSAGES/django.po"):
        for entry in parse(file.read_text("utf-8"), str(file)):
            context = f"{entry.context}\x04" if entry.context is not None else ""
            found.add(context + entry.source)
    return found


def _sentences() -> dict[str, str]:
    """{key: the first file it stands in}"""
    found: dict[str, str] = {}
    for file in sorted(SOURCE.rglob("*")):
        if file.suffix == ".py" and "migrations" not in file.parts:
            keys = messages_in_python(file.read_text("utf-8"))
        elif file.suffix in (".html", ".txt", ".xml") and "templates" in file.parts:
            keys = messages_in_template(file.read_text("utf-8"))
        else:
            continue
        for key in keys:
            found.setdefault(key, str(file.relative_to(SOURCE)))
    return found


def test_every_sentence_has_its_chinese() -> None:
    translated = _translated()
    missing = [f"{where}: {key!r}" for key, where in _sentences().items() if key not in translated]
    assert len(_sentences()) > 500  # the search itself works
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize(
    "file",
    sorted(SOURCE.rglob("LC_MESSAGES/*.po")),
    ids=lambda f: "/".join(f.relative_to(SOURCE).parts[:-4]),
)
def test_no_entry_is_fuzzy_doubled_or_of_other_placeholders(file: Path) -> None:
    assert problems(parse(file.read_text("utf-8"), file.name), file.name) == []


def test_no_app_reads_the_words_of_another() -> None:
    files = sorted(SOURCE.rglob("LC_MESSAGES/*.po"))
    assert disagreements({str(f): parse(f.read_text("utf-8"), f.name) for f in files}) == []


def test_sentences_are_found_in_code_and_templates() -> None:
    code = 'x = _("One.") + ngettext("%(n)d ticket", "%(n)d tickets", n) + pgettext("verb", "Open")'
    assert set(messages_in_python(code)) == {"One.", "%(n)d ticket", "verb\x04Open"}
    page = '{% translate "Two." %}{% blocktranslate with n=x %}Of {{ n }}.{% endblocktranslate %}'
    assert set(messages_in_template(page)) == {"Two.", "Of %(n)s."}
