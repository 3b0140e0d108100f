from django.apps import AppConfig


class LiveChatConfig(AppConfig):
    name = "octant.channels.live_chat"
    label = "live_chat"
