from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "octant.reactions.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from octant.core.outbox.consumers import subscribe
        from octant.core.takeover.events import AccountFrozen, FreezeFailed, TakeoverReported
        from octant.reactions.webhooks.consumers import on_event

        subscribe("webhooks", on_event, TakeoverReported, AccountFrozen, FreezeFailed)
