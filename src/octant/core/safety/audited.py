"""Words of the audit trail: contacts, links, screening rules and the outbound guard."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Safety")

VERBS = {
    "guard_stopped": pgettext_lazy("audit trail", "Stopped by the guard"),
    "guard_overridden": pgettext_lazy("audit trail", "Let through what the guard stopped"),
    "add_contact": pgettext_lazy("audit trail", "Added a contact"),
    "change_contact": pgettext_lazy("audit trail", "Changed a contact"),
    "remove_contact": pgettext_lazy("audit trail", "Removed a contact"),
    "allow_link": pgettext_lazy("audit trail", "Allowed a link"),
    "stop_allowing_link": pgettext_lazy("audit trail", "Stopped allowing a link"),
    "block_link": pgettext_lazy("audit trail", "Blocked a link"),
    "unblock_link": pgettext_lazy("audit trail", "Unblocked a link"),
    "set_link_feed": pgettext_lazy("audit trail", "Changed the feed of harmful sites"),
    "add_screening_rule": pgettext_lazy("audit trail", "Added a screening rule"),
    "change_screening_rule": pgettext_lazy("audit trail", "Changed a screening rule"),
    "remove_screening_rule": pgettext_lazy("audit trail", "Removed a screening rule"),
}

SUBJECTS = {
    "safety.contact": pgettext_lazy("audit trail", "Contact"),
    "safety.linkrule": pgettext_lazy("audit trail", "Link"),
    "safety.linkfeed": pgettext_lazy("audit trail", "Feed of harmful sites"),
    "safety.screeningrule": pgettext_lazy("audit trail", "Screening rule"),
}
