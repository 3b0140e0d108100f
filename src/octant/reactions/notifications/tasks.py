"""What the worker does for notifications, every few seconds."""

from octant.reactions.notifications.services.pushing import send_pushes
from octant.reactions.notifications.services.sending import send_due

__all__ = ["send_due", "send_pushes"]
