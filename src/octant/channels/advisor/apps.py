from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from octant.core.ports.surface import Surface


class AdvisorConfig(AppConfig):
    name = "octant.channels.advisor"
    label = "advisor"
    surface = Surface(
        key="advisor",
        name=_("Contact us"),
        promise=_("Say what happened; see the best way."),
        icon="compass",
        url_name="advisor",
    )
