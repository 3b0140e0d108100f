"""One settings module for every process; what differs comes from the environment.

OCTANT_HOME       folder with everything that must outlive a restart (default .octant)
DATABASE_URL      PostgreSQL; set by `octant up` when it runs the embedded server
OCTANT_WORKSPACE  folder of the brand's content (default workspaces/kraken)
OCTANT_DEMO       "1" while this is a demonstration
OCTANT_HOST, OCTANT_PORT, OCTANT_URL, OCTANT_SOCKET_URL   where browsers reach us
"""

import os
from ipaddress import ip_network
from pathlib import Path

from octant.project.database import from_url
from octant.project.keys import secret_key
from octant.project.logs import configure
from octant.project.outgoing_mail import smtp_settings
from octant.project.sign_in import openid_connect, origins

SOURCE = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("OCTANT_HOME", ".octant")).resolve()
OCTANT_HOME = HOME
OCTANT_DEMO = os.environ.get("OCTANT_DEMO") == "1"
OCTANT_WORKSPACE = os.environ.get("OCTANT_WORKSPACE") or str(SOURCE / "workspaces" / "kraken")
OCTANT_HOST = os.environ.get("OCTANT_HOST", "127.0.0.1")
OCTANT_PORT = int(os.environ.get("OCTANT_PORT", "8000"))
OCTANT_URL = os.environ.get("OCTANT_URL", f"http://{OCTANT_HOST}:{OCTANT_PORT}")
# Empty: browsers use the host they came by, on the port after ours.
OCTANT_SOCKET_URL = os.environ.get("OCTANT_SOCKET_URL", "")
SECURE = OCTANT_URL.startswith("https://")
# Behind HTTPS a cookie named __Host- is taken from this very host alone, and only encrypted.
COOKIE_PREFIX = "__Host-" if SECURE else ""

# Meaning search costs memory and, when texts change, time: "0" leaves search to words.
OCTANT_MEANING = os.environ.get("OCTANT_MEANING", "1") == "1"

# Text in pictures is read where its packages are (requirements/pictures.txt); "0" leaves it.
OCTANT_PICTURES = os.environ.get("OCTANT_PICTURES", "1") == "1"

SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("OCTANT_ALLOWED_HOSTS", "*" if OCTANT_DEMO else "").split(",")
if ALLOWED_HOSTS == [""]:
    ALLOWED_HOSTS = [OCTANT_URL.split("//")[-1].split(":")[0], "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [OCTANT_URL]

INSTALLED_APPS = [
    "octant.kit.ui",
    "octant.core.ports",
    "octant.core.outbox",
    "octant.core.safety",
    "octant.core.people",
    "octant.core.exchange",
    "octant.core.privacy",
    "octant.core.knowledge",
    "octant.core.tickets",
    "octant.core.routing",
    "octant.core.promises",
    "octant.core.proof",
    "octant.core.takeover",
    "octant.core.advice",
    "octant.reactions.realtime",
    "octant.reactions.notifications",
    "octant.reactions.webhooks",
    "octant.reactions.insights",
    "octant.channels.help_center",
    "octant.channels.live_chat",
    "octant.channels.email",
    "octant.channels.advisor",
    "octant.channels.requests",
    "octant.desk",
    "octant.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]

MIDDLEWARE = [
    "octant.kit.stack.roomy",
    "octant.project.middleware.lean",
    "octant.project.middleware.request_context",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "octant.project.middleware.trusted_types",
    "octant.project.middleware.addresses",
    "octant.project.middleware.page_cache",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "octant.project.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "octant.core.people.middleware.lifetimes",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "octant.core.people.middleware.same_place",
    "octant.project.middleware.domain_errors",
]

ROOT_URLCONF = "octant.project.urls"
WSGI_APPLICATION = "octant.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "octant.kit.ui.folding.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "octant.project.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": from_url(os.environ.get("DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "octant.core.people.passwords.OwnWordsValidator"},
    {"NAME": "octant.core.people.breached.BreachedValidator"},
]
# A file of breached passwords' SHA-1 hashes, sorted (docs/how-to/sign-in.md); empty: none.
OCTANT_BREACHED_PASSWORDS = os.environ.get("OCTANT_BREACHED_PASSWORDS", "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}octant_language"
LANGUAGE_COOKIE_SECURE = SECURE
OCTANT_THEME_COOKIE = f"{COOKIE_PREFIX}octant_theme"
OCTANT_NOTICES_COOKIE = f"{COOKIE_PREFIX}octant_notices"  # this browser's own notices
OCTANT_DEVICE_COOKIE = f"{COOKIE_PREFIX}octant_device"  # which people signed in here before
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("OCTANT_STATIC", str(SOURCE / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "octant.project.static.HashedStorage"},
}
MEDIA_ROOT = str(HOME / "files")
WHITENOISE_MAX_AGE = 3600
# Before files were collected (tests, a bare checkout) they are found where they lie.
WHITENOISE_USE_FINDERS = not (Path(STATIC_ROOT) / "staticfiles.json").exists()
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# No file that somebody sends touches the disk unencrypted: forms are small (larger files come
# in pieces), so they are held in memory and never in a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024

SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}octant_session"
CSRF_COOKIE_NAME = "__Host-octant_form" if SECURE else "csrftoken"
MESSAGE_STORAGE = "octant.project.said.Said"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
# How long a sign-in holds: without use, and in all (docs/how-to/sign-in.md). People who only look
# around have a session of SESSION_COOKIE_AGE seconds, in which nothing is signed in.
SESSION_ENGINE = "octant.core.people.session_store"
SESSION_COOKIE_AGE = 14 * 86400
OCTANT_STAFF_IDLE_MINUTES = float(os.environ.get("OCTANT_STAFF_IDLE_MINUTES", "60"))
OCTANT_STAFF_SESSION_HOURS = float(os.environ.get("OCTANT_STAFF_SESSION_HOURS", "12"))
OCTANT_CUSTOMER_IDLE_HOURS = float(os.environ.get("OCTANT_CUSTOMER_IDLE_HOURS", "48"))
OCTANT_CUSTOMER_SESSION_DAYS = float(os.environ.get("OCTANT_CUSTOMER_SESSION_DAYS", "14"))
# "1": staff who come from another network (/24, /48) than where they signed in confirm again.
OCTANT_STAFF_ONE_NETWORK = os.environ.get("OCTANT_STAFF_ONE_NETWORK") == "1"
CSRF_COOKIE_SECURE = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
OCTANT_BEHIND_PROXY = os.environ.get("OCTANT_BEHIND_PROXY") == "1"
if OCTANT_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", "ws:", "wss:"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        # Text becomes markup in a browser by a named policy only (middleware.trusted_types).
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }
}

# Where browsers may have their notices come from, and all below it (docs/how-to/notices.md).
OCTANT_PUSH_HOSTS = tuple(
    os.environ.get(
        "OCTANT_PUSH_HOSTS",
        "fcm.googleapis.com push.services.mozilla.com push.apple.com notify.windows.com",
    ).split()
)

# Mail (docs/how-to/email.md). Without a server to hand it to, it goes into files of the home.
OCTANT_SMTP_URL = os.environ.get("OCTANT_SMTP_URL", "")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(HOME / "mail")
OCTANT_SMTP_OAUTH = ""  # the grant of `oauth=` in that address
if OCTANT_SMTP_URL:
    EMAIL_BACKEND = "octant.channels.email.backend.EmailBackend"
    globals().update(smtp_settings(OCTANT_SMTP_URL))
# How long the mail of an answer waits for a second one, to go with it.
OCTANT_ANSWER_WAIT_SECONDS = float(os.environ.get("OCTANT_ANSWER_WAIT_SECONDS", "60"))
DEFAULT_FROM_EMAIL = os.environ.get("OCTANT_MAIL_FROM", "no-reply@kraken.example")
# Under which name our border server writes Authentication-Results; empty: we look ourselves.
OCTANT_MAIL_AUTHSERV_ID = os.environ.get("OCTANT_MAIL_AUTHSERV_ID", "")
# Processes that sort mails; with 0 the process that takes them in does it too.
OCTANT_MAIL_SORTERS = int(os.environ.get("OCTANT_MAIL_SORTERS", min((os.cpu_count() or 1) - 1, 4)))
# For STARTTLS of our own mail server: PEM files.
OCTANT_MAIL_TLS_CERT = os.environ.get("OCTANT_MAIL_TLS_CERT", "")
OCTANT_MAIL_TLS_KEY = os.environ.get("OCTANT_MAIL_TLS_KEY", "")
# Mailboxes to fetch from, blanks between: imaps://user:password@host/INBOX?to=support@…
OCTANT_IMAP_URLS = os.environ.get("OCTANT_IMAP_URLS", "")
# The file of grants for signing in to mail servers with tokens (docs/how-to/oauth.md); empty:
# keys/mail_oauth.toml of the home.
OCTANT_MAIL_OAUTH = os.environ.get("OCTANT_MAIL_OAUTH", "")
# Providers that post mails and news of deliveries to us (/hooks/mail/…); empty: none does.
OCTANT_MAILGUN_SIGNING_KEY = os.environ.get("OCTANT_MAILGUN_SIGNING_KEY", "")
OCTANT_POSTMARK_SECRET = os.environ.get("OCTANT_POSTMARK_SECRET", "")  # user:password
# What to publish for it (`octant doctor mail`): SPF terms of whoever sends for us, our MX.
OCTANT_MAIL_SENDERS = os.environ.get("OCTANT_MAIL_SENDERS", "mx")
OCTANT_MAIL_HOST = os.environ.get("OCTANT_MAIL_HOST", "")
# Name servers for mail, as address or address:port; empty: the system's.
OCTANT_MAIL_NAMESERVERS = os.environ.get("OCTANT_MAIL_NAMESERVERS", "")
# A JSON file of names instead of name servers, "-" for none: demonstrations ask nobody.
OCTANT_MAIL_ZONE = os.environ.get("OCTANT_MAIL_ZONE", "-" if OCTANT_DEMO else "")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

ACCOUNT_ADAPTER = "octant.core.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "octant.core.people.forms.SignupExtras"
ACCOUNT_FORMS = {"add_email": "octant.core.people.email_forms.ForeignEmailForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "octant.core.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_FORMS = {
    "authenticate": "octant.core.people.code_forms.NotingCodeForm",
    "reauthenticate": "octant.core.people.code_forms.NotingConfirmForm",
    "add_webauthn": "octant.core.people.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "octant.core.people.passkey_forms.EditPasskeyForm",
    "login_webauthn": "octant.core.people.passkey_forms.LoginPasskeyForm",
    "authenticate_webauthn": "octant.core.people.passkey_forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "octant.core.people.passkey_forms.ReauthenticatePasskeyForm",
}
MFA_TOTP_TOLERANCE = 1  # clocks that differ by half a minute
SOCIALACCOUNT_ADAPTER = "octant.core.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
# The exchange's own sign-in (docs/how-to/sign-in.md); off without OCTANT_OIDC_ISSUER.
OCTANT_OIDC_ACCOUNT_CLAIM = os.environ.get("OCTANT_OIDC_ACCOUNT_CLAIM", "sub")
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
if OIDC_ISSUER := os.environ.get("OCTANT_OIDC_ISSUER", ""):
    SOCIALACCOUNT_PROVIDERS = openid_connect(OIDC_ISSUER, os.environ)
    # Browsers hold redirects after a form to form-action too (CSP 3, section 6.4.1).
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += origins(OIDC_ISSUER, os.environ)

LOGGING_CONFIG = None
configure()

# The exchange's records; without an address, the workspace's (docs/how-to/exchange.md).
OCTANT_EXCHANGE_URL = os.environ.get("OCTANT_EXCHANGE_URL", "")
OCTANT_EXCHANGE_KEY = os.environ.get("OCTANT_EXCHANGE_KEY", "")
OCTANT_EXCHANGE_TIMEOUT_SECONDS = float(os.environ.get("OCTANT_EXCHANGE_TIMEOUT_SECONDS", "4"))

# Reported harmful sites: https address or file (docs/how-to/links.md). Leads may name one instead.
OCTANT_LINK_FEED = os.environ.get("OCTANT_LINK_FEED", "")
# Networks of one's own that the server may fetch from, and a certificate authority for them.
OCTANT_FETCH_INSIDE = tuple(map(ip_network, os.environ.get("OCTANT_FETCH_INSIDE", "").split()))
OCTANT_FETCH_CA_FILE = os.environ.get("OCTANT_FETCH_CA_FILE", "")
