"""Words of the audit trail: customers' data: exports, erasures, holds, periods."""

from django.utils.translation import pgettext_lazy

AREA = pgettext_lazy("audit trail", "Data and privacy")

VERBS = {
    "ask_export": pgettext_lazy("audit trail", "Asked for an export"),
    "cancel_export": pgettext_lazy("audit trail", "Stopped an export"),
    "fetch_export": pgettext_lazy("audit trail", "Downloaded an export"),
    "ask_erasure": pgettext_lazy("audit trail", "Asked for an erasure"),
    "confirm_erasure": pgettext_lazy("audit trail", "Confirmed an erasure"),
    "cancel_erasure": pgettext_lazy("audit trail", "Cancelled an erasure"),
    "erase_person": pgettext_lazy("audit trail", "Erased a person"),
    "erase_again": pgettext_lazy("audit trail", "Erased again after a backup was restored"),
    "confirm_own_data": pgettext_lazy("audit trail", "Confirmed that the data is theirs"),
    "confirm_own_data_wrong": pgettext_lazy(
        "audit trail", "Failed to confirm that the data is theirs"
    ),
    "place_legal_hold": pgettext_lazy("audit trail", "Placed a legal hold"),
    "lift_legal_hold": pgettext_lazy("audit trail", "Lifted a legal hold"),
    "set_retention": pgettext_lazy("audit trail", "Changed how long data is kept"),
}

SUBJECTS = {
    "privacy.erasure": pgettext_lazy("audit trail", "Erasure"),
    "privacy.period": pgettext_lazy("audit trail", "Time data is kept"),
}
