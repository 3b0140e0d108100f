"""A file read once from front to end, without holding it."""

from collections.abc import Iterable, Iterator


class Malformed(Exception):
    """The container is not built as its specification says, or holds what we do not take."""


class Stream:
    """`position` counts bytes read or passed over."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._buffer = b""
        self.position = 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes; fewer only at the end."""
        while len(self._buffer) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._buffer += chunk
        found, self._buffer = self._buffer[:size], self._buffer[size:]
        self.position += len(found)
        return found

    def exactly(self, size: int) -> bytes:
        """`size` bytes. Raises Malformed where the file ends before."""
        found = self.read(size)
        if len(found) != size:
            raise Malformed("cut short")
        return found

    def skip(self, size: int) -> None:
        """Pass over `size` bytes. Raises Malformed where the file ends before."""
        while size:
            piece = min(size, len(self._buffer) or 65_536)
            self.exactly(piece)
            size -= piece
