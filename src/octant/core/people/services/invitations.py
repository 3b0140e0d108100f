"""The one-time link by which somebody invited sets their password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils import translation

from octant.core.people.models import User
from octant.core.safety.audit import record


def invite(*, user: User, actor: User) -> str:
    """Mail the link to its owner, in their language, and return it.

    It works once and for `settings.PASSWORD_RESET_TIMEOUT` seconds (three days).
    """
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link: str = get_adapter().get_reset_password_from_key_url(key)
    context = {"user": user, "invited_by": actor.shown_name, "password_reset_url": link}
    with translation.override(user.language):
        get_adapter().send_mail("people/email/invitation", user.email, context)
    record(actor=actor, verb="invite_user", subject=user)
    return link
