"""Is this mail written by a machine? RFC 3834, and the marks that came before it."""

from dataclasses import dataclass

from octant.kit.mail.headers import Headers

# On every mail that no person wrote: other machines leave it unanswered (RFC 3834, section 5).
MARKS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

_BULK = {"bulk", "junk", "list", "auto_reply"}


@dataclass(frozen=True, slots=True)
class Automatic:
    """The marks of an automatic mail, as written and in lower case; "" where there is none."""

    auto_submitted: str = ""
    precedence: str = ""
    list_id: str = ""
    auto_response_suppress: str = ""
    loop: str = ""
    auto_reply: str = ""
    null_sender: bool = False

    @property
    def is_automatic(self) -> bool:
        return bool(self.reason)

    @property
    def reason(self) -> str:
        """A stable code of the first mark that says so, "" for a person's mail.

        X-Auto-Response-Suppress alone is no reason: Exchange sets it on people's mails too, and
        it only says what not to answer with.
        """
        if self.auto_submitted and self.auto_submitted != "no":
            return "auto-submitted"
        if self.null_sender:
            return "null-sender"
        if self.precedence in _BULK:
            return "precedence"
        if self.list_id:
            return "list"
        if self.loop:
            return "loop"
        return "auto-reply" if self.auto_reply else ""

    @property
    def forbids_answers(self) -> bool:
        """Whether an automatic answer (RFC 3834, section 2) is unwanted."""
        asked = {word.strip() for word in self.auto_response_suppress.split(",")}
        return self.is_automatic or bool(asked & {"all", "autoreply", "oof", "rn", "nrn", "dr"})


def read_automatic(headers: Headers) -> Automatic:
    """The marks in a mail's own header fields."""

    def first(*names: str) -> str:
        return next((value for name in names if (value := headers.get(name).lower().strip())), "")

    return Automatic(
        auto_submitted=first("auto-submitted").split(";")[0].strip(),
        precedence=first("precedence"),
        list_id=first("list-id", "list-unsubscribe", "mailing-list"),
        auto_response_suppress=first("x-auto-response-suppress"),
        loop=first("x-loop", "x-loop-detect"),
        auto_reply=first("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from"),
        null_sender=headers.raw("return-path").replace(b" ", b"") == b"<>",
    )
