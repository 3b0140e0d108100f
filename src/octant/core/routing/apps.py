from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "octant.core.routing"
    label = "routing"
