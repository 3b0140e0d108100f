from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "octant.core.privacy"
    label = "privacy"
