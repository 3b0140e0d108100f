"""Numbers of the chat, each with its unit, and the limits that keep one from crowding out all."""

from datetime import timedelta
from typing import Any

from octant.core.ports.workspace import workspace
from octant.core.safety.services.limiting import Limit
from octant.core.tickets import caps

# A person's own limit is tight. An address may be a whole university or a phone network.
START_PERSON = Limit("start:person", 5, 10)
START_ADDRESS = Limit("start:address", 60, 10)
SAY_TICKET = Limit("say:ticket", 120, 5)
UPLOAD_TICKET = Limit("upload:ticket", 30, 10)
TRANSCRIPT_TICKET = Limit("transcript:ticket", 3, 60)
INTAKE_ADDRESS = Limit("intake:address", 1200, 10)
INTAKE_PERSON = Limit("intake:person", 240, 10)  # each may ask the exchange
SUGGEST_ADDRESS = Limit("suggest:address", 1200, 10)

NAME_CHARACTERS = 120
PAGE_CHARACTERS = 300
BODY_BYTES = 256 * 1024


def _number(name: str, default: int) -> int:
    value: Any = workspace().chat.get(name, default)
    return int(value)


def max_characters() -> int:
    return caps.max_characters()


def idle_prompt() -> timedelta:
    return timedelta(minutes=_number("idle_prompt_minutes", 8))


def idle_close() -> timedelta:
    return timedelta(minutes=_number("idle_close_minutes", 20))


def long_wait_minutes() -> int:
    return _number("long_wait_minutes", 10)


def reopen_hours() -> int:
    return _number("reopen_hours", 72)


def file_types() -> list[str]:
    return caps.file_types()
