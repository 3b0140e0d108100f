"""Every address of the product, read from the URLconf, with real values for what varies in it.

A new parameter that nobody gave a value fails the tests that use this: say in VALUES which thing
of the other customer (or which harmless word) stands there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Which thing stands where: (beginning of the route, parameter) to a name in `World.things`.
VALUES: tuple[tuple[str, str, str], ...] = (
    ("language/", "code", "language"),
    ("accounts/data/export/", "public_id", "export"),
    ("accounts/data/erase/", "public_id", "erasure"),
    ("accounts/data/consent/", "kind", "consent"),
    ("accounts/staff/", "pk", "user"),
    ("accounts/staff/", "action", "user_action"),
    ("accounts/^confirm-email", "key", "mail_key"),
    ("accounts/^password/reset", "uidb36", "user36"),
    ("accounts/^password/reset", "key", "reset_key"),
    ("accounts/2fa/webauthn/keys/", "pk", "factor"),
    ("accounts/oidc/", "provider_id", "provider"),
    ("chat/uploads/", "public_id", "upload"),
    ("files/", "public_id", "file"),
    ("desk/file/", "file_id", "file"),
    ("desk/tickets/", "public_id", "ticket"),
    ("desk/tickets/", "held", "held"),
    ("desk/tickets/", "upload", "upload"),
    ("desk/tickets/<str:public_id>/held/", "verb", "held_verb"),
    ("desk/tickets/<str:public_id>/do/", "verb", "ticket_verb"),
    ("desk/tickets/", "draft", "draft"),
    ("desk/tickets/", "merger", "merger"),
    ("desk/mails/", "message", "letter"),
    ("desk/mails/", "way", "mail_way"),
    ("desk/mails/", "arrival", "arrival"),
    ("desk/offers/", "offer", "offer"),
    ("desk/coverage/", "shift", "shift"),
    ("desk/takeovers/calls/", "call", "call"),
    ("desk/replies/", "reply", "reply"),
    ("desk/wording/", "kind", "wording"),
    ("desk/promises/", "pk", "policy"),
    ("desk/promises/calendars/", "pk", "calendar"),
    ("desk/contacts/", "pk", "contact"),
    ("desk/screening/", "rule", "screening_rule"),
    ("desk/links/", "rule", "link_rule"),
    ("desk/privacy/erasures/", "public_id", "erasure"),
    ("desk/privacy/erasures/", "verb", "erasure_verb"),
    ("desk/privacy/people/", "pk", "customer"),
    ("desk/privacy/people/", "verb", "person_verb"),
    ("desk/privacy/holds/", "hold", "hold"),
    ("desk/privacy/exports/", "public_id", "export"),
    ("editor/articles/", "slug", "article"),
    ("editor/articles/", "language", "language"),
    ("editor/news/", "slug", "news"),
    ("help-images/", "digest", "image"),
    ("help-images/", "name", "image_name"),
    ("en/help/", "key", "topic"),
    ("en/article/", "slug", "article"),
    ("en/news/", "slug", "news"),
    ("en/email/files/", "token", "mail_file"),
    ("en/email/less/", "token", "mail_less"),
    ("en/requests/", "public_id", "ticket"),
    ("en/requests/", "verb", "request_verb"),
    ("en/requests/", "file_id", "file"),
    ("en/mailbox/", "address", "made_up_address"),
    ("en/mailbox/", "mail", "made_up_mail"),
    ("en/mailbox/", "number", "made_up_file"),
)


@dataclass(frozen=True)
class Address:
    """One route and its parameters: {name: is a whole number}."""

    route: str
    parameters: dict[str, bool] = field(default_factory=dict)

    def path(self, things: dict[str, Any]) -> str:
        """The address of a real thing."""
        return self._filled({name: str(things[self.thing(name)]) for name in self.parameters})

    def strange(self, word: str) -> str:
        """The address of something that is not there, with `word` where words may stand."""
        number = "99999999999999999999"
        return self._filled({name: number if n else word for name, n in self.parameters.items()})

    def thing(self, parameter: str) -> str:
        """What VALUES says stands for a parameter; the most particular row wins."""
        rows = [v for at, p, v in VALUES if p == parameter and self.route.startswith(at)]
        assert rows, f"say in tests/security/addresses.py what {parameter} is in {self.route}"
        return rows[-1]

    def _filled(self, values: dict[str, str]) -> str:
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: values[m[1]], self._named_groups())
        return "/" + path.replace("^", "").replace("$", "").replace("\\", "")

    def _named_groups(self) -> str:
        """Regular expressions written as the other routes are."""
        return re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", self.route)


def every_address() -> list[Address]:
    return list(_of(get_resolver(), ""))


def _of(resolver: URLResolver, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(route, _parameters(pattern, route))
        else:
            yield from _of(pattern, route)


def _parameters(pattern: URLPattern, route: str) -> dict[str, bool]:
    names = re.findall(r"<(?:\w+:)?(\w+)>", re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", route))
    numbers = {
        n for n, c in pattern.pattern.converters.items() if type(c).__name__ == "IntConverter"
    }
    return {name: name in numbers for name in names}
