"""Words of the audit trail: who takes which chat, and who is there."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Chats and shifts")

VERBS = {
    "accept_chat": pgettext_lazy("audit trail", "Accepted a chat"),
    "decline_chat": pgettext_lazy("audit trail", "Declined a chat"),
    "transfer": pgettext_lazy("audit trail", "Handed over to somebody else"),
    "set_presence": pgettext_lazy("audit trail", "Changed their presence"),
    "set_skills": pgettext_lazy("audit trail", "Changed skills, languages or capacity"),
    "add_shift": pgettext_lazy("audit trail", "Added a shift"),
    "remove_shift": pgettext_lazy("audit trail", "Removed a shift"),
}
