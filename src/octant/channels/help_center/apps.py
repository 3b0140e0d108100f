from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from octant.core.ports.surface import Surface


class HelpCenterConfig(AppConfig):
    name = "octant.channels.help_center"
    label = "help_center"
    surface = Surface(
        key="help_center",
        name=_("Help Center"),
        promise=_("Find the answer yourself, any time."),
        icon="book",
        url_name="help_center:home",
    )
