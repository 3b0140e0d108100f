from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "octant.core.outbox"
    label = "outbox"
