"""What people read about a link: its verdict in two words, each reason in a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from octant.core.safety.links.codes import Code, Level, Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEVELS: "dict[Level, StrOrPromise]" = {
    Level.OFFICIAL: _("Official site"),
    Level.KNOWN: _("Known site"),
    Level.UNKNOWN: _("Unknown site"),
    Level.SUSPICIOUS: _("Suspicious link"),
    Level.DANGEROUS: _("Dangerous link"),
}

# `{about}` is the official domain that is imitated, or the address that the reason is about.
SENTENCES: "dict[Code, StrOrPromise]" = {
    Code.OFFICIAL: _("{about} is one of our own sites."),
    Code.ALLOWED: _("{about} is on our list of known sites."),
    Code.UNKNOWN_SITE: _(
        "This is not one of our sites. Nothing speaks against it, but we have not checked it."
    ),
    Code.NOT_A_LINK: _("This is not a complete address."),
    Code.BLOCKED: _("{about} is on our list of harmful sites."),
    Code.IN_FEED: _("{about} is reported as a harmful site."),
    Code.RUNS_CODE: _("This is not an address but a program that would run in the browser."),
    Code.OTHER_SCHEME: _("This link opens a program on the device instead of a web page."),
    Code.PLAIN_HTTP: _("This link is not encrypted. Our sites use https."),
    Code.USER_INFO: _("There is an @ in this address: what stands before it is not the site."),
    Code.POSES_AS_USER: _(
        "This link only begins like {about}. It leads to the site after the @, which is another."
    ),
    Code.IP_HOST: _("The address is a number, {about}. Honest sites have a name."),
    Code.BAD_HOST: _("The name of this site holds characters that no real name has."),
    Code.BAD_PUNYCODE: _("The name of this site is encoded wrongly, which real names never are."),
    Code.MIXED_SCRIPTS: _("The name mixes letters of different alphabets that look alike."),
    Code.HOMOGLYPHS: _("The name looks like {about} but is written with other characters."),
    Code.OTHER_ENDING: _("The name is that of {about}, but the ending is another."),
    Code.MISSPELT: _("The name is almost that of {about}, with a letter changed."),
    Code.CONTAINS_NAME: _("The name contains that of {about}, but the site is not ours."),
    Code.NAME_WITH_LURE: _(
        "The name joins that of {about} with a word that asks for trust. The site is not ours."
    ),
    Code.NAME_IN_SUBDOMAIN: _(
        "The name of {about} stands in front of a site that belongs to someone else."
    ),
    Code.ADDRESS_IN_SUBDOMAIN: _(
        "The address begins with {about}, but what counts is its end, which is not ours."
    ),
    Code.SPLIT_NAME: _("The name of {about} is spread over the dots of another site's address."),
    Code.ADDRESS_IN_PATH: _("One of our addresses stands inside the address of another site."),
    Code.SHORTENER: _("This is a short link: nobody can see where it leads."),
    Code.REDIRECT: _("This page may send people on to {about}."),
    Code.REDIRECTS_TO_BAD: _("This link carries another one, to {about}, which looks harmful."),
}

# What a customer is told; agents read the reasons themselves.
_FOR_CUSTOMERS: "dict[Level, StrOrPromise]" = {
    Level.OFFICIAL: _("This address is ours. Type it into your browser yourself."),
    Level.KNOWN: _("We know this site, but it is not ours. Do not enter account details there."),
    Level.UNKNOWN: _("We have not checked this site. Never enter account details there."),
    Level.SUSPICIOUS: _("Something about this address is odd. Better not to open it."),
    Level.DANGEROUS: _("This address is made to deceive, or known to do harm. Do not open it."),
}


def for_customers() -> dict[str, dict[str, str]]:
    """By verdict: `label` and `sentence`, in the active language."""
    return {
        str(level): {"label": str(LEVELS[level]), "sentence": str(said)}
        for level, said in _FOR_CUSTOMERS.items()
    }


def sentence(reason: Reason) -> str:
    """One reason, in the active language."""
    return str(SENTENCES[reason.code]).replace("{about}", reason.about)


def reasons_of(finding: Mapping[str, Any]) -> list[Reason]:
    """The reasons of a stored finding; those that this version does not know are left out."""
    pairs = (pair for pair in finding.get("reasons") or () if len(pair) == 2)
    return [Reason(Code(code), str(about)) for code, about in pairs if code in set(Code)]


def level_of(finding: Mapping[str, Any]) -> Level:
    """The verdict of a stored finding; unknown where it cannot be read."""
    verdict = finding.get("verdict")
    return Level(verdict) if verdict in set(Level) else Level.UNKNOWN


def links_in(text: str, findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The stored links of `text` in order; what does not fit it or overlaps is left out."""
    found: list[Mapping[str, Any]] = []
    end = 0
    rows = (row for row in findings if row.get("kind") == "link")
    for row in sorted(rows, key=lambda each: int(each["start"])):
        if end <= row["start"] < row["end"] <= len(text):
            found.append(row)
            end = row["end"]
    return found


def disarmed(text: str, findings: Sequence[Mapping[str, Any]]) -> str:
    """`text` for places that make links of addresses by themselves (mail, files): suspicious
    and dangerous ones are broken so that they cannot be followed, with the verdict behind."""
    parts, at = [], 0
    for row in links_in(text, findings):
        level = level_of(row)
        if level not in (Level.SUSPICIOUS, Level.DANGEROUS):
            continue
        broken = text[row["start"] : row["end"]].replace("://", "[:]//").replace(".", "[.]")
        parts += [text[at : row["start"]], f"{broken} [{LEVELS[level]}]"]
        at = row["end"]
    return "".join([*parts, text[at:]])
