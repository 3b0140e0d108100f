from django.apps import AppConfig


class HelpCenterConfig(AppConfig):
    name = "octant.channels.help_center"
    label = "help_center"
