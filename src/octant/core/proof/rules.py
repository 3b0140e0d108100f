"""Numbers of the step-up on a ticket; those of any step-up stand in core/people/step_up."""

from octant.core.people.step_up import asked_for, factor_age, holds

__all__ = ["MAX_TRIES", "asked_for", "factor_age", "holds"]

MAX_TRIES = 5  # wrong codes or passkeys; then the agent has to ask again
