"""What a take-over keeps of a person. It goes with its ticket."""

from octant.core.ports.privacy import NotExported, Personal

PERSONAL = (
    Personal(
        "takeover.Case",
        "takeovers",
        "ticket__customer",
        withheld=("answered_by", "due_at", "tries", "error", "pages", "paged_at"),
    ),
)

NOT_EXPORTED = (
    NotExported("takeover.Heard", "A number of a message; the messages are in the export."),
)
