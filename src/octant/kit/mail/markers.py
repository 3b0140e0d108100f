"""What a mail also is: an invitation, something signed or sealed, a report about another mail."""

from octant.kit.mail.structure import Part, walk

_KINDS = {
    "text/calendar": "calendar",
    "application/ics": "calendar",
    "application/pkcs7-signature": "smime-signed",
    "application/x-pkcs7-signature": "smime-signed",
    "application/pgp-signature": "pgp-signed",
    "application/pgp-encrypted": "pgp-encrypted",
    "application/ms-tnef": "tnef",
    "application/vnd.ms-tnef": "tnef",
    "message/delivery-status": "delivery-status",
    "multipart/report": "report",
}
PKCS7 = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def read_markers(root: Part, text: str) -> frozenset[str]:
    """The markers of a mail's parts, and of armour within its text."""
    found = set()
    for part in walk(root):
        if part.kind in _KINDS:
            found.add(_KINDS[part.kind])
        elif part.kind in PKCS7:
            kind = part.parameters.get("smime-type", "").lower()
            found.add("smime-signed" if kind == "signed-data" else "smime-encrypted")
    if "-----BEGIN PGP MESSAGE-----" in text:
        found.add("pgp-encrypted")
    if "-----BEGIN PGP SIGNED MESSAGE-----" in text:
        found.add("pgp-signed")
    return frozenset(found)
