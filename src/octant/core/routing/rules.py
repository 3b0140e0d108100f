"""Numbers that routing decides by, from the workspace, with their units in their names."""

from datetime import timedelta

from octant.core.ports.workspace import workspace

PRESENCE_SECONDS = 45  # a browser last seen longer ago counts as gone
HANDLE_SECONDS = 480  # of one chat, until enough have been measured
HANDLE_SAMPLE = 50  # latest chats that the estimate is learned from
HANDLE_SAMPLE_MIN = 5


def accept_timeout() -> timedelta:
    return timedelta(seconds=int(workspace().chat.get("accept_timeout_seconds", 30)))


def wrap_up() -> timedelta:
    return timedelta(seconds=int(workspace().chat.get("wrap_up_seconds", 60)))


def long_wait() -> timedelta:
    return timedelta(minutes=int(workspace().chat.get("long_wait_minutes", 10)))
