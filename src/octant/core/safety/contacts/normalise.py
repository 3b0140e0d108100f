"""What somebody typed, as each kind of contact that it may be, in the one form we compare.

Comparison is exact: `support@kraken.example` is not `support@kraken-help.example`, however
alike they look. Only what cannot change whom one reaches is evened out: capitals in a host,
spaces in a number, full-width letters, which browsers even out too (UTS 46).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from octant.core.safety.contacts import platforms
from octant.core.safety.contacts.hosts import host_of, read_host

MAX_CHARS = 300
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ADDRESS = re.compile(r"([^\s@<>\"'(),;:]{1,64})@([^\s@<>\"'(),;:/]{1,255})")
_NUMBER = re.compile(r"(?:tel:)?(\+|00)?([0-9][0-9 ().\-/]{5,30})(?:;ext=.*)?", re.I)
_NAME = re.compile(r"@?[A-Za-z0-9._-]{2,60}")
_WALLETS = (
    re.compile(r"0x[0-9a-fA-F]{40}"),
    re.compile(r"(?:bc|tb|ltc|addr|cosmos|bnb|kaspa)1[02-9ac-hj-np-z]{20,100}", re.I),  # BIP 173
    re.compile(r"[1-9A-HJ-NP-Za-km-z]{25,106}"),  # base 58
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a text may be: a kind of contact and its value as we store it."""

    kind: str
    value: str


def tidy(text: str) -> str:
    """A line as it was meant: unseen characters gone, full-width letters plain."""
    plain = unicodedata.normalize("NFKC", text[: MAX_CHARS * 2]).translate(_UNSEEN)
    return " ".join(plain.split())[:MAX_CHARS]


def readings(text: str) -> list[Reading]:
    """Everything that `text` may be, the likeliest first. A name without its network is that
    name on every network that we know."""
    line = tidy(text)
    found: list[Reading] = []
    for reader in (_mails, _socials, _websites, _phones, _wallets, _aliases):
        found += [reading for reading in reader(line) if reading not in found]
    return found


def as_kind(kind: str, text: str) -> Reading | None:
    """`text` as this kind of contact, or nothing if it is none."""
    return next((reading for reading in readings(text) if reading.kind == kind), None)


def _mails(line: str) -> Iterator[Reading]:
    line = re.sub(r"^mailto:", "", line, flags=re.I).partition("?")[0]
    inside = re.fullmatch(r"[^<>]*<([^<>]+)>", line)
    if match := _ADDRESS.fullmatch((inside[1] if inside else line).strip()):
        host = read_host(match[2])
        if "." in host:
            yield Reading("mail", f"{match[1].casefold()}@{host}")


def _socials(line: str) -> Iterator[Reading]:
    if named := platforms.from_address(line):
        yield Reading("social", named)
        return
    if named := platforms.from_prefix(line):
        yield Reading("social", named)
    elif _NAME.fullmatch(line):
        name = line.removeprefix("@").casefold()
        yield from (Reading("social", f"{network}:{name}") for network in platforms.NETWORKS)


def _websites(line: str) -> Iterator[Reading]:
    if host := host_of(line):
        yield Reading("website", host)


def _phones(line: str) -> Iterator[Reading]:
    match = _NUMBER.fullmatch(line.replace("(0)", ""))
    if match is None:
        return
    digits = re.sub(r"[^0-9]", "", match[2])
    # E.164: at most 15 digits, and no country code begins with 0.
    if 7 <= len(digits) <= 15 and not digits.startswith("0"):
        yield Reading("phone", f"+{digits}")


def _wallets(line: str) -> Iterator[Reading]:
    address = re.sub(r"^(?:bitcoin|ethereum|litecoin|solana):", "", line, flags=re.I)
    address = address.partition("?")[0]
    for number, shape in enumerate(_WALLETS):
        if shape.fullmatch(address):
            # Capitals mean nothing in hexadecimal and bech32, and something in base 58.
            yield Reading("wallet", address.lower() if number < 2 else address)
            return


def _aliases(line: str) -> Iterator[Reading]:
    if line and len(line) <= 60 and not re.search(r"[@:/<>]", line) and not line[0].isdigit():
        yield Reading("alias", folded(line))


def folded(name: str) -> str:
    """A person's name as names are compared: width, capitals and spaces do not count."""
    return tidy(name).casefold()
