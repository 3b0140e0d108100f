from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "octant.desk"
    label = "desk"
