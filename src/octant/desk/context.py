"""Words that the desk's script needs, and the shortcuts that its help shows."""

from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext, gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_ = gettext_lazy

SHORTCUTS: "tuple[tuple[str, StrOrPromise], ...]" = (
    ("Ctrl K", _("Search tickets or do something")),
    ("J", _("Next ticket")),
    ("K", _("Previous ticket")),
    ("R", _("Reply")),
    ("N", _("Write a note")),
    ("Ctrl Enter", _("Send")),
    ("A", _("Take this ticket")),
    ("S", _("Mark as solved")),
    ("O", _("Reopen")),
    ("W", _("Wait for the customer")),
    ("T", _("Hand over")),
    ("M", _("Merge with another ticket")),
    ("I", _("Show or hide the customer")),
    ("U", _("Back to the list")),
    ("/", _("Search in this view; in a reply: prepared replies")),
    ("Alt A", _("Accept the chat")),
    ("?", _("Show the shortcuts")),
)


def script_words() -> dict[str, str]:
    """Sentences that scripts show, in the active language; `{name}` is filled in there."""
    return _script_words(get_language() or "en")


@cache  # a page has them all
def _script_words(language: str) -> dict[str, str]:
    return {
        "failed": gettext("This did not work. Please try again."),
        "offline": gettext("No connection. What you typed is kept."),
        "not_sent": gettext("Not sent."),
        "customer_types": gettext("The customer is typing…"),
        "agent_types": gettext("{name} is writing a reply…"),
        "viewing": gettext("Also here: {name}"),
        "writing": gettext("{name} (writing)"),
        "draft_kept": gettext("Draft kept"),
        "undo": gettext("Undo"),
        "draft_saved": gettext("Draft saved"),
        "no_moment": gettext("Choose day and time."),
        "not_planned": gettext("It is a draft again and will not be sent."),
        "planned_back": gettext("A reply that you planned was not sent. See its ticket."),
        "planned_changed": gettext("{name} changed a reply that you planned. See its ticket."),
        "plan_saved": gettext("Saved. The reply leaves as it stands now."),
        "too_long": gettext("{count} characters too many"),
        "too_large": gettext("{name} is larger than {limit} MB."),
        "too_many": gettext("A message can carry {limit} files at most."),
        "upload_paused": gettext("Waiting for the connection. The upload goes on by itself."),
        "uploading": gettext("Uploading {name}"),
        "remove": gettext("Remove {name}"),
        "files_first": gettext("Please wait until the files are uploaded."),
        "set_away": gettext("A chat rang and nobody answered, so you were set to away."),
        "mentioned": gettext("Somebody named you in a note."),
        "offer_title": gettext("A customer wants to chat"),
        "message_title": gettext("New message"),
        "today": gettext("Today"),
        "yesterday": gettext("Yesterday"),
        "foreign": gettext("other language"),
        "held": gettext("A reply waits for a lead's decision."),
        "released": gettext("A lead released your reply."),
        "refused": gettext("A lead refused your reply. The reason stands on the ticket."),
        "taken_back": gettext("Taken back. Nothing was sent."),
        "asked_lead": gettext("A lead was asked. The reply waits on the ticket."),
        "takeover": gettext("An account may be in other hands. See the take-overs."),
        "promise_broken": gettext("A promise to a customer is broken. Sort the list by time left."),
        "notices_denied": gettext("The browser does not allow notices from this page."),
    }
