from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """The customer's own page. Not a surface: nobody is sent here to ask something new."""

    name = "octant.channels.requests"
    label = "requests"
