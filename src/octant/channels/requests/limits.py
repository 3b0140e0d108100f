"""How often, and how much."""

from octant.core.safety.services.limiting import Limit

ANSWER_TICKET = Limit("answer:ticket", 60, 10)
NEEDS_TICKET = Limit("needs:ticket", 120, 10)
SWITCH_TICKET = Limit("switch:ticket", 12, 10)
COMMENT_CHARACTERS = 2000
