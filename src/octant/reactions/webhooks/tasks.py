"""What the worker does for webhooks."""

from octant.reactions.webhooks.services.sending import send_due

__all__ = ["send_due"]
