"""Words of the audit trail: which surface is advised."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Advice")

VERBS = {
    "change_advice": pgettext_lazy("audit trail", "Changed which channel is advised"),
    "restore_advice": pgettext_lazy("audit trail", "Restored the workspace’s own advice"),
}

SUBJECTS = {
    "advice.ownpoints": pgettext_lazy("audit trail", "Points of the channels"),
}
