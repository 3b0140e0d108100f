"""Translations compiled without gettext's tools read the same as Python's gettext reads them."""

import gettext
import importlib.util
import io
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

TOOL = Path(__file__).parents[2] / "tools" / "messages.py"
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages_tool"] = module
    spec.loader.exec_module(module)
    return module


messages = load()


def translations(body: str) -> gettext.GNUTranslations:
    compiled = messages.compile_entries(messages.parse(HEADER + body))
    return gettext.GNUTranslations(io.BytesIO(compiled))


def test_contexts_plurals_and_escapes_are_read_back() -> None:
    catalogue = translations(
        'msgctxt "verb"\nmsgid "Open"\nmsgstr "打开"\n\n'
        'msgid "Open"\nmsgstr "未解决"\n\n'
        'msgid "%(n)s article"\nmsgid_plural "%(n)s articles"\nmsgstr[0] "%(n)s 篇文章"\n\n'
        'msgid "Say \\"hi\\"\\n"\n"twice"\nmsgstr "说\\t“你好”\\n"\n"两次"\n'
    )
    assert catalogue.pgettext("verb", "Open") == "打开"
    assert catalogue.gettext("Open") == "未解决"
    assert catalogue.ngettext("%(n)s article", "%(n)s articles", 3) == "%(n)s 篇文章"
    assert catalogue.gettext('Say "hi"\ntwice') == "说\t“你好”\n两次"


def test_fuzzy_and_empty_entries_are_left_in_the_original() -> None:
    catalogue = translations('#, fuzzy\nmsgid "A"\nmsgstr "甲"\n\nmsgid "B"\nmsgstr ""\n')
    assert catalogue.gettext("A") == "A"
    assert catalogue.gettext("B") == "B"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('msgid "A"\nmsgstr ""\n', "has no translation"),
        ('#, fuzzy\nmsgid "A"\nmsgstr "甲"\n', "is fuzzy"),
        ('msgid "A"\nmsgstr "甲"\n\nmsgid "A"\nmsgstr "乙"\n', "is there twice"),
        ('msgid "Hi %(name)s"\nmsgstr "你好 %(nom)s"\n', "a placeholder that is not"),
    ],
)
def test_the_check_finds_what_readers_would_stumble_over(body: str, problem: str) -> None:
    found = messages.problems(messages.parse(HEADER + body), "django.po")
    assert any(problem in line for line in found)


def test_two_apps_must_not_translate_one_message_differently() -> None:
    when = HEADER + 'msgid "When"\nmsgstr "{}"\n'
    ours, theirs = (messages.parse(when.format(word)) for word in ("时间", "答复时间"))
    files = {"a/locale/zh_Hans/x.po": ours, "b/locale/zh_Hans/x.po": theirs}
    assert "reads otherwise in a/locale" in messages.disagreements(files)[0]
    assert not messages.disagreements({**files, "b/locale/zh_Hans/x.po": ours})
    assert not messages.disagreements({"a/locale/zh_Hans/x.po": ours, "a/locale/de/x.po": theirs})


def test_a_file_that_cannot_be_read_is_named_with_its_line() -> None:
    with pytest.raises(messages.BadFile, match=r"django.po:2"):
        messages.parse('msgid "A"\nmsgstr "not closed\n')


@given(st.dictionaries(st.text(min_size=1), st.text(min_size=1), max_size=8))
def test_any_text_survives_writing_and_reading(pairs: dict[str, str]) -> None:
    entries = [
        messages.Entry(1, source="", target={0: "Content-Type: text/plain; charset=UTF-8\n"})
    ]
    clean = {k.replace("\0", "").replace("\x04", ""): v.replace("\0", "") for k, v in pairs.items()}
    clean = {k: v for k, v in clean.items() if k and v and _encodes(k + v)}
    entries += [messages.Entry(1, source=k, target={0: v}) for k, v in clean.items()]
    catalogue = gettext.GNUTranslations(io.BytesIO(messages.compile_entries(entries)))
    for source, target in clean.items():
        assert catalogue.gettext(source) == target


def test_our_own_files_compile_to_what_gettexts_tool_makes(tmp_path: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    assert msgfmt, "tools/system_packages installs gettext"
    for source in messages.ROOT.rglob("LC_MESSAGES/*.po"):
        theirs = tmp_path / "theirs.mo"
        subprocess.run([msgfmt, source, "-o", theirs], check=True)
        ours = messages.compile_entries(messages.parse(source.read_text(), source.name))
        with theirs.open("rb") as stream:
            expected = gettext.GNUTranslations(stream)
        assert gettext.GNUTranslations(io.BytesIO(ours))._catalog == expected._catalog  # type: ignore[attr-defined]


def _encodes(text: str) -> bool:
    return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)
