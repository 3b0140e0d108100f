"""How sign-in by django-allauth is fitted to our rules."""

import base64
import hashlib
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import requests
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core import context as library
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from octant.core.people import access, anti_phishing, devices
from octant.core.people.language import remember_language
from octant.core.people.models import SignInEvent, User
from octant.core.people.services import activity, customers, sessions
from octant.core.ports.workspace import workspace
from octant.core.safety.services.limiting import anonymous
from octant.kit.errors import DomainError
from octant.kit.mail.automatic import MARKS

log = structlog.get_logger()
What = SignInEvent.What

# Where staff may be sent back to after signing in; from elsewhere they go to their workplace.
_WORKPLACES = ("/desk/", "/editor/", "/accounts/")
# Said by the page that follows, so not said again on it.
_UNSAID = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Customers may register themselves; staff accounts are made by an administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email address or the password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts to sign in. Wait five minutes, or reset your password."
        ),
        "incorrect_code": _("This code is not right or has expired. Enter the newest one."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "account_inactive": _("This account has been closed."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        user.language = get_language() or settings.LANGUAGE_CODE
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Nobody's address is written down: the same keyed hash tells tries apart. The same is
        done whether somebody has the address or not, so that time does not tell either."""
        email = str(credentials.get("email", "")).lower()
        log.warning(
            "sign_in_failed", who=anonymous(email), by="password", address=_address(request)
        )
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        activity.tell(request, user=user, what=What.PASSWORD_WRONG)

    def clean_email(self, email: str) -> str:
        if len(email) > (User._meta.get_field("email").max_length or 0):
            raise self.validation_error("invalid_login")
        return email

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)  # type: ignore[arg-type]

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        response: HttpResponse | None = super().pre_login(request, user, **more)
        ways = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{}]
        by_password = ways[-1].get("method") == "password"
        if response is None and by_password and access.has_second_factor(user):
            activity.tell(request, user=user, what=What.HALF_WAY, how="password")
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        request.first_sign_in = user.last_login is None  # type: ignore[attr-defined]
        super().login(request, user)

    def post_login(
        self, request: HttpRequest, user: User, *, redirect_url: str | None, **more: Any
    ) -> HttpResponse:
        asked = redirect_url or request.POST.get("next") or request.GET.get("next") or ""
        if user.is_staff and not urlsplit(asked).path.startswith(_WORKPLACES):
            redirect_url = home_of(user)
        _count_as_confirmed(request)
        response: HttpResponse = super().post_login(
            request, user, redirect_url=redirect_url, **more
        )
        remember_language(response, user.language)
        _note_sign_in(request, user)
        devices.remember(request, response, user)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Sessions hold for the old password only (`User._get_session_auth_hash`)."""
        super().set_password(user, password)
        sessions.tell_signed_out(user=user)

    def logout(self, request: HttpRequest) -> None:
        sessions.tell_signed_out(user=request.user)
        super().logout(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **more: Any,
    ) -> None:
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, *args, **more)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whose mail it is: the browser that causes it may be a stranger's,
        and the worker, which mails too, has none."""
        user = context.get("user")
        more = {
            "request": library.request,
            "email": email,
            "current_site": SimpleNamespace(
                name=workspace().name, domain=urlsplit(settings.OCTANT_URL).netloc
            ),
            "anti_phishing_code": anti_phishing.shown_to(user, address=email),
        }
        with override(user.language if isinstance(user, User) else get_language()):
            self.render_mail(template_prefix, email, context | more).send()

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Marked as written by a machine, so that none answers it."""
        marked = {**MARKS, **(headers or {})}
        made: EmailMessage = super().render_mail(template_prefix, email, context, marked)
        return made

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Told whose mail it is, so that it can show the reader's own anti-phishing code. Mails of
        this folder are the library's one word that a second factor was added, taken off or
        renewed: whoever got in before goes out, except who has just done it."""
        changed = template_prefix.rpartition("/")[2]
        activity.tell(library.request, user=user, what=What.CHANGED, how=changed)
        if template_prefix.startswith("mfa/email/"):
            here = library.request.session.session_key
            sessions.end_others(user=user, here=here, why=changed)
        more = {"user": user, **(context or {})}
        super().send_notification_mail(template_prefix, user, more, email)

    def format_email_subject(self, subject: str) -> str:
        return f"{workspace().name}: {subject}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_home(super().get_reset_password_from_key_url(key))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: named after the workspace, their secrets encrypted at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right or has expired. Enter the newest one."),
    }

    def get_totp_issuer(self) -> str:
        return workspace().name

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey") if not count else f"{gettext('Passkey')} {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": workspace().name}

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The exchange's own sign-in. It never opens an account by a matching mail address:
    whoever has one signs in to it first and links the two there."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        account = exchange_account(sociallogin)
        if sociallogin.is_existing and account:
            customers.vouch(user=sociallogin.user, account=account)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(str(part) for part in parts if part)
        user.name = "".join(letter for letter in str(name) if letter.isprintable())[:120]
        user.language = get_language() or settings.LANGUAGE_CODE
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        user: User = super().save_user(request, sociallogin, form)
        if account := exchange_account(sociallogin):
            customers.vouch(user=user, account=account)
        return user

    def get_requests_session(self) -> requests.Session:
        """A session whose answers are whole: the library itself would fail on others."""
        session: requests.Session = super().get_requests_session()
        ask = session.request

        def request(*args: Any, **more: Any) -> requests.Response:
            try:
                answer = ask(*args, **more)
                answer.raise_for_status()
                whole = isinstance(answer.json(), dict) and b"\\u0000" not in answer.content
            except requests.RequestException as error:
                raise _unavailable() from error
            if not whole:
                raise _unavailable()
            return answer

        session.request = request  # type: ignore[method-assign]
        return session

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        if isinstance(request.user, User) and (account := _claim(socialaccount)):
            customers.vouch(user=request.user, account=account)
        url: str = super().get_connect_redirect_url(request, socialaccount)
        return url


def _count_as_confirmed(request: HttpRequest) -> None:
    """Who has just signed in need not confirm at once that it is they."""
    if records := request.session.get(AUTHENTICATION_METHODS_SESSION_KEY):
        records[-1]["reauthenticated"] = True
        request.session.modified = True


def _note_sign_in(request: HttpRequest, user: User) -> None:
    ways = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    by = [str(way.get("type") or way.get("method")) for way in ways]
    first = getattr(request, "first_sign_in", False)
    new = not first and not devices.known(request, user)
    log.info("signed_in", user=user.pk, role=user.role, by=by, address=_address(request), new=new)
    how = " ".join(dict.fromkeys(by))
    activity.tell(request, user=user, what=What.SIGNED_IN, how=how, new=new)


def _address(request: HttpRequest) -> str:
    return anonymous(str(request.META.get("REMOTE_ADDR", "")))


def home_of(user: User) -> str:
    """Where somebody's work is: the desk, the editors' board, or the front page."""
    homes = {"agent": "/desk/", "lead": "/desk/", "admin": "/desk/", "editor": "/editor/"}
    return homes.get(user.role, f"/{user.language}/")


def exchange_account(sociallogin: Any) -> str:
    """The account id that the exchange's sign-in names, or nothing."""
    return _claim(sociallogin.account)


def _claim(socialaccount: Any) -> str:
    """The claim OCTANT_OIDC_ACCOUNT_CLAIM, by default `sub`. Raises DomainError if unusable."""
    if not socialaccount.provider:
        return ""
    data = socialaccount.extra_data or {}
    claims = data.get("userinfo") or data.get("id_token") or data
    value = str(claims.get(settings.OCTANT_OIDC_ACCOUNT_CLAIM) or "")
    if len(value) > 64 or not value.isprintable():
        raise DomainError(_("The exchange named an account that we cannot store."))
    return value


def _unavailable() -> DomainError:
    return DomainError(
        _(
            "The exchange did not confirm who you are. Nothing has changed. "
            "Try again in a minute, or sign in with your password."
        ),
        code="sign_in_unavailable",
        status=503,
    )


def at_home(url: str) -> str:
    """The same address on the host we are known by: a forged Host header must not choose
    where a one-time link in a mail leads. A demonstration has no fixed host."""
    if settings.OCTANT_DEMO:
        return url
    parts, home = urlsplit(url), urlsplit(settings.OCTANT_URL)
    return parts._replace(scheme=home.scheme, netloc=home.netloc).geturl()


def _fernet() -> Fernet:
    digest = hashlib.sha256(b"octant.core.people.mfa" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
