"""The words that articles, translations and revisions choose from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    HOW_TO = "how-to", _("How-to")
    FAQ = "faq", _("Question and answer")
    TROUBLESHOOTING = "troubleshooting", _("Troubleshooting")


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Significance(TextChoices):
    TYPO = "typo", _("Typo: nothing to do for translations")
    MINOR = "minor", _("Minor: translations should follow")
    MAJOR = "major", _("Major: translations are now wrong")


class NewsKind(TextChoices):
    """What an announcement is about; a workspace's files may name others."""

    PRODUCT = "product", _("Product")
    SERVICE = "service", _("Service")
    MAINTENANCE = "maintenance", _("Maintenance")
    FEES = "fees", _("Fees")
    SECURITY = "security", _("Security")
    LEARN = "learn", _("Courses")
