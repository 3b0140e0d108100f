"""Where a customer can be sent."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

# The eight surfaces in the order of the mission. A key is the folder under channels/.
KEYS = (
    "help_center",
    "live_chat",
    "email",
    "social",
    "community",
    "phone",
    "learn",
    "advisor",
)


@dataclass(frozen=True, slots=True)
class Surface:
    """Something a customer can be sent to. `url_name` is empty while it is not built."""

    key: str
    name: Any  # a lazy translation
    promise: Any  # one sentence: what the customer gets here
    icon: str
    url_name: str = ""

    @property
    def available(self) -> bool:
        return bool(self.url_name)

    @property
    def url(self) -> str | None:
        try:
            return reverse(self.url_name) if self.url_name else None
        except NoReverseMatch:
            return None
