"""An address taken apart as a browser would, however it was disguised. Never raises.

Follows the WHATWG URL standard where browsers differ from RFC 3986: backslashes are slashes,
tabs and line breaks vanish, an IPv4 address may be one number or hexadecimal.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

LONGEST = 4096
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_DEFANGED = re.compile(r"\[(?:\.|dot|点)\]|\((?:\.|dot|点)\)|\{(?:\.|dot)\}", re.IGNORECASE)
_HXXP = re.compile(r"h(?:xx|tx|xt|\*\*|__)p(s?)\b", re.IGNORECASE)
_GONE = dict.fromkeys([*range(0x21), 0x7F, 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F),
                       *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF])  # fmt: skip
_DOTS = str.maketrans(dict.fromkeys("。．｡․", ".") | {"：": ":", "／": "/", "＼": "/", "＠": "@"})
_PORT = re.compile(r"^(?:.*:(\d{1,5}))?.*$", re.DOTALL)
SPECIAL = {"http", "https", "ftp", "ws", "wss"}
CODE = {"javascript", "vbscript", "data", "blob", "filesystem", "view-source"}
OTHER = {"file", "intent", "smb", "ssh", "telnet", "ldap", "about", "chrome", "market", "steam",
         "itms-services", "search-ms", "ms-msdt", "tel", "sms"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """`host` is lower case, in its own letters, empty if there is none; `rest` is path and more.

    `bad_punycode`: a label says it is encoded and is not. `ip`: the host is an IP address.
    `port`: its digits, empty where none stands.
    """

    scheme: str
    host: str
    rest: str
    user: str = ""
    bad_punycode: bool = False
    ip: bool = False
    port: str = ""

    @property
    def shown(self) -> str:
        """As one line for people, the host in its own letters."""
        if self.scheme in CODE or not self.host:
            return f"{self.scheme}:{self.rest}"[:LONGEST]
        if self.scheme == "mailto":
            return f"mailto:{self.user}@{self.host}"
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.host}{self.rest}"[:LONGEST]


def read_address(text: str) -> Address:
    """What an address means; one without a scheme is taken as https."""
    raw = text[:LONGEST].translate(_GONE).translate(_DOTS)
    raw = _HXXP.sub(r"http\1", _DEFANGED.sub(".", raw).replace("[:]", ":"), count=1)
    head = unicodedata.normalize("NFKC", raw[:40])
    found = _SCHEME.match(head)
    scheme = found[1].lower() if found else ""
    if scheme in CODE or scheme in OTHER:
        return Address(scheme, "", raw[raw.find(":") + 1 :])
    if scheme == "mailto":
        return _with_host(scheme, raw[raw.find(":") + 1 :].partition("?")[0])
    if scheme and (scheme in SPECIAL or head[found.end() :].startswith("/")):  # type: ignore[union-attr]
        raw = raw[raw.find(":") + 1 :]
    else:
        scheme = "https"
    return _with_host(scheme, raw.replace("\\", "/").lstrip("/"))


def _with_host(scheme: str, raw: str) -> Address:
    end = next((at for at, char in enumerate(raw) if char in "/?#"), len(raw))
    authority, rest = raw[:end], raw[end:]
    user, _at, place = authority.rpartition("@")
    host, bad = _host(place)
    ip = _ip(host)
    return Address(scheme, ip or host, rest, user, bad, bool(ip), _PORT.sub(r"\1", place))


def _host(place: str) -> tuple[str, bool]:
    """The host without its port, lower case, decoded; and whether its punycode is broken."""
    host = unicodedata.normalize("NFKC", unquote(place)).translate(_GONE).translate(_DOTS).lower()
    ipv6 = host.startswith("[")
    host = host.partition("]")[0] + "]" if ipv6 else host.partition(":")[0]
    labels, bad = [], False
    for label in host.strip(".").split("."):
        plain = _decoded(label)
        bad = bad or plain is None
        labels.append(label if plain is None else plain)
    return ".".join(labels), bad


def _decoded(label: str) -> str | None:
    """A label in its own letters; None when it claims to be punycode and is not."""
    if not label.startswith("xn--"):
        return label
    if len(label) > 63:
        return None
    try:
        plain = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return None
    # What decodes to nothing foreign, or to what no registry accepts, was never encoded.
    if plain.isascii() or any(unicodedata.category(char)[0] in "CZ" for char in plain):
        return None
    return unicodedata.normalize("NFKC", plain).lower()


def _ip(host: str) -> str:
    """The IP address that a host is, in its usual form; empty if it is a name."""
    if host.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(host[1:-1].partition('%')[0])}]"
        except ValueError:
            return ""
    parts = host.split(".")
    if not 1 <= len(parts) <= 4 or not parts[-1][:1].isdigit():
        return ""
    numbers = [_number(part) for part in parts]
    if any(number is None for number in numbers):
        return ""
    *first, last = [number or 0 for number in numbers]
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return ""
    value = last + sum(number << (8 * (3 - at)) for at, number in enumerate(first))
    return str(ipaddress.IPv4Address(value))


def _number(part: str) -> int | None:
    if not (part.isascii() and part.isalnum()):
        return None
    try:
        if part.startswith("0x"):
            return int(part[2:] or "0", 16)
        return int(part, 8 if part.startswith("0") and len(part) > 1 else 10)
    except ValueError:
        return None
