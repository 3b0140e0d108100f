"""How sign-in by django-allauth is fitted to our rules."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Customers may register themselves; staff accounts are made by an administrator."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An outside identity is linked only by a signed-in person, never by a matching mail."""
