"""A folder of English texts that somebody else wrote, found by people who ask in Chinese."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.utils.text import slugify

from octant.core.knowledge import index
from octant.core.knowledge.models import Translation
from octant.core.knowledge.selectors.search import search
from octant.project.cli import main

# The program closes its connection at its end.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder")]
LINES = (Path(__file__).parent / "english_articles.txt").read_text("utf-8").splitlines()
FIRST = 3

# What the glossary knows: found by words alone, as where no model is installed.
BY_GLOSSARY = {
    "提币延迟": "My withdrawal is delayed",
    "双重验证": "Turn on two-factor authentication",
    "手机丢了，双重验证用不了": "I lost the phone with my authenticator",
    "忘记密码怎么办": "Reset a forgotten password",
    "充值忘了填标签": "I forgot the memo or destination tag",
    "怎么创建 API 密钥": "Create an API key",
    "为什么我的止损单没有触发": "Why did my stop-loss not trigger",
}
# What it does not: found by meaning.
BY_MEANING = {
    "亲人去世后账户里的币怎么处理": "What happens to coins of somebody who died",
    "有人打电话来自称是你们的客服": "Somebody called and said they were support",
    "结婚后改了姓怎么更新资料": "Change your legal name after marriage",
    "网上认识的人带我投资": "Romance and investment fraud",
    "删除我的个人信息": "Delete my personal data",
}


@pytest.fixture
def folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hundred loose files, loaded by the program."""
    monkeypatch.setenv("OCTANT_HOME", str(tmp_path))  # the home that settings have here
    for line in LINES:
        title, _, body = line.partition(" :: ")
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / f"{slugify(title)}.md").write_text(f"# {title}\n\n{body}\n", "utf-8")
    assert main(["load", str(tmp_path / "texts")]) == 0
    assert json.loads(capsys.readouterr().out)["loaded"]["articles"] == 100
    assert set(Translation.objects.values_list("language", flat=True)) == {"en"}


def asked(query: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """(title, language) of what `octant search` finds for a Chinese reader, best first."""
    assert main(["search", "--lang", "zh-hans", "--json", query]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    return [(hit["title"], hit["language"]) for hit in json.loads(line)["results"]]


def test_chinese_questions_find_english_texts_that_nobody_translated(
    capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    index.rebuild_if_needed()
    assert index.embed_some(300) == 0  # as the worker does in the background
    wrong = []
    for query, title in (BY_GLOSSARY | BY_MEANING).items():
        found = asked(query, capsys)
        if (title, "en") not in found[:FIRST]:
            wrong.append(f"{query} wants {title!r}: {found[:FIRST]}")
    assert wrong == []

    def by_words(query: str) -> list[str]:
        return [hit.title for hit in search(query, "zh-hans", meaning=False).hits[:FIRST]]

    assert [query for query, title in BY_GLOSSARY.items() if title not in by_words(query)] == []
    assert [query for query, title in BY_MEANING.items() if title in by_words(query)] == []

    page = client.get("/zh-hans/search/", {"q": "提币延迟"}).content.decode()
    row = page.split('data-slug="my-withdrawal-is-delayed"')[1].split("</li>")[0]
    assert "<mark>withdrawal is delayed</mark>" in row and "英语" in row
    read = client.get("/zh-hans/article/my-withdrawal-is-delayed/").content.decode()
    assert "本文尚未翻译，当前显示的是英语版本。" in read
