from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "octant.core.advice"
    label = "advice"

    def ready(self) -> None:
        from octant.core.advice.consumers import on_ticket_event
        from octant.core.outbox.consumers import subscribe
        from octant.core.tickets.events import TicketChanged, TicketOpened

        subscribe("advice", on_ticket_event, TicketOpened, TicketChanged)
