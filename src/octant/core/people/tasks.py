"""What recurs about people."""

from octant.core.people.services import sessions


def close_expired_sessions() -> None:
    """Sockets end with the session behind them, also when it simply ran out."""
    sessions.close_expired()
