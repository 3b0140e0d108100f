"""What other apps' events set in motion. Handlers may run twice and must not mind."""

from typing import Any

from octant.core.proof.services.stepping import end_of


def on_signed_out(name: str, payload: dict[str, Any]) -> None:
    """A confirmation holds for one session: it ends when its user signs out."""
    end_of(user=int(payload["user"]))
