"""What the worker does for notifications, about every 20 seconds."""

from octant.reactions.notifications.services.sending import send_due

__all__ = ["send_due"]
