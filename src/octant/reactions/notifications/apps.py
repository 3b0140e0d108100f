from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "octant.reactions.notifications"
    label = "notifications"
