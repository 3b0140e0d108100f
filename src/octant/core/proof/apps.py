from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "octant.core.proof"
    label = "proof"
