from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "octant.core.tickets"
    label = "tickets"
