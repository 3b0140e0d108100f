"""The one exception of the domain: a stable code and a sentence a person can act on."""

from typing import Any


class DomainError(Exception):
    """Something a customer or an agent can mend.

    `code` is stable and for programs; `sentence` is for people, in their language
    (a lazy translation is fine); `field` names the form field it belongs to, if any.
    """

    code = "domain_error"
    status = 400

    def __init__(self, sentence: Any, *, code: str = "", field: str = "", status: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.code = code or type(self).code
        self.status = status or type(self).status

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(DomainError):
    """The reader is known but may not do this."""

    code = "not_allowed"
    status = 403


class NotFound(DomainError):
    """There is no such thing, or none that this reader may see: the two are not told apart."""

    code = "not_found"
    status = 404


class Conflict(DomainError):
    """Somebody else changed it first."""

    code = "conflict"
    status = 409


class TooMany(DomainError):
    """A rate limit; the sentence says when to try again."""

    code = "too_many"
    status = 429
