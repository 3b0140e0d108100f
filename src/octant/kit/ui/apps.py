"""The design system as a Django app: templates, static files, tags and its own strings."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers `ui/…` templates and static files and the `ui` tag library."""

    name = "octant.kit.ui"
    label = "ui"
    verbose_name = "Design system"
