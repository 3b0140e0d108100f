"""What was promised on a customer's tickets; it goes with the ticket."""

from octant.core.ports.privacy import Personal

PERSONAL = (
    Personal(
        "promises.Promise",
        "promises",
        "ticket__customer",
        withheld=("policy", "carried", "warn_at", "warned_at", "escalated_at"),
    ),
)
