"""Words of the audit trail: tickets and the replies prepared for them."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Tickets")

VERBS = {
    "send_message": pgettext_lazy("audit trail", "Sent a message"),
    "write_note": pgettext_lazy("audit trail", "Wrote a note"),
    "begin_ticket": pgettext_lazy("audit trail", "Wrote to a customer first"),
    "assign": pgettext_lazy("audit trail", "Changed who has the ticket"),
    "set_status": pgettext_lazy("audit trail", "Changed the status"),
    "label": pgettext_lazy("audit trail", "Changed topic, priority, tags or outcome"),
    "solve": pgettext_lazy("audit trail", "Marked as solved"),
    "reopen": pgettext_lazy("audit trail", "Reopened"),
    "close": pgettext_lazy("audit trail", "Closed for good"),
    "end_chat": pgettext_lazy("audit trail", "Ended the chat"),
    "resume_chat": pgettext_lazy("audit trail", "Back in the queue of the chat"),
    "merge": pgettext_lazy("audit trail", "Merged into another ticket"),
    "split": pgettext_lazy("audit trail", "Split off a part"),
    "undo": pgettext_lazy("audit trail", "Undid a step for many tickets"),
    "escalate": pgettext_lazy("audit trail", "Raised the priority"),
    "rate": pgettext_lazy("audit trail", "Rated by the customer"),
    "note_leak": pgettext_lazy("audit trail", "Noted that a secret was sent"),
    "plan_reply": pgettext_lazy("audit trail", "Planned a reply for later"),
    "replan_reply": pgettext_lazy("audit trail", "Changed a planned reply"),
    "unplan_reply": pgettext_lazy("audit trail", "Stopped a planned reply"),
    "take_back_message": pgettext_lazy("audit trail", "Took a reply back"),
    "reply_held": pgettext_lazy("audit trail", "Left a reply for a lead to decide"),
    "reply_refused": pgettext_lazy("audit trail", "Refused a held reply"),
    "reply_withdrawn": pgettext_lazy("audit trail", "Withdrew a held reply"),
    "refuse_infected_file": pgettext_lazy("audit trail", "Refused a file with malware"),
    "remove_infected_file": pgettext_lazy("audit trail", "Removed a file with malware"),
    "mask_secret_in_file": pgettext_lazy("audit trail", "Masked a secret in a file"),
    "canned_reply_added": pgettext_lazy("audit trail", "Added a prepared reply"),
    "canned_reply_changed": pgettext_lazy("audit trail", "Changed a prepared reply"),
    "canned_reply_removed": pgettext_lazy("audit trail", "Removed a prepared reply"),
}

SUBJECTS = {
    "tickets.ticket": pgettext_lazy("audit trail", "Ticket"),
    "tickets.file": pgettext_lazy("audit trail", "File"),
    "tickets.cannedreply": pgettext_lazy("audit trail", "Prepared reply"),
}
