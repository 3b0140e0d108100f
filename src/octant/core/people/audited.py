"""Words of the audit trail: customers, staff and their sign-ins."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "People")

VERBS = {
    "create_user": pgettext_lazy("audit trail", "Created a user"),
    "invite_user": pgettext_lazy("audit trail", "Invited a user"),
    "set_role": pgettext_lazy("audit trail", "Changed a role"),
    "deactivate_user": pgettext_lazy("audit trail", "Deactivated a user"),
    "reactivate_user": pgettext_lazy("audit trail", "Reactivated a user"),
    "sign_out_user": pgettext_lazy("audit trail", "Signed a user out everywhere"),
    "remove_second_factors": pgettext_lazy("audit trail", "Removed second factors"),
    "refuse_page": pgettext_lazy("audit trail", "Was refused a page"),
    "end_session": pgettext_lazy("audit trail", "Ended one of their own sign-ins"),
    "end_other_sessions": pgettext_lazy("audit trail", "Ended all their other sign-ins"),
    "set_anti_phishing_code": pgettext_lazy("audit trail", "Set an anti-phishing code"),
    "remove_anti_phishing_code": pgettext_lazy("audit trail", "Removed the anti-phishing code"),
    "block_customer": pgettext_lazy("audit trail", "Blocked a customer"),
    "unblock_customer": pgettext_lazy("audit trail", "Unblocked a customer"),
    "merge_people": pgettext_lazy("audit trail", "Joined with another customer"),
    "separate_people": pgettext_lazy("audit trail", "Separated from another customer"),
    "link_exchange_account": pgettext_lazy("audit trail", "Tied to an exchange account"),
    "lose_exchange_account": pgettext_lazy("audit trail", "Lost the tie to an exchange account"),
    "adopt_customer": pgettext_lazy(
        "audit trail", "Took over earlier requests from before the first sign-in"
    ),
}

SUBJECTS = {
    "people.user": pgettext_lazy("audit trail", "User"),
    "people.customer": pgettext_lazy("audit trail", "Customer"),
}
