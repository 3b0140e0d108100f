"""What a customer's words tell of their case: category, urgency, complexity, preference.

Rules first (`data/signals.yaml`, `data/topics.yaml`, the workspace's own words), and a trained
model beside them where there is one. Both are deterministic and say which words counted.
"""

from octant.core.routing.understanding.reading import (
    COMPLEXITIES,
    PREFERENCES,
    URGENCIES,
    Understanding,
    understand,
)

__all__ = ["COMPLEXITIES", "PREFERENCES", "URGENCIES", "Understanding", "understand"]
