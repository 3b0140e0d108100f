import hashlib

from django.apps import AppConfig
from django.conf import settings


class SafetyConfig(AppConfig):
    name = "octant.core.safety"
    label = "safety"

    def ready(self) -> None:
        from octant.core.safety.rules.kept import keeper
        from octant.core.safety.text import use_fingerprint_key
        from octant.core.safety.text.custom import use_rules

        # Fingerprints of one secret match over all processes of one installation only.
        use_fingerprint_key(hashlib.sha256(f"fingerprint:{settings.SECRET_KEY}".encode()).digest())
        use_rules(lambda: keeper().rules())
