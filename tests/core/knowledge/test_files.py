"""Content as files: loading, loading again, and writing it back."""

import string
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.knowledge.factories import workspace

from octant.core.knowledge.models import (
    Article,
    Category,
    GlossaryGroup,
    LoadedFile,
    Revision,
    Translation,
)
from octant.core.knowledge.selectors.search import search
from octant.core.knowledge.services import write
from octant.core.knowledge.services.dump import dump_folder
from octant.core.knowledge.services.files.formats import BadFile, dump_yaml, join, mapping, split
from octant.core.knowledge.services.load import load_folder
from octant.project.loading import dump_workspace, load_workspace

pytestmark = pytest.mark.django_db

SMALL = {
    "categories.yaml": """
categories:
  - key: funding
    name: {en: Funding, zh-hans: 资金}
    colour: blue
    children:
      - {key: withdrawals, name: {en: Withdrawals, zh-hans: 提币}, urgent: true}
""",
    "glossary.yaml": "groups:\n  - {en: [withdrawal], zh-hans: [提币], domain_words: [提现]}\n",
    "articles/late/article.yaml": "category: funding/withdrawals\nkind: faq\nowner: ops\n"
    "pinned: 2\nreview_by: 2027-05-01\nfacts: example\nrelated: []\n",
    "articles/late/en.md": "---\ntitle: 'Late: why?'\nsummary: s\nkeywords: [stuck]\n"
    "reviewed: 2026-01-02\n---\n\nWait.\n",
    "articles/late/zh-hans.md": "---\ntitle: 提币延迟\n---\n\n请等待。\n",
    "articles/late/images/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "announcements/2026-10-01-news/announcement.yaml": "published: 2026-10-01\npinned: true\n",
    "announcements/2026-10-01-news/en.md": "---\ntitle: News\nsummary: s\n---\n\nText.\n",
}


def read(folder: Path) -> dict[str, Any]:
    """Everything a folder says, whatever the order of keys and the style of quotes."""
    said: dict[str, Any] = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".yaml":
            said[str(file.relative_to(folder))] = mapping(file.read_text("utf-8"), file)
        elif file.suffix == ".md":
            said[str(file.relative_to(folder))] = split(file.read_text("utf-8"), file)
        elif file.is_file():
            said[str(file.relative_to(folder))] = file.read_bytes()
    return said


def holds(whole: Any, part: Any) -> bool:
    """Whether `whole` says all that `part` says."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and holds(whole[key], value) for key, value in part.items()
        )
    if isinstance(part, list | tuple):
        return len(whole) == len(part) and all(map(holds, whole, part))
    return bool(whole == part)


def test_a_folder_is_loaded_whole(tmp_path: Path) -> None:
    counts = load_folder(workspace(tmp_path / "w", SMALL))
    assert counts == {
        "categories": 2,
        "articles": 1,
        "translations": 2,
        "glossary": 1,
        "announcements": 1,
    }
    article = Article.objects.get()
    assert (article.category.key, article.pinned, article.kind) == ("funding/withdrawals", 2, "faq")
    assert article.example_figures


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w", SMALL)
    load_folder(folder)
    before = list(Revision.objects.values_list("pk", flat=True))
    load_folder(folder)
    assert list(Revision.objects.values_list("pk", flat=True)) == before


def test_a_changed_text_becomes_a_published_revision_and_marks_the_other(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w", SMALL)
    load_folder(folder)
    workspace(folder, {"articles/late/en.md": "---\ntitle: Late\n---\n\nWait longer.\n"})
    load_folder(folder)
    english = Translation.objects.get(language="en")
    assert english.current is not None
    assert (english.current.number, english.current.body) == (2, "Wait longer.\n")
    assert Translation.objects.get(language="zh-hans").outdated == "minor"


def test_an_unchanged_file_does_not_undo_what_an_editor_wrote(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w", SMALL)
    load_folder(folder)
    revision = write.save_draft(actor=None, slug="late", language="en", title="Mine", body="Mine")
    write.publish(actor=None, translation=revision.translation)
    load_folder(folder)
    english = Translation.objects.get(language="en")
    assert english.current is not None
    assert english.current.title == "Mine"


def test_what_is_loaded_can_be_dumped_without_loss(tmp_path: Path, settings: LazySettings) -> None:
    folder = workspace(tmp_path / "w", SMALL | {"workspace.yaml": "brand: {name: X}\n"})
    settings.OCTANT_WORKSPACE = str(folder)
    load_folder(folder)
    dump_folder(tmp_path / "out")
    given, written = read(folder), read(tmp_path / "out")
    assert [name for name in given if not holds(written.get(name), given[name])] == []


def test_a_dump_loaded_elsewhere_dumps_the_same(tmp_path: Path, settings: LazySettings) -> None:
    settings.OCTANT_WORKSPACE = str(tmp_path / "none")
    load_folder(workspace(tmp_path / "w", SMALL))
    write.save_draft(actor=None, slug="late", language="en", title="Draft ahead", body="x")
    dump_folder(tmp_path / "one")
    Article.objects.all().delete()
    GlossaryGroup.objects.all().delete()
    LoadedFile.objects.all().delete()
    load_folder(tmp_path / "one")
    dump_folder(tmp_path / "two")
    assert read(tmp_path / "one") == read(tmp_path / "two")


def test_drafts_and_outdated_marks_survive_a_dump(tmp_path: Path, settings: LazySettings) -> None:
    settings.OCTANT_WORKSPACE = str(tmp_path / "none")
    files = SMALL | {
        "articles/late/zh-hans.md": "---\ntitle: 旧\noutdated: major\n---\n\n旧文。\n",
        "articles/new/en.md": "---\ntitle: New\nstate: draft\n---\n\nSoon.\n",
    }
    load_folder(workspace(tmp_path / "w", files))
    assert Translation.objects.get(language="zh-hans").outdated == "major"
    assert Translation.objects.get(article__slug="new").current is None
    dump_folder(tmp_path / "out")
    written = read(tmp_path / "out")
    assert written["articles/late/zh-hans.md"][0]["outdated"] == "major"
    assert written["articles/new/en.md"][0]["state"] == "draft"


def test_the_demo_workspace_survives_a_round_trip(tmp_path: Path, settings: LazySettings) -> None:
    folder = Path(settings.OCTANT_WORKSPACE)
    load_workspace(folder)
    dump_workspace(tmp_path / "out")
    given, written = read(folder), read(tmp_path / "out")
    # Dumped together with those of workspace.yaml, so there are more of them.
    contacts = written.pop("contacts.yaml")["contacts"]
    for contact in given.pop("contacts.yaml")["contacts"]:
        assert any(holds(one, contact) for one in contacts), contact
    assert [name for name in given if not holds(written.get(name), given[name])] == []


ENGLISH = {
    f"article-{n}.md": f"# How do I solve problem {n}?\n\nTurn the knob number {n} left.\n"
    for n in range(97)
} | {
    "withdrawals.md": "---\ntitle: My withdrawal is late\ncategory: no/such\n---\n\nWait.\n",
    "README.md": "# About this folder\n",
    "sub/deep.md": "No heading at all, only words.\n",
    "sub/two-factor.en.md": "---\ntitle: Set up two-factor authentication\n---\n\nScan the code.\n",
}


def test_any_folder_of_english_articles_is_taken(tmp_path: Path) -> None:
    counts = load_folder(workspace(tmp_path / "w", ENGLISH))
    assert (counts["articles"], counts["translations"], counts["categories"]) == (100, 100, 1)
    assert Article.objects.filter(category__key="general").count() == 100
    assert not Article.objects.filter(slug="readme").exists()


def test_a_chinese_search_finds_english_articles_through_the_glossary(tmp_path: Path) -> None:
    files = ENGLISH | {"glossary.yaml": "groups:\n  - {en: [withdrawal], zh-hans: [提币, 提现]}\n"}
    load_folder(workspace(tmp_path / "w", files))
    found = search("提现一直没到", "zh-hans")
    assert found.hits[0].slug == "withdrawals"
    assert found.hits[0].foreign
    assert found.hits[0].language == "en"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"articles/a/en.md": "---\ntitle: [\n---\nx"}, "en.md"),
        ({"articles/a/en.md": "---\n- a list\n---\nx"}, "en.md"),
        ({"articles/a/en.md": "---\ntitle: " + "x" * 300 + "\n---\nx"}, "en.md"),
        (
            {"articles/a/en.md": "x", "articles/a/article.yaml": "review_by: soon"},
            "article.yaml",
        ),
        ({"categories.yaml": "categories: [{name: {en: X}}]"}, "categories.yaml"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, files: dict[str, str], words: str) -> None:
    with pytest.raises(BadFile, match=words):
        load_folder(workspace(tmp_path / "w", files))


def test_all_articles_that_want_mending_are_named_at_once(tmp_path: Path) -> None:
    asks = "Send us your password.\n"
    files = {f"a{n:02}.md": f"---\ntitle: T{n}\n---\n{asks}" for n in range(22)}
    files["b.md"] = "---\nkind: [\n---\nx"
    with pytest.raises(BadFile) as stopped:
        load_folder(workspace(tmp_path / "w", {**files, "good.md": "# Good\n\nAll is well.\n"}))
    lines = str(stopped.value).splitlines()
    assert len(lines) == 21 and "a00, en" in lines[0] and "a19" in lines[19]
    assert lines[0].endswith("“Send us your password.”") and lines[20].startswith("3 more")
    assert not Article.objects.exists()


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w", {"articles/a/en.md": "x"})
    (folder / "articles/a/en.md").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(BadFile, match="UTF-8"):
        load_folder(folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="nowhere"):
        load_folder(tmp_path / "nowhere")


SCALARS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40),
    st.booleans(),
    st.integers(),
    st.none(),
    st.sampled_from(["2026-10-01", "yes", "null", "1.0", "a: b", "- x", "#", "'", '"', "提币"]),
)
FRONT = st.dictionaries(st.text(string.ascii_lowercase, min_size=1, max_size=8), SCALARS)


# The first draw loads the tables of all characters; the examples themselves are quick.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(FRONT, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_front_matter_survives_writing_and_reading(front: dict[str, Any], body: str) -> None:
    body = body.strip() + "\n"
    read_front, read_body = split(join(front, body), Path("x.md"))
    assert read_body == body
    assert read_front == front


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.text(string.ascii_lowercase, min_size=1), st.lists(SCALARS)))
def test_yaml_survives_writing_and_reading(value: dict[str, Any]) -> None:
    assert mapping(dump_yaml(value), Path("x.yaml")) == value
    assert yaml.safe_load(dump_yaml(value)) is not None or not value


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda text: text.strip())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=WORDS, summary=WORDS, keywords=st.lists(WORDS, max_size=4), extra=FRONT, body=WORDS)
def test_any_article_survives_database_and_files(
    title: str, summary: str, keywords: list[str], extra: dict[str, Any], body: str
) -> None:
    own = {"title", "summary", "keywords", "state", "outdated", "updated", "category"}
    front = {
        "title": title,
        "summary": summary,
        "keywords": keywords,
        **{key: value for key, value in extra.items() if key not in own},
    }
    with tempfile.TemporaryDirectory() as place:
        folder = workspace(Path(place) / "in", {"articles/any/en.md": join(front, body)})
        Article.objects.all().delete()
        load_folder(folder)
        dump_folder(Path(place) / "one")
        Article.objects.all().delete()
        LoadedFile.objects.all().delete()
        load_folder(Path(place) / "one")
        dump_folder(Path(place) / "two")
        first, second = read(Path(place) / "one"), read(Path(place) / "two")
    assert first["articles/any/en.md"] == second["articles/any/en.md"]
    given_front, given_body = first["articles/any/en.md"]
    assert given_body == body.strip() + "\n"
    assert given_front["title"] == " ".join(title.split())


NEEDS = """
categories:
  - key: funding
    name: {en: Funding}
    needs: [transfer, moment]
    children:
      - {key: withdrawals, name: {en: Withdrawals}, needs: []}
      - {key: deposits, name: {en: Deposits}}
"""


def test_what_cases_need_is_loaded_and_written_back(tmp_path: Path) -> None:
    load_folder(workspace(tmp_path / "in", {"categories.yaml": NEEDS}))
    kept = dict(Category.objects.values_list("key", "needs"))
    assert kept["funding"] == ["transfer", "moment"]
    assert (kept["funding/withdrawals"], kept["funding/deposits"]) == ([], None)
    dump_folder(tmp_path / "out")
    assert holds(read(tmp_path / "out"), read(tmp_path / "in"))
    assert (
        "needs"
        not in yaml.safe_load((tmp_path / "out/categories.yaml").read_text("utf-8"))["categories"][
            0
        ]["children"][1]
    )


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ("[transfer, pasword]", "pasword is no need"),
        ("[[transfer]]", "is no need"),
        ("[{}]", "is no need"),
        ("transfer", "needs is a list"),
        ("{a: 1}", "needs is a list"),
        ("~", "needs is a list"),
        ("[transfer, transfer]", "needs is a list"),
        ("[transfer, order, moment, error, page]", "at most 4"),
    ],
)
def test_needs_that_make_no_sense_are_refused_with_their_place(
    tmp_path: Path, needs: str, told: str
) -> None:
    folder = workspace(tmp_path, {"categories.yaml": NEEDS.replace("[]", needs)})
    with pytest.raises(BadFile) as refused:
        load_folder(folder)
    assert told in str(refused.value)
    assert "funding/withdrawals" in str(refused.value) and "categories.yaml" in str(refused.value)
    assert not Category.objects.exists()
