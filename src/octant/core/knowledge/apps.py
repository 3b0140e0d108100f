from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "octant.core.knowledge"
    label = "knowledge"
