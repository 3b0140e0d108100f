"""What screening refuses. Free of Django: the realtime process uses it too."""

from octant.kit.errors import DomainError


class TextTooLong(DomainError):
    """The text has more characters than one message may have."""

    code = "text_too_long"
    status = 413

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(_TooLongSentence(length, limit), field="text")


class _TooLongSentence:
    """The sentence in the reader's language at the moment it is shown."""

    def __init__(self, length: int, limit: int) -> None:
        self._values = {"length": length, "limit": limit}

    def __str__(self) -> str:
        from octant.core.safety.labels import text_too_long  # needs Django; only when shown

        return text_too_long(**self._values)
