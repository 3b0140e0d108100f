"""The embedded PostgreSQL server, for a home folder without DATABASE_URL."""

from octant.kit.database.errors import DatabaseError
from octant.kit.database.server import Server, running_url

__all__ = ["DatabaseError", "Server", "running_url"]
