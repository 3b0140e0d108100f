"""What a domain should publish so that its mail arrives and can be believed, and what it does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from octant.kit.mail.dns import Resolver, TemporaryDnsError
from octant.kit.mail.signing import Record, SigningKey, public_record

State = Literal["ok", "problem", "unknown"]
_ENFORCED = ("quarantine", "reject")


@dataclass(frozen=True, slots=True)
class Finding:
    """`says` is how it is, or what to do; `publish` the line of a zone file that would do it."""

    name: str
    state: State
    says: str
    publish: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`senders`: SPF terms of whoever sends for the domain; `mail_host`: who takes its mail."""

    domain: str
    keys: tuple[SigningKey, ...]
    senders: tuple[str, ...]
    mail_host: str
    reports_to: str


def compare(wanted: Wanted, resolver: Resolver) -> Iterator[Finding]:
    """One finding for each thing, in the order in which to publish them."""
    looks: list[tuple[str, Callable[[str, Wanted, Resolver], Finding]]] = [
        *((f"dkim {key.kind}", partial(_dkim, key)) for key in wanted.keys),
        ("spf", _spf),
        ("dmarc", _dmarc),
        ("mx", _mx),
    ]
    for name, look in looks:
        try:
            yield look(name, wanted, resolver)
        except TemporaryDnsError as error:
            yield Finding(name, "unknown", f"no name server could tell: {error}")


def _dkim(key: SigningKey, name: str, wanted: Wanted, resolver: Resolver) -> Finding:
    record = public_record(key)
    found = [_tags(text) for text in resolver.txt(record.name)]
    says = ""
    if not found:
        says = f"{record.name} is not published"
    elif len(found) > 1:
        says = f"{record.name} has {len(found)} records: keep one"
    elif found[0].get("p") != _tags(record.text)["p"]:
        says = f"{record.name} holds another key than ours"
    elif "y" in found[0].get("t", "").split(":"):
        says = f"{record.name} says t=y: a test, which nobody trusts"
    if says:
        return Finding(name, "problem", says, record.zone_line())
    return Finding(name, "ok", f"{record.name} holds our key")


def _spf(name: str, wanted: Wanted, resolver: Resolver) -> Finding:
    line = Record(wanted.domain, " ".join(["v=spf1", *wanted.senders, "-all"])).zone_line()
    found = [text for text in resolver.txt(wanted.domain) if text.lower().split()[:1] == ["v=spf1"]]
    if not found:
        return Finding(name, "problem", f"{wanted.domain} has no SPF record", line)
    if len(found) > 1:  # an error for every receiver (RFC 7208 4.5)
        return Finding(
            name, "problem", f"{wanted.domain} has {len(found)} SPF records: keep one", line
        )
    terms = found[0].lower().split()
    missing = [term for term in wanted.senders if term.lower() not in terms]
    if missing:
        return Finding(name, "problem", f"our senders are missing: {' '.join(missing)}", line)
    if not any(term in ("-all", "~all") or term.startswith("redirect=") for term in terms):
        return Finding(name, "problem", "it ends without -all: anybody may send", line)
    return Finding(name, "ok", found[0])


def _dmarc(name: str, wanted: Wanted, resolver: Resolver) -> Finding:
    where = f"_dmarc.{wanted.domain}"
    text = f"v=DMARC1; p=reject; rua=mailto:{wanted.reports_to}"
    line = Record(where, text).zone_line()
    found = [text for text in resolver.txt(where) if text.lower().startswith("v=dmarc1")]
    if len(found) != 1:
        says = f"{where} is not published" if not found else f"{where} has {len(found)} records"
        return Finding(name, "problem", says, line)
    policy = _tags(found[0]).get("p", "").lower()
    if policy not in _ENFORCED:
        says = f"p={policy or 'none'} stops nobody who writes in your name: go on to p=reject"
        return Finding(name, "problem", says, line)
    return Finding(name, "ok", found[0])


def _mx(name: str, wanted: Wanted, resolver: Resolver) -> Finding:
    line = f"{wanted.domain}. IN MX 10 {wanted.mail_host}."
    hosts = [host for _preference, host in resolver.mx(wanted.domain)]
    if not hosts or hosts == [""]:
        return Finding(name, "problem", f"{wanted.domain} takes no mail: it has no MX", line)
    lost = [host for host in hosts if not resolver.a(host) and not resolver.aaaa(host)]
    if lost:
        return Finding(name, "problem", f"these have no address: {', '.join(lost)}", line)
    return Finding(name, "ok", ", ".join(hosts))


def _tags(text: str) -> dict[str, str]:
    """ "a=b; c=d" as DKIM and DMARC write it; blanks within a value do not count."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip().lower(): "".join(value.split()) for name, _sign, value in pairs}
