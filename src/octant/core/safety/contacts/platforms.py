"""Social networks: whose page an address is, whichever of the network's hosts it names."""

import re
from urllib.parse import unquote, urlsplit

from octant.core.safety.contacts.hosts import host_of

# The .example hosts are those of demonstrations (RFC 2606).
_HOSTS = {
    "x": ("x.com", "twitter.com", "x.example"),
    "facebook": ("facebook.com", "fb.com", "facebook.example"),
    "reddit": ("reddit.com", "reddit.example"),
    "linkedin": ("linkedin.com", "linkedin.cn", "linkedin.example"),
    "telegram": ("t.me", "telegram.me", "telegram.example"),
    "youtube": ("youtube.com", "youtube.example"),
    "instagram": ("instagram.com", "instagram.example"),
    "tiktok": ("tiktok.com", "tiktok.example"),
    "discord": ("discord.gg", "discord.com", "discord.example"),
    "weibo": ("weibo.com", "weibo.cn", "weibo.example"),
}
NETWORKS = tuple(_HOSTS)
NAMES = {"x": "X", "linkedin": "LinkedIn", "youtube": "YouTube", "tiktok": "TikTok"}
_BY_HOST = {host: network for network, hosts in _HOSTS.items() for host in hosts}
# Words that stand before the name in a path: reddit.com/user/NAME, linkedin.com/company/NAME.
_BEFORE = {"user", "u", "company", "in", "school", "c", "channel", "s", "n", "invite", "intl"}
_NAME = re.compile(r"[a-z0-9._-]{2,60}")


def from_address(line: str) -> str:
    """`network:name` of a page on a network, or nothing."""
    host = host_of(line)
    # www., m., mobile., old., en-gb.: the network's own other hosts.
    network = _BY_HOST.get(host) or _BY_HOST.get(host.partition(".")[2])
    if network is None:
        return ""
    address = line.replace("\\", "/")
    path = urlsplit(address if "//" in address else f"//{address}").path
    parts = [unquote(part).casefold() for part in path.split("/") if part]
    while len(parts) > 1 and parts[0] in _BEFORE:
        parts.pop(0)
    name = parts[0].removeprefix("@") if parts else ""
    return f"{network}:{name}" if _NAME.fullmatch(name) else ""


def from_prefix(line: str) -> str:
    """`x:@name`, `facebook: name`, `u/name`: a name with its network, as people write it."""
    if match := re.fullmatch(r"/?u(?:ser)?/([A-Za-z0-9._-]{2,60})", line, re.I):
        return f"reddit:{match[1].casefold()}"
    network, colon, name = line.partition(":")
    network = network.strip().casefold()
    name = name.strip().casefold().removeprefix("u/").removeprefix("@")
    network = "x" if network == "twitter" else network
    return f"{network}:{name}" if colon and network in _HOSTS and _NAME.fullmatch(name) else ""


def network_name(network: str) -> str:
    """How the network writes itself."""
    return NAMES.get(network, network.title())
