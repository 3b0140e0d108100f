"""Pictures of articles, public, kept under the hash of their content."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def put(content: bytes) -> str:
    """Keep `content`; returns its SHA-256, by which it is found. Safe to repeat."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return digest


def get(digest: str) -> bytes:
    """The content put under `digest`. Raises FileNotFoundError."""
    with default_storage.open(path_of(digest)) as file:
        return bytes(file.read())


def path_of(digest: str) -> str:
    """Where in the file store it lies."""
    return f"articles/{digest[:2]}/{digest}"
