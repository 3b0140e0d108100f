"""Pictures of articles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from octant.core.knowledge import store
from octant.core.knowledge.selectors.articles import image_of


@require_safe
def picture(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """One picture. Its address changes with its content, so that browsers may keep it."""
    image = image_of(digest[:64])
    try:
        content = store.get(image.digest)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=image.content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # An SVG opened on its own is a document: it may draw, and nothing else.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.octant_cache = 3600  # type: ignore[attr-defined]
    return response
