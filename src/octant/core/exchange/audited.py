"""Words of the audit trail: what the exchange is asked."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "The exchange")

VERBS = {
    "assurance_too_low": pgettext_lazy(
        "audit trail", "Refused account details: identity not proved"
    ),
}
