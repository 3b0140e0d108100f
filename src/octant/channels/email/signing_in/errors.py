"""What goes wrong when we sign in with a token, as sentences for whoever runs the product."""

import re

# Codes of token endpoints (RFC 6749 5.2) and Microsoft's, which tell more: what to do about each.
_WHAT_TO_DO = {
    "AADSTS700016": "the client_id is not known in this tenant; compare both with the app",
    "AADSTS90002": "this tenant does not exist; compare it with your directory's id",
    "AADSTS7000215": "the client secret is wrong: take its value, not its id",
    "AADSTS7000222": "the client secret has expired; make a new one for the app",
    "AADSTS700082": "the consent has expired because it was not used; give it anew",
    "AADSTS50173": "the consent ended with a change of the password; give it anew",
    "AADSTS70008": "the consent has expired; give it anew",
    "AADSTS65001": "nobody has consented to what is asked; grant admin consent for the app",
    "AADSTS70011": "the scope is wrong for this app",
    "AADSTS1002012": "the scope of client_credentials is https://outlook.office365.com/.default",
    "AADSTS50076": "the account needs a second step; give the consent anew with it",
    "AADSTS53003": "a rule of conditional access forbids it; let this app through",
    "invalid_grant": "the consent has expired or was withdrawn; give it anew (octant mail-consent)",
    "invalid_client": "the client_id or client_secret is wrong or has expired",
    "unauthorized_client": "the app may not have this grant or scope; allow it at the provider",
    "invalid_scope": "the scope is wrong or was never granted",
    "access_denied": "the consent was refused",
    "admin_policy_enforced": "a rule of your organisation forbids the app; trust it there",
}
_MICROSOFT = re.compile(r"AADSTS\d{4,8}")
MOST = 200


class SignInFailed(ConnectionError):
    """We were not let in, and why: a sentence without any secret. An `OSError`, because to those
    who send and fetch it is one more reason why a server cannot be had right now."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class TokenRefused(SignInFailed):
    """A mail server did not take the token."""


def refused_by(host: str, code: str, said: str, *, secrets: tuple[str, ...]) -> SignInFailed:
    """What a token endpoint answered with `code` and its own words, cleaned of our secrets."""
    found = _MICROSOFT.search(said)
    exact = found.group() if found else code
    hint = _WHAT_TO_DO.get(exact) or _WHAT_TO_DO.get(code, "")
    words = clean(said.partition("\n")[0], secrets)
    sentence = f"{host} gave no token ({exact}): {hint or words or 'it does not say why'}."
    return SignInFailed(sentence, code=exact)


def not_let_in(host: str, user: str, said: str, *, secrets: tuple[str, ...]) -> TokenRefused:
    """A mail server took no token for this mailbox."""
    words = clean(said, secrets) or "no reason given"
    sentence = (
        f"{host} did not let {user} in with its token ({words}): the token's scope is not for mail"
        " of this kind, or it is of somebody who may not open this mailbox."
    )
    return TokenRefused(sentence, code="token_refused")


def clean(said: str, secrets: tuple[str, ...]) -> str:
    """Another's words on one line, short, and without what must stay secret."""
    for secret in filter(None, secrets):
        said = said.replace(secret, "…")
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:MOST].rstrip(".")
