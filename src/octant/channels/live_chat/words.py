"""What the chat says. Scripts get all of it from here; a workspace may reword some of it.

Placeholders are `{name}`: the browser fills them in, and so do the workspace's `prompts.yaml`.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as p

from octant.core.ports.workspace import workspace
from octant.core.safety.labels import ADVICE, advice_of, own_kinds
from octant.core.safety.links.words import for_customers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WORDS: "dict[str, StrOrPromise]" = {
    "official_here": _("You are on {domain}, our official address."),
    "official_elsewhere": _("Our official address is {domain}."),
    "welcome": _("Hello. Tell us what happened, and we will find the right person for it."),
    "wait_soon": _("Agents are here. An answer usually takes less than a minute."),
    "wait_minutes": _("Agents are here. Expected wait: about {minutes} minutes."),
    "nobody_on_duty": _(
        "No agent is on duty right now. Leave your message; we answer by email by {time}."
    ),
    "name": _("Your name"),
    "email": _("Registered email"),
    "email_hint": _("The address you registered with, so that we can find your account."),
    "signed_in": _("You are signed in as {name}."),
    "category": _("What is it about?"),
    "choose": _("Choose a topic"),
    "what_happened": _("What happened?"),
    "what_hint": _("What, when, and which amounts or reference numbers are involved?"),
    "start": _("Start chat"),
    "leave_message": _("Leave a message"),
    "which_way": _("Not sure that chat is the right way?"),
    "which_title": _("Which way suits you best?"),
    "which_ask": _("Show me the best way"),
    "which_ways": _("The best ways for this"),
    "which_best": _("Suits this best"),
    "which_back": _("Back to the chat form"),
    "which_read": _("This is how we understood you. Change what is not right."),
    "which_ready": _("Have ready"),
    "which_whole": _("All ways, and what to have ready for each"),
    "which_empty": _("Please describe what happened."),
    "suggestions_intro": _(
        "These may answer it right away. You can go on to an agent at any time."
    ),
    "straight_through": _("This looks urgent, so we are taking you straight to an agent."),
    "lock_title": _("Freeze your account first"),
    "lock_first": _(
        "If someone else may have got into your account, freeze it first. It takes effect at once; "
        "the security team lifts it together with you later."
    ),
    "lock_now": _("Freeze my account"),
    "card_where": _(
        "This happens on our own page at {domain}. Agents never see what you type there, and "
        "never ask for a code."
    ),
    "keep_open": _(
        "Please keep this window open so that you see the answer. If you close it, your place is "
        "kept and you can come back to this chat."
    ),
    "while_waiting": _(
        "You can already write down the details or add a screenshot. The agent will see everything."
    ),
    "queue_place": _(
        "You are number {place} in the queue. Expected wait: about {minutes} minutes."
    ),
    "queue_soon": _("You are number {place} in the queue. Expected wait: less than a minute."),
    "queue_next": _("You are next. An agent will be with you shortly."),
    "queue_no_estimate": _(
        "You are number {place} in the queue. We cannot give a fair estimate right now."
    ),
    "long_wait": _(
        "The wait is longer than usual. You can stay in the queue, or let us answer by email "
        "within {min_hours} to {max_hours} hours. You will not have to write it again."
    ),
    "answer_by_email": _("Answer me by email"),
    "talking_to": _("You are talking to {name}."),
    "typing": _("{name} is typing…"),
    "conversation": _("Conversation"),
    "newest": _("Newest messages"),
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "you": _("You"),
    "is_it_us": _("Is this really us?"),
    "message_code": _("Message code: {code}"),
    "check_code": _("Check it"),
    "sending": _("Sending…"),
    "sent": p("message", "Sent"),
    "delivered": p("message", "Delivered"),
    "read": p("message", "Read"),
    "not_sent": _("This message could not be sent."),
    "edit_again": _("Edit and try again"),
    "write_here": _("Write a message"),
    "send": _("Send"),
    "add_file": _("Add a file or show your screen"),
    "choose_file": _("Choose files"),
    "take_screenshot": _("Take a screenshot"),
    "record_screen": _("Record the screen"),
    "recording": _("Your screen is being recorded."),
    "stop_recording": _("Stop recording"),
    "agree_recording": _("Agree and choose what to record"),
    "not_now": _("Not now"),
    "withdraw_consent": _("Discard it and withdraw my consent"),
    "screenshot_name": _("screenshot"),
    "recording_name": _("recording"),
    "files": _("Files for the next message"),
    "remove_file": _("Remove {name}"),
    "download": _("Download {name}"),
    "picture": _("Picture {name}"),
    "play": _("Play the recording"),
    "upload_failed": _("The file did not get through. Please add it again."),
    "upload_paused": _("Waiting for the connection. The upload goes on by itself."),
    "file_removed": _("This file contained malware and was removed."),
    "file_waiting": _("Being checked for secrets"),
    "file_masked": _("A secret in it was masked."),
    "file_unchecked": _("Text in it was not checked."),
    "file_unread": _("Not shown: it could not be checked for secrets."),
    "file_secret": _("Removed: it held a secret."),
    "too_many_files": _("A message can carry {count} files at most."),
    "file_too_large": _("{name} is larger than {limit}. Please send a smaller file."),
    "secret_found": _(
        "This seems to hold something secret: {kinds}. It was not sent. Please take it out; we "
        "never need it."
    ),
    "correct_it": _("Correct it"),
    "send_masked": _("Send it with the secret removed"),
    "list_separator": p("between words of a list", ", "),
    "connecting": _("Connecting again. Nothing is lost."),
    "offline": _(
        "You are offline. Keep writing; we will send your messages as soon as the connection is "
        "back."
    ),
    "not_reached": _("We could not be reached. Please try again in a moment."),
    "more": _("More"),
    "end_chat": _("End chat"),
    "save_transcript": _("Download the conversation"),
    "mail_transcript": _("Email me the conversation"),
    "transcript_name": _("conversation"),
    "transcript_sent": _("Sent to {email}."),
    "by_email": _(
        "Your ticket is {ticket}. We answer to {email} by {time}. You can add details here."
    ),
    "by_page": _(
        "Your ticket is {ticket}. We answer here by {time}. You can add details any time."
    ),
    "reopen": _("Reopen this chat"),
    "new_chat": _("Start a new chat"),
    "earlier_chats": _("Your earlier chats"),
    "rating_question": _("How was it?"),
    "rating_hint": _("What should we keep, or do better? Please leave out account details."),
    "send_rating": _("Send"),
    "thanks": _("Thank you. We read every comment."),
    "thanks_low": _(
        "Thank you for telling us. A lead will read this. If the problem remains, you can reopen "
        "the chat."
    ),
}

# What an event's `card` shows: one sentence, or several as numbered steps.
_CARDS: "dict[str, dict[str, Any]]" = {
    "confirm": {
        "page": "step_up",
        "kind": "note",
        "icon": "shield",
        "action": _("Confirm it is me"),
        "steps": (
            _(
                "With your passkey, your authenticator app, or in your exchange app. It raises "
                "what the agent may do for you, for a short time."
            ),
        ),
    },
    "compromised": {
        "page": "takeover",
        "kind": "danger",
        "icon": "lock",
        "action": _("Freeze my account"),
        "steps": (
            _("Freeze your account first. It takes a minute and stops withdrawals at once."),
            _("A person of the security team has been called and reads this before all else."),
            _("Do not answer whoever contacted you, and send nothing to a “safe” address."),
            _("Stay here or come back to this chat later: what you write is kept."),
        ),
    },
}


def cards() -> dict[str, dict[str, Any]]:
    """The cards in the active language, each with the page that it leads to."""
    return {
        key: {
            "url": reverse(card["page"]),
            "kind": card["kind"],
            "icon": card["icon"],
            "action": str(card["action"]),
            "steps": [str(step) for step in card["steps"]],
        }
        for key, card in _CARDS.items()
    }


STARS = (
    p("rating", "Very bad"),
    p("rating", "Bad"),
    p("rating", "All right"),
    p("rating", "Good"),
    p("rating", "Very good"),
)

# Our key → the workspace's key in prompts.yaml, for what a workspace may reword.
PROMPTS = {
    "welcome": "chat_welcome",
    "what_hint": "chat_description_hint",
    "email_hint": "chat_email_hint",
    "suggestions_intro": "suggestions_intro",
    "straight_through": "straight_through_intro",
    "lock_first": "straight_through_lock",
    "queue_place": "queue_place",
    "queue_next": "queue_next",
    "queue_no_estimate": "queue_no_estimate",
    "keep_open": "queue_keep_open",
    "while_waiting": "queue_while_waiting",
    "long_wait": "long_wait_offer",
    "offline": "connection_lost",
    "rating_question": "rating_question",
    "rating_hint": "rating_comment_hint",
    "thanks": "rating_thanks",
    "thanks_low": "rating_thanks_low",
}

_OWN: "dict[str, StrOrPromise]" = {
    "wrong_host": _(
        "This chat runs only on our own sites. The page you are on is not one of them, so please "
        "do not enter anything here."
    ),
}


@cache
def _prompts() -> dict[str, dict[str, str]]:
    data: Any = workspace().data("prompts.yaml") or {}
    return dict(data.get("prompts") or {})


def prompt(key: str) -> str:
    """The workspace's text in the active language, else ours."""
    found = _prompts().get(key, {}).get(get_language() or "en")
    return str(found or _OWN.get(key, "")).strip()


def words() -> dict[str, Any]:
    """All words of the window in the active language."""
    own: dict[str, Any] = {key: str(sentence) for key, sentence in WORDS.items()}
    own |= {key: found for key, name in PROMPTS.items() if (found := prompt(name))}
    own["stars"] = [str(star) for star in STARS]
    return own


def masks() -> dict[str, Any]:
    """How masks are shown, and what each kind of secret means for whoever sent it."""
    other = {"label": gettext("sensitive information"), "explanation": "", "now": ""}
    kinds = {
        str(kind): {
            "label": str(advice.label),
            "explanation": str(advice.explanation),
            "now": str(advice.what_now),
        }
        for kind, advice in ((kind, advice_of(kind)) for kind in (*ADVICE, *own_kinds()))
    }
    return {
        "kinds": kinds,
        "other": other,
        "removed": gettext("{label} removed"),
        "hidden": gettext("{label} hidden"),
        "links": for_customers(),
    }
