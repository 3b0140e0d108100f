"""Words of the audit trail: accounts in other hands."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Take-overs")

VERBS = {
    "open_takeover": pgettext_lazy("audit trail", "Opened a take-over case"),
    "answer_takeover": pgettext_lazy("audit trail", "Took on a take-over case"),
    "dismiss_takeover": pgettext_lazy("audit trail", "Found that it was no take-over"),
    "allow_freeze": pgettext_lazy("audit trail", "Allowed the freeze, proved by the customer"),
    "freeze_account": pgettext_lazy("audit trail", "Froze the account"),
}
