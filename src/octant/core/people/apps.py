from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "octant.core.people"
    label = "people"
