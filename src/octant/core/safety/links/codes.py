"""What a check can say. Values are stable: they are stored beside messages."""

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How far a link may be trusted, best first.

    official: ours. known: a lead put it on the allow list. unknown: nothing speaks against it,
    which is not the same as safe. suspicious: something does. dangerous: meant to deceive, or
    known to do harm.
    """

    OFFICIAL = "official"
    KNOWN = "known"
    UNKNOWN = "unknown"
    SUSPICIOUS = "suspicious"
    DANGEROUS = "dangerous"


class Code(StrEnum):
    """Why. Sentences for people are in `words.py`."""

    OFFICIAL = "official"
    ALLOWED = "allowed"
    UNKNOWN_SITE = "unknown_site"
    NOT_A_LINK = "not_a_link"
    BLOCKED = "blocked"
    IN_FEED = "in_feed"
    RUNS_CODE = "runs_code"
    OTHER_SCHEME = "other_scheme"
    PLAIN_HTTP = "plain_http"
    USER_INFO = "user_info"
    POSES_AS_USER = "poses_as_user"
    IP_HOST = "ip_host"
    BAD_HOST = "bad_host"
    BAD_PUNYCODE = "bad_punycode"
    MIXED_SCRIPTS = "mixed_scripts"
    HOMOGLYPHS = "homoglyphs"
    OTHER_ENDING = "other_ending"
    MISSPELT = "misspelt"
    CONTAINS_NAME = "contains_name"
    NAME_WITH_LURE = "name_with_lure"
    NAME_IN_SUBDOMAIN = "name_in_subdomain"
    ADDRESS_IN_SUBDOMAIN = "address_in_subdomain"
    SPLIT_NAME = "split_name"
    ADDRESS_IN_PATH = "address_in_path"
    SHORTENER = "shortener"
    REDIRECT = "redirect"
    REDIRECTS_TO_BAD = "redirects_to_bad"


_DANGEROUS = {
    Code.BLOCKED,
    Code.IN_FEED,
    Code.RUNS_CODE,
    Code.POSES_AS_USER,
    Code.HOMOGLYPHS,
    Code.NAME_WITH_LURE,
    Code.ADDRESS_IN_SUBDOMAIN,
    Code.SPLIT_NAME,
}
_HARMLESS = {Code.OFFICIAL, Code.ALLOWED, Code.UNKNOWN_SITE, Code.PLAIN_HTTP}


class Reason(NamedTuple):
    """One thing that was noticed; `about` is the name or address it is about, or empty."""

    code: Code
    about: str = ""

    @property
    def level(self) -> Level:
        """The least that this reason makes of a link."""
        if self.code in _DANGEROUS:
            return Level.DANGEROUS
        return Level.UNKNOWN if self.code in _HARMLESS else Level.SUSPICIOUS
