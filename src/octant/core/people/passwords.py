"""Passwords that anybody would try here first (OWASP ASVS 5.0, 6.1.2)."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from octant.core.ports.workspace import workspace

# With the workspace's name and the names of its domains: docs/how-to/sign-in.md lists them.
WORDS = (
    "octant", "support", "helpdesk", "customer", "exchange", "crypto", "bitcoin", "ethereum",
    "wallet", "trading", "password", "admin", "agent", "login", "account",
)  # fmt: skip
LEAST_OF_ONES_OWN = 8  # letters and digits that are left when these words are taken out


def own_words() -> tuple[str, ...]:
    """The words, longest first, in lower case."""
    current = workspace()
    names = {word for domain in current.official_domains for word in domain.split(".")[:-1]}
    names |= set(re.findall(r"\w+", current.name.lower()))
    found = {*WORDS, *(name.lower() for name in names if len(name) > 2)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


class OwnWordsValidator:
    """Refuses what is little more than words of this place with a number behind."""

    def validate(self, password: str, user: Any = None) -> None:
        left = password.lower()
        for word in own_words():
            left = left.replace(word, " ")
        left = re.sub(r"(?:19|20)\d\d|1234+", " ", left)
        found = " ".join(left.split()) != " ".join(password.lower().split())
        if found and sum(letter.isalnum() for letter in left) < LEAST_OF_ONES_OWN:
            raise ValidationError(self.get_help_text(), code="own_words")

    def get_help_text(self) -> str:
        return _("Do not make the password of our name and words that are common here.")
