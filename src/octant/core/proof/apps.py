from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "octant.core.proof"
    label = "proof"

    def ready(self) -> None:
        from octant.core.outbox.consumers import subscribe
        from octant.core.people.events import SignedOut
        from octant.core.proof.consumers import on_signed_out

        subscribe("proof", on_signed_out, SignedOut)
