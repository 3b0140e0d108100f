from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "octant.reactions.realtime"
    label = "realtime"
