"""How often somebody may ask and report."""

from octant.core.safety.services.limiting import Limit

# An address may be a whole university or a phone network.
ASK_ADDRESS = Limit("verify:address", 120, 10)
ASK_PERSON = Limit("verify:person", 40, 10)
REPORT_ADDRESS = Limit("report:address", 20, 60)
# Agents and customers may ask again, but nobody is to be worn down by asking.
ASK_STEP_UP = Limit("step_up:ask", 10, 60)
TRY_STEP_UP = Limit("step_up:try", 15, 15)
LOOK_STEP_UP = Limit("step_up:look", 600, 10)
