"""Consent to a recording of the screen, asked for and kept before anything is recorded."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language

from octant.channels.live_chat.views.common import body_of, chat_view, room_of
from octant.core.privacy.consent import WORDS
from octant.core.privacy.selectors import has_consent
from octant.core.privacy.services.consents import give_consent, withdraw_consent

KIND = "screen"


@chat_view("GET", "POST")
def recording(request: HttpRequest) -> JsonResponse:
    """GET: the words, their version, and whether these were agreed to. POST: `version` agrees
    to them, `withdraw` takes it back."""
    customer = room_of(request).customer
    words = WORDS[KIND]
    if request.method == "POST":
        data = body_of(request)
        if data.get("withdraw") is True:
            withdraw_consent(customer=customer, kind=KIND, how="chat")
        else:
            version = str(data.get("version", ""))[:20]
            language = get_language() or "en"
            give_consent(customer=customer, kind=KIND, version=version, language=language)
    given = has_consent(customer, KIND, words.version)
    return JsonResponse({"version": words.version, "text": str(words.text), "given": given})
