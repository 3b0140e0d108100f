"""The consent of a mailbox's owner, given once in a browser (RFC 6749 4.1 with PKCE, RFC 7636).

Nothing listens for the browser that comes back: it ends at an address of this machine that cannot
be opened, and whoever sits there copies it. So it works from any browser on any machine.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from octant.channels.email.services.consents import keep_consent
from octant.channels.email.signing_in.endpoint import ask
from octant.channels.email.signing_in.errors import SignInFailed, refused_by
from octant.channels.email.signing_in.grants import REFRESH, Grant, grant

BACK = "http://localhost:8765"


@dataclass(frozen=True, slots=True)
class Asking:
    """One try: `url` is where the owner consents."""

    grant: Grant
    state: str = field(repr=False)
    verifier: str = field(repr=False)

    @property
    def url(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "client_id": self.grant.client_id,
            "response_type": "code",
            "redirect_uri": BACK,
            "scope": self.grant.scope,
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if self.grant.provider == "google":  # which else gives no refresh token
            asked |= {"access_type": "offline", "prompt": "consent"}
        return f"{self.grant.authorize_url}?{urlencode(asked)}"


def begin(name: str) -> Asking:
    """Raises `SignInFailed`."""
    of = grant(name)
    if of.kind != REFRESH:
        raise SignInFailed(f"[{name}] needs no consent: its grant is {of.kind}.", code="no_need")
    if not of.authorize_url:
        raise SignInFailed(f"Mail sign-in: [{name}] needs authorize_url.", code="configuration")
    return Asking(of, secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def finish(asking: Asking, address: str) -> None:
    """Keep what was consented to; `address` is where the browser ended. Raises `SignInFailed`."""
    of = asking.grant
    answer = ask(
        of.token_url,
        {
            "grant_type": "authorization_code",
            "code": _code(asking, address),
            "code_verifier": asking.verifier,
            "redirect_uri": BACK,
            "client_id": of.client_id,
            "client_secret": of.client_secret,
        },
    )
    token = answer.get("refresh_token")
    if not isinstance(token, str) or not token:
        sentence = (
            "The provider gave a token for an hour and none for later: the scope lacks"
            " offline_access, or this app was consented to before. Withdraw that, and try again."
        )
        raise SignInFailed(sentence, code="no_refresh_token")
    keep_consent(of=of, token=token)


def _code(asking: Asking, address: str) -> str:
    given = {name: values[-1] for name, values in parse_qs(urlsplit(address.strip()).query).items()}
    if not hmac.compare_digest(given.get("state", "").encode(), asking.state.encode()):
        raise SignInFailed("This address is not the one that this try ends at.", code="bad_state")
    if error := given.get("error", ""):
        host = urlsplit(asking.grant.authorize_url).hostname or ""
        raise refused_by(host, error[:60], given.get("error_description", ""), secrets=())
    if "code" not in given:
        raise SignInFailed("This address holds no code.", code="no_code")
    return given["code"]
