from django.apps import AppConfig


class TakeoverConfig(AppConfig):
    name = "octant.core.takeover"
    label = "takeover"

    def ready(self) -> None:
        from octant.core.outbox.consumers import subscribe
        from octant.core.proof.events import SteppedUp
        from octant.core.proof.following import follow
        from octant.core.takeover.consumers import on_event
        from octant.core.takeover.following import after_step_up
        from octant.core.tickets.events import MessageSent, TicketOpened

        subscribe("takeover", on_event, TicketOpened, MessageSent, SteppedUp)
        follow(after_step_up)
