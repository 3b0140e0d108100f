"""Words of the audit trail: customers who prove again that it is they."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Proof of identity")

VERBS = {
    "ask_step_up": pgettext_lazy("audit trail", "Asked the customer to prove their identity"),
    "step_up": pgettext_lazy("audit trail", "Customer proved their identity"),
    "step_up_wrong": pgettext_lazy("audit trail", "Customer failed to prove their identity"),
}
