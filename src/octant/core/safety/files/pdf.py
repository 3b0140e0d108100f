"""PDF documents without anything that acts, and what can be read in them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from octant.core.safety.files import sandbox
from octant.kit.errors import DomainError


class PdfRefused(DomainError):
    """The document cannot be read (pdf_refused) or wants a password (pdf_password)."""

    code = "pdf_refused"
    status = 422


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF written anew. `text` is what a reader sees (of 300 pages at most), `preview` a
    WebP of the first page, `removed` how many acting things were taken out. `strings` are those
    of its objects (comments, forms, bookmarks), `runs` what else may be words in it."""

    data: bytes
    text: str
    preview: bytes
    removed: int
    strings: str = ""
    runs: str = ""


def disarm(data: bytes) -> Document:
    """The document without scripts, actions, links out, attachments and metadata.

    Raises PdfRefused with a sentence for the sender; blocking.
    """
    try:
        clean, text, preview, removed, strings, runs = sandbox.run("pdf", data)
    except sandbox.Encrypted:
        raise PdfRefused(
            _(
                "This PDF is protected with a password, so it cannot be checked. Please save it "
                "without a password and send that copy. Never send us the password."
            ),
            code="pdf_password",
        ) from None
    except (sandbox.JobFailed, ValueError):
        raise PdfRefused(
            _(
                "This PDF cannot be read. It may be damaged or too long. "
                "Please print the pages you need into a new PDF, or send screenshots."
            )
        ) from None
    return Document(clean, text.decode(), preview, int(removed), strings.decode(), runs.decode())
