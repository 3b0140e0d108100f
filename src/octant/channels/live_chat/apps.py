from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from octant.channels.live_chat.channel import LiveChat
from octant.core.ports.surface import Surface


class LiveChatConfig(AppConfig):
    name = "octant.channels.live_chat"
    label = "live_chat"
    surface = Surface(
        key="live_chat",
        name=_("Live Chat"),
        promise=_("Talk to an agent now, day and night."),
        icon="chat",
        url_name="live_chat",
    )
    channel = LiveChat()
