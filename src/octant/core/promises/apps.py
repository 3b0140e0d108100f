from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "octant.core.promises"
    label = "promises"

    def ready(self) -> None:
        from octant.core.outbox.consumers import subscribe
        from octant.core.promises.consumers import learn_tier
        from octant.core.promises.services.merging import merge_promises
        from octant.core.promises.services.settling import begin, settle, unsay
        from octant.core.tickets.clocks import keep_clocks
        from octant.core.tickets.events import TicketOpened

        keep_clocks(settle, begin, merge_promises, unsay)
        subscribe("promises", learn_tier, TicketOpened)
