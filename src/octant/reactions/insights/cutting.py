"""Where hours begin: by the workspace's clock, of which no hour is torn by a day's end."""

from octant.core.ports.workspace import workspace
from octant.kit.clock import zone_of

# An instant less the minutes and seconds that the clock on the wall shows. In a zone half an hour
# off UTC hours begin at half past; in an hour that daylight saving gives twice, there are two.
HOUR = """(t.created_at - ((t.created_at AT TIME ZONE %(zone)s)
  - date_trunc('hour', t.created_at AT TIME ZONE %(zone)s)))"""


def zone_name() -> str:
    """The workspace's time zone; UTC where it names none that there is."""
    return zone_of(str(workspace().raw.get("timezone", "UTC"))).key
