from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "octant.core.advice"
    label = "advice"
