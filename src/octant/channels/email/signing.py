"""Our DKIM keys (home/keys/dkim) and signatures; `octant doctor` prints what to publish."""

from functools import cache
from pathlib import Path

from django.conf import settings

from octant.core.ports.workspace import workspace
from octant.kit.mail.signing import Kind, SigningKey, new_key, sign
from octant.kit.secret_file import kept

SELECTORS: dict[Kind, str] = {"rsa": "octant-rsa", "ed25519": "octant-ed"}


def folder() -> Path:
    return Path(settings.OCTANT_HOME) / "keys" / "dkim"


def our_keys() -> tuple[SigningKey, ...]:
    """The keys of this home, made at the first call."""
    return _keys(folder(), workspace().support_address.rpartition("@")[2])


@cache
def _keys(where: Path, domain: str) -> tuple[SigningKey, ...]:
    return tuple(_key(where, domain, kind) for kind in SELECTORS)


def _key(where: Path, domain: str, kind: Kind) -> SigningKey:
    selector = SELECTORS[kind]
    file = where / f"{domain}.{selector}.pem"
    pem = kept(file, lambda: new_key(domain=domain, selector=selector, kind=kind).pem)
    return SigningKey(domain=domain, selector=selector, kind=kind, pem=pem)


def signed(raw: bytes) -> bytes:
    """`raw` with our signatures on top."""
    return sign(raw, list(our_keys()))
