"""Rebuilding: generations, other processes, cached vectors, what a kill leaves."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.kit.search.corpus import GLOSSARY, documents

from octant.kit.search import Document, Engine
from octant.kit.search.embedder import Vectors


class Counting:
    """A tiny embedder that counts letters, and how many texts it was given."""

    name = "counting"
    dimensions = 26

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return np.array([self.query(text) for text in texts], dtype=np.float32)

    def query(self, text: str) -> Vectors:
        codes = [ord(char) % 26 for char in text]
        counts = np.bincount(codes, minlength=26).astype(np.float32)
        return np.asarray(counts / max(float(np.linalg.norm(counts)), 1e-9), dtype=np.float32)


def test_before_the_first_rebuild_a_search_finds_nothing(folder: Path) -> None:
    engine = Engine(folder)
    assert not engine.ready()
    assert engine.search("anything", "en").hits == ()
    assert engine.suggest("any", "en") == ()
    assert engine.similar("any") == ()


def test_another_engine_sees_the_new_generation_at_its_next_search(folder: Path) -> None:
    reader, writer = Engine(folder, GLOSSARY), Engine(folder, GLOSSARY)
    writer.rebuild(documents())
    assert reader.search("passport", "en").hits[0].family == "identity"
    writer.rebuild([d for d in documents() if d.family != "identity"])
    assert reader.search("passport", "en").hits == ()


def test_another_process_reads_the_same_index(folder: Path) -> None:
    Engine(folder, GLOSSARY).rebuild(documents())
    program = (
        "import sys; from pathlib import Path; from octant.kit.search import Engine;"
        "print(Engine(Path(sys.argv[1])).search('passport', 'en').hits[0].key)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "identity:en"


def test_a_search_under_way_survives_two_rebuilds(folder: Path) -> None:
    engine = Engine(folder, GLOSSARY)
    engine.rebuild(documents())
    held = engine._current()
    engine.rebuild(documents())
    engine.rebuild(documents())
    assert held.languages["en"].words.text(0)[0]


def test_only_changed_texts_are_embedded_again(folder: Path) -> None:
    embedder = Counting()
    engine = Engine(folder, GLOSSARY, embedder)
    stats = engine.rebuild(documents())
    assert stats.passages_missing == stats.passages == 14
    assert engine.embed_missing() == 0
    assert len(embedder.embedded) == 14
    changed = [replace(documents()[0], title="Coins take long to leave"), *documents()[1:]]
    assert engine.rebuild(changed).passages_missing == 1
    engine.embed_missing()
    assert embedder.embedded[14:] == ["Coins take long to leave"]


def test_embedding_can_stop_early_and_go_on_later(folder: Path) -> None:
    embedder = Counting()
    many = [
        Document(f"{n}:en", str(n), "en", f"Title number {n}", body=f"Body number {n}")
        for n in range(40)
    ]
    engine = Engine(folder, GLOSSARY, embedder)
    engine.rebuild(many)
    left = engine.embed_missing(seconds=0)
    assert 0 < left < 80
    assert all(text.startswith("Title") for text in embedder.embedded)
    while left:
        before, left = left, engine.embed_missing(seconds=0)
        assert left < before
    assert len(embedder.embedded) == len(set(embedder.embedded)) == 80


def test_vectors_cut_off_by_a_kill_are_embedded_again(folder: Path) -> None:
    engine = Engine(folder, GLOSSARY, Counting())
    engine.rebuild(documents())
    engine.embed_missing()
    file = next(folder.glob("vectors/*.f16"))
    file.write_bytes(file.read_bytes()[:-10])
    embedder = Counting()
    again = Engine(folder, GLOSSARY, embedder)
    assert again.rebuild(documents()).passages_missing == 1
    assert again.embed_missing() == 0
    assert len(embedder.embedded) == 1
    assert again.search("passport", "en").hits


def test_a_build_that_was_killed_is_cleared_by_the_next(folder: Path) -> None:
    engine = Engine(folder, GLOSSARY)
    engine.rebuild(documents())
    (folder / "generation-00000002" / "0" / "words").mkdir(parents=True)
    assert engine.rebuild(documents()).generation == 2
    assert engine.search("passport", "en").hits


def test_old_generations_are_removed(folder: Path) -> None:
    engine = Engine(folder, GLOSSARY)
    for _ in range(4):
        engine.rebuild(documents())
    assert sorted(f.name for f in folder.glob("generation-*")) == [
        "generation-00000003",
        "generation-00000004",
    ]


def test_documents_with_hostile_text_are_indexed(folder: Path) -> None:
    hostile = Document(
        "x:en", "x", "en", "Null \x00 and \ud800 surrogate", body="word " + "a" * 100_000
    )
    engine = Engine(folder, GLOSSARY, Counting())
    engine.rebuild([hostile, hostile])
    engine.embed_missing()
    assert engine.search("surrogate", "en").total == 1


def test_while_few_texts_have_a_vector_the_order_is_that_of_the_words(folder: Path) -> None:
    padding = [
        Document(f"{n}:zh-hans", str(n), "zh-hans", f"提币说明第{n}条", body="如何提币，提币说明。")
        for n in range(40)
    ]
    everything = [*padding, *documents()]
    engine = Engine(folder, GLOSSARY, Counting())
    engine.rebuild(everything)
    wanted = [hit.key for hit in engine.search("提币延迟", "zh-hans", meaning=False).hits]
    while engine.embed_missing(seconds=0) > len(everything):  # the bodies and some titles
        found = [hit.key for hit in engine.search("提币延迟", "zh-hans").hits]
        assert found == wanted
    engine.embed_missing()
    after = engine.search("提币延迟", "zh-hans")
    assert any(hit.meaning for hit in after.hits)
