import hashlib

from django.apps import AppConfig
from django.conf import settings


class SafetyConfig(AppConfig):
    name = "octant.core.safety"
    label = "safety"

    def ready(self) -> None:
        from octant.core.safety.text import use_fingerprint_key

        # Fingerprints of one secret match over all processes of one installation only.
        use_fingerprint_key(hashlib.sha256(f"fingerprint:{settings.SECRET_KEY}".encode()).digest())
