"""What the system's own lines on a ticket say, to each side, in the reader's language.

An event is stored as a code with names and numbers; the words are chosen when it is shown.
Placeholders are `{name}`, `{to}`, `{other}`, `{minutes}`: the browser fills the same ones.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Keys are `code`, or `code.outcome` where the outcome changes what is said.
FOR_CUSTOMERS: "dict[str, StrOrPromise]" = {
    "accepted": _("{name} has joined the chat."),
    "transferred": _("We are passing you to a colleague. What you wrote goes along."),
    "chat_ended": _("The chat has ended."),
    "chat_ended.solved": _("The chat has ended. Your problem is marked as solved."),
    "chat_ended.left": _("You ended the chat."),
    "chat_ended.idle": _("The chat was closed because it was quiet for a while."),
    "chat_ended.gone": _("You left the queue. We answer this by email."),
    "chat_ended.email": _("You chose an answer by email."),
    "chat_ended.no_agents": _("No agent is on duty. We answer this by email."),
    "chat_ended.merged": _("This chat was joined with another ticket of yours."),
    "no_agents": _("No agent is on duty. We answer this by email."),
    "solved": _("This ticket is marked as solved."),
    "solved.customer": _("You marked this ticket as solved."),
    "reopened": _("This ticket is open again. An agent can see what was said before."),
    "resumed": _("You are back in the queue."),
    "to_chat": _("You took this ticket to the chat. An agent sees all that was written here."),
    "idle_prompt": _(
        "Are you still there? Without an answer the chat closes in {minutes} minutes."
    ),
    "merged_into": _("This ticket goes on as {other}."),
    "merged_from": _("Ticket {other} was joined with this one."),
    "split_into": _("A part of this ticket goes on as {other}."),
    "split_from": _("This was a part of ticket {other}."),
    "waiting_reminder": _("We wait for your answer. Without one we close this ticket."),
    "closed_unanswered": _("We closed this ticket because no answer came."),
    "follows": _("This goes on from ticket {other}."),
    "followed_by": _("This goes on as ticket {other}."),
    "account_locked": _("You locked your account."),
    "secret_in_file": _(
        "We masked a secret in the file you sent; nobody here saw it. Treat it as known to others."
    ),
    "secret_in_file.seed_phrase": _(
        "We masked a recovery phrase in the file you sent; nobody here saw it. Treat this wallet "
        "as known to others: create a new one now and move your funds there. Nobody from support "
        "ever needs these words."
    ),
    "secret_in_file.private_key": _(
        "We masked a private key in the file you sent; nobody here saw it. Move the funds it "
        "controls to a new wallet now. Nobody from support ever needs a private key."
    ),
    "secret_in_file.key_or_hash": _(
        "We hid 64 characters in the file you sent that may be a private key. If it is a "
        "transaction hash, please send it as text with the words “transaction hash” before it."
    ),
    "secret_in_file.own": _(
        "We masked something in the file you sent that support does not need; nobody here saw it."
    ),
    "step_up_asked": _("Please confirm that it is you."),
    "stepped_up": _("You confirmed that it is you. This holds for {minutes} minutes."),
    "step_up_refused": _("You said that it was not you."),
    "step_up_failed": _("The confirmation did not succeed. We can ask you again."),
    "step_up_expired": _("The request to confirm that it is you has expired."),
    "step_up_ended": _("You signed out, so your confirmation has ended."),
    "takeover_opened": _("Your account may be in other hands. Your case goes first."),
    "freeze_asked": _("You asked us to freeze your account."),
    "account_frozen": _("Your account is frozen."),
    "freeze_delayed": _("The exchange does not answer. We keep trying to freeze your account."),
    "freeze_failed": _("We could not freeze your account. Please call the number for locking."),
    "mail_resent": _("You wrote again before we answered. It stays one ticket."),
    "mail_back": _("Our mail to you came back. Please check your mailbox."),
}

FOR_STAFF: "dict[str, StrOrPromise]" = {
    "accepted": _("{name} accepted the chat."),
    "transferred": _("Transferred to {to}."),
    "chat_ended": _("The chat ended."),
    "chat_ended.solved": _("The chat ended: solved."),
    "chat_ended.left": _("The customer ended the chat."),
    "chat_ended.idle": _("The chat was closed: the customer was silent."),
    "chat_ended.gone": _("The customer left the queue. Answer by email."),
    "chat_ended.email": _("The customer chose an answer by email."),
    "chat_ended.no_agents": _("No agent was on duty. Answer by email."),
    "chat_ended.merged": _("The chat ended: merged."),
    "no_agents": _("No agent was on duty. Answer by email."),
    "solved": _("Marked as solved."),
    "solved.customer": _("The customer marked it as solved."),
    "reopened": _("Reopened."),
    "to_chat": _("The customer took this ticket to the chat and waits there."),
    "resumed": _("The customer is back in the queue."),
    "idle_prompt": _("The customer was asked whether they are still there."),
    "merged_into": _("Merged into {other}."),
    "merged_from": _("{other} was merged into this ticket."),
    "split_into": _("Messages were moved to {other}."),
    "split_from": _("These messages were moved here from {other}."),
    "waiting_reminder": _("The customer was reminded that we wait for an answer."),
    "closed_unanswered": _("Closed: the customer did not answer."),
    "follows": _("Goes on from {other}, which could no longer be reopened."),
    "followed_by": _("The customer wrote again: {other}."),
    "promise_broken.first": _("The first answer is later than promised."),
    "promise_broken.next": _("The answer is later than promised."),
    "promise_broken.solution": _("The solution is later than promised."),
    "account_locked": _("The customer locked their account."),
    "secret_in_file": _("A secret was masked in the customer’s file. They were told what to do."),
    "secret_in_file.seed_phrase": _(
        "A recovery phrase was masked in the customer’s file. They were told to move their funds."
    ),
    "secret_in_file.private_key": _(
        "A private key was masked in the customer’s file. They were told to move their funds."
    ),
    "secret_in_file.key_or_hash": _(
        "What may be a private key was hidden in the customer’s file. They were asked which it is."
    ),
    "mail_resent": _("The customer sent the same mail again: they are still waiting."),
    "mail_back": _("Our mail to {other} came back."),
    "mail_back.hard": _("Our mail to {other} came back for good: the address does not exist."),
    "mail_away": _("An automatic reply came: the customer may be away."),
    "mail_unread": _("This mail could not be read. The original is kept: parse it again later."),
    "mail_forwarded": _("{name} sent on this mail of the customer."),
    "mail_released": _("{name} let this mail through. Who sent it is not proved."),
    "mail_released.proved": _("{name} let a mail through."),
    "mail_read_again": _("This mail could be read now: it is ticket {other}."),
    "mail_failed": _("Our mail to {other} could not be sent."),
    "mail_failed.rests": _(
        "No mail was sent to {other}: an earlier one came back or was called unwanted. We write "
        "there again once a mail comes from it."
    ),
    "secret_in_file.own": _(
        "Something that your own screening rules keep out was masked in the customer’s file."
    ),
    "secret_removed": _(
        "The customer gave away a secret. It was removed before it was saved, and this case was "
        "given a higher priority."
    ),
    "step_up_asked": _("{name} asked the customer to confirm that it is they."),
    "step_up_asked.own": _("The customer was asked to confirm that it is they."),
    "stepped_up": _("The customer confirmed that it is they, for {minutes} minutes."),
    "stepped_up.passkey": _("The customer confirmed with a passkey, for {minutes} minutes."),
    "stepped_up.totp": _("The customer confirmed with a code of their app, for {minutes} minutes."),
    "stepped_up.exchange": _("The exchange confirmed the customer, for {minutes} minutes."),
    "step_up_refused": _("In the exchange's app the customer said that it was not they."),
    "step_up_failed": _("The customer did not succeed in confirming: too many wrong tries."),
    "step_up_expired": _("The customer did not confirm in time."),
    "step_up_ended": _("The customer signed out: the confirmation has ended."),
    "takeover_opened": _("Take-over reported. The security team was paged."),
    "freeze_asked": _("The customer asked for a freeze."),
    "account_frozen": _("The account is frozen."),
    "freeze_delayed": _("The exchange does not answer; the freeze is tried again by itself."),
    "freeze_failed": _("The freeze failed for good. Lock the account by hand now."),
}

_PLACE = re.compile(r"\{(\w+)\}")


def line(data: Mapping[str, Any], *, staff: bool) -> str:
    """The sentence for one event's data, in the active language; empty for an unknown code."""
    table = FOR_STAFF if staff else FOR_CUSTOMERS
    code = str(data.get("code", ""))
    found = table.get(f"{code}.{data.get('outcome', '')}") or table.get(code) or ""
    return _PLACE.sub(lambda place: str(data.get(place[1], "")), str(found))


def lines(*, staff: bool) -> dict[str, str]:
    """All sentences with their placeholders, for a page that fills them in by itself."""
    table = FOR_STAFF if staff else FOR_CUSTOMERS
    return {code: str(sentence) for code, sentence in table.items()}
