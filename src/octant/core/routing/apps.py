from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "octant.core.routing"
    label = "routing"

    def ready(self) -> None:
        from octant.core.outbox.consumers import subscribe
        from octant.core.routing.consumers import on_ticket_event
        from octant.core.tickets.events import ChatEnded, TicketChanged, TicketOpened

        subscribe("routing", on_ticket_event, TicketOpened, TicketChanged, ChatEnded)
