"""Words of the audit trail: mails, their senders and our words in them."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Email")

VERBS = {
    "view_original_mail": pgettext_lazy("audit trail", "Opened an original mail"),
    "read_mail_again": pgettext_lazy("audit trail", "Had a mail read again"),
    "release_mail": pgettext_lazy("audit trail", "Released a mail that was set aside"),
    "discard_mail": pgettext_lazy("audit trail", "Discarded a mail"),
    "restore_mail": pgettext_lazy("audit trail", "Restored a discarded mail"),
    "block_sender": pgettext_lazy("audit trail", "Blocked a sender"),
    "unblock_sender": pgettext_lazy("audit trail", "Unblocked a sender"),
    "change_wording": pgettext_lazy("audit trail", "Changed the words of our mails"),
    "send_test_mail": pgettext_lazy("audit trail", "Sent a test mail"),
}

SUBJECTS = {
    "email.arrival": pgettext_lazy("audit trail", "Mail"),
    "email.blockedsender": pgettext_lazy("audit trail", "Blocked sender"),
}
