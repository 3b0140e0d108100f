from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "octant.core.safety"
    label = "safety"
