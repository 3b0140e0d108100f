from django.apps import AppConfig


class PortsConfig(AppConfig):
    name = "octant.core.ports"
    label = "ports"
