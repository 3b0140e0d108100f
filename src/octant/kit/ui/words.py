"""Words that code outside this app puts on pages, kept with this app's strings."""

from django.utils.translation import gettext, pgettext


def callout_title(kind: str) -> str:
    """The title of a callout without its own, in the active language."""
    titles = {
        "note": pgettext("callout", "Note"),
        "tip": pgettext("callout", "Tip"),
        "warning": pgettext("callout", "Warning"),
        "danger": pgettext("callout", "Danger"),
    }
    return titles[kind]


def table_label() -> str:
    """What a screen reader calls a table that can be scrolled sideways."""
    return gettext("Table")
