"""Reads of the workspace's own rules. The caller has checked that the reader may lead."""

from django.utils.translation import gettext_lazy as _

from octant.core.safety.models import ScreeningRule
from octant.kit.errors import NotFound


def all_rules() -> list[ScreeningRule]:
    """Every rule by its key, those that are switched off included; 50 at most."""
    return list(ScreeningRule.objects.order_by("key"))


def one(rule_id: int) -> ScreeningRule:
    """Raises `NotFound` for one that is gone."""
    row = ScreeningRule.objects.filter(pk=rule_id).first()
    if row is None:
        raise NotFound(_("This rule is gone already."))
    return row
