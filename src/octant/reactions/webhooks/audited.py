"""Words of the audit trail: calls to other systems."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Webhooks")

VERBS = {
    "resend_webhook": pgettext_lazy("audit trail", "Sent a webhook again"),
}

SUBJECTS = {
    "webhooks.call": pgettext_lazy("audit trail", "Webhook"),
}
