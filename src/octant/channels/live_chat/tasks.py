"""What the worker does for chats, about once a minute."""

from octant.channels.live_chat.services.idling import close_quiet, prompt_quiet, release_left


def idle_chats() -> int:
    """Ask silent customers whether they are there, close what stays silent, hand chats whose
    customer left the queue to email. Safe to run at any time; returns how many changed."""
    return prompt_quiet() + close_quiet() + release_left()
