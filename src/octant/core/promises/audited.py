"""Words of the audit trail: what customers are promised."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Promises")

VERBS = {
    "promise_policy_added": pgettext_lazy("audit trail", "Added a policy"),
    "promise_policy_changed": pgettext_lazy("audit trail", "Changed a policy"),
    "promise_policy_removed": pgettext_lazy("audit trail", "Removed a policy"),
    "promise_calendar_added": pgettext_lazy("audit trail", "Added a calendar"),
    "promise_calendar_changed": pgettext_lazy("audit trail", "Changed a calendar"),
    "promise_calendar_removed": pgettext_lazy("audit trail", "Removed a calendar"),
}

SUBJECTS = {
    "promises.policy": pgettext_lazy("audit trail", "Policy"),
    "promises.calendar": pgettext_lazy("audit trail", "Calendar"),
}
