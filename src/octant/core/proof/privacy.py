"""What proofs of presence keep of a person. They go with their ticket."""

from octant.core.ports.privacy import Personal

PERSONAL = (
    Personal(
        "proof.StepUp",
        "confirmations",
        "ticket__customer",
        withheld=("public_id", "asked_by", "question", "number", "session"),
    ),
)
