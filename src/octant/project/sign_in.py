"""The exchange's own sign-in (OpenID Connect), set up from the environment.

OCTANT_OIDC_ISSUER         address of the issuer, without /.well-known/…
OCTANT_OIDC_CLIENT_ID, OCTANT_OIDC_CLIENT_SECRET   what the exchange gave us
OCTANT_OIDC_NAME           on the button; default "Exchange"
OCTANT_OIDC_ACCOUNT_CLAIM  the claim that holds the account id; default "sub"
OCTANT_OIDC_FORM_ORIGINS   further origins that the issuer redirects through, comma separated
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def openid_connect(issuer: str, env: Mapping[str, str]) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS for one issuer. Raises KeyError if client id or secret is missing."""
    app = {
        "provider_id": "exchange",
        "name": env.get("OCTANT_OIDC_NAME", "Exchange"),
        "client_id": env["OCTANT_OIDC_CLIENT_ID"],
        "secret": env["OCTANT_OIDC_CLIENT_SECRET"],
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origins(issuer: str, env: Mapping[str, str]) -> list[str]:
    """Where a sign-in form may lead, for the content security policy's form-action."""
    parts = urlsplit(issuer)
    further = env.get("OCTANT_OIDC_FORM_ORIGINS", "").split(",")
    return [f"{parts.scheme}://{parts.netloc}", *(origin.strip() for origin in further if origin)]
