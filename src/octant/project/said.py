"""What was said to a person on the page before: in a cookie while it is short."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

NAME = f"{settings.COOKIE_PREFIX}messages"


class _Cookie(CookieStorage):
    cookie_name = NAME


class Said(FallbackStorage):
    storage_classes: Any = (_Cookie, SessionStorage)
