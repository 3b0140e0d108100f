from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "octant.reactions.insights"
    label = "insights"

    def ready(self) -> None:
        from octant.core.outbox.consumers import subscribe
        from octant.core.tickets.events import TicketChanged, TicketSplit
        from octant.reactions.insights.consumers import on_event

        subscribe("insights", on_event, TicketChanged, TicketSplit)
