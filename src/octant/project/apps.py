from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "octant.project"
    label = "project"
