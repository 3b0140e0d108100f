"""What the verify page says. Each title comes with the sentence under it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OFFICIAL = (_("This is ours"), _("It stands on our list, exactly as you typed it."))
SCAM = (
    _("Known scam"),
    _("Others have reported it to us. Do not answer, open, call or pay anything."),
)
NOT_OURS = (
    _("This is not ours"),
    _("It is not on our list. Unknown is not safe: treat it as a stranger's."),
)
UNCONFIRMED = (
    _("We cannot confirm this to you"),
    _("Unknown is not safe: treat it as a stranger's until you have confirmed it."),
)
CONFIRMED = (
    _("Yes, we sent this message"),
    _("The code belongs to a message that we sent to you."),
)
AT_WORK = (
    _("Yes, this agent works with you"),
    _("Somebody of this name answers you on the ticket below."),
)
SECRET = (
    _("Do not type this anywhere"),
    _("This looks like a secret that only you should know. We have not kept it."),
)

COMPARE = _(
    "Compare the words below with what you received: a code can be copied onto a false message."
)
NAMES_ARE_BORROWED = _(
    "Anybody can use a name. Only what is said in this ticket comes from this agent."
)
CODE_NEEDS_OWNER = _(
    "Only the owner of a message can confirm its code. Sign in, or paste the link to your "
    "ticket on this page, and check again."
)
NO_SUCH_CODE = _("None of the messages we sent to you has this code. Treat the message as false.")
NAME_NEEDS_OWNER = _(
    "Anybody can use a name. Sign in, or paste the link to your ticket on this page, to see "
    "whether an agent of this name works on it."
)
NOBODY_OF_THAT_NAME = _(
    "No agent of this name works on a ticket of yours. If somebody says so, end the conversation "
    "and write to us from this site."
)

IF_OFFICIAL: "dict[str, StrOrPromise]" = {
    "mail": _(
        "A sender's address can be forged even where it is shown right. Confirm the code in the "
        "mail before you act on it."
    ),
    "phone": _(
        "The number shown on a call can be forged. If somebody called you, hang up and call this "
        "number yourself."
    ),
    "social": _(
        "It is ours there only. We never handle private cases there and never ask you "
        "for anything in a private message."
    ),
    "website": _("Look that the address bar shows exactly this name before you sign in."),
    "wallet": _("Even so: we never ask you in a message to send anything to a wallet address."),
}
IF_NOT_OURS: "dict[str, StrOrPromise]" = {
    "mail": _("Do not answer the mail, and open no link or file in it."),
    "phone": _(
        "Hang up and do not call back. We call only when you asked us to, and never ask for codes."
    ),
    "social": _(
        "The same name on another network, or with one letter changed, is not ours. Do not go on "
        "with the conversation."
    ),
    "website": _(
        "Do not sign in there. If you did, change your password now, from an address that you "
        "typed yourself."
    ),
    "wallet": _("Send nothing to it. We never ask you to move funds to an address."),
}
