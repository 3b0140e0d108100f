"""How a surface introduces itself before its app is installed."""

from django.utils.translation import gettext_lazy as _

from octant.core.ports.surface import Surface

COMING = {
    surface.key: surface
    for surface in (
        Surface("help_center", _("Help Center"), _("Find the answer yourself, any time."), "book"),
        Surface("live_chat", _("Live Chat"), _("Talk to an agent now, day and night."), "chat"),
        Surface(
            "email",
            _("Email"),
            _("For complex cases with evidence: answered in 24 to 48 hours."),
            "mail",
        ),
        Surface(
            "social",
            _("Social media"),
            _("News, tips and polls from the official accounts. Never for private cases."),
            "megaphone",
        ),
        Surface(
            "community",
            _("Community"),
            _("Run by users for users. Not an official support channel."),
            "users",
        ),
        Surface("phone", _("Phone"), _("Speak with an agent. Calls may cost money."), "phone"),
        Surface("learn", _("Learn"), _("Free courses at every level."), "learn"),
        Surface(
            "advisor", _("Which channel?"), _("Say what happened; see the best way."), "compass"
        ),
    )
}
