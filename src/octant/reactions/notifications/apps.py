from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "octant.reactions.notifications"
    label = "notifications"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from octant.core.outbox.consumers import subscribe
        from octant.core.takeover.events import TakeoverReported
        from octant.core.tickets.events import MessageSent
        from octant.reactions.notifications.consumers import on_message_sent
        from octant.reactions.notifications.leaving import on_signed_out
        from octant.reactions.notifications.paging import on_takeover

        subscribe("notifications", on_message_sent, MessageSent)
        subscribe("paging", on_takeover, TakeoverReported)
        user_logged_out.connect(on_signed_out)
