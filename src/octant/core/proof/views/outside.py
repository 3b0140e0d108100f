"""At well-known addresses (RFC 8615), for programs: browsers, exchanges, researchers."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from octant.core.proof import documents, signing

_SECONDS = 300


def _anybody(answer: HttpResponse) -> HttpResponse:
    """Scripts of any site may read it: it is public and the same for all."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@cache_control(public=True, max_age=_SECONDS)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """The list; its signature comes along in a header, and alone at contacts_signature."""
    body = documents.contact_list()
    answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    answer["Octant-Signature"] = signing.sign(body)
    answer["Access-Control-Expose-Headers"] = "Octant-Signature"
    return _anybody(answer)


@cache_control(public=True, max_age=_SECONDS)
@require_safe
def contacts_signature(request: HttpRequest) -> HttpResponse:
    """The detached JWS over the exact bytes of the list."""
    return _anybody(
        HttpResponse(signing.sign(documents.contact_list()), content_type="application/jose")
    )


@cache_control(public=True, max_age=_SECONDS)
@require_safe
def contacts_key(request: HttpRequest) -> HttpResponse:
    """The public keys, as a JWK set (RFC 7517)."""
    keys = json.dumps({"keys": [signing.public_jwk()]})
    return _anybody(HttpResponse(keys, content_type="application/jwk-set+json"))


@cache_control(public=True, max_age=_SECONDS)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a fault in this site (RFC 9116)."""
    text = documents.security_txt()
    if not text:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
