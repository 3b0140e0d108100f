"""What recurs about people."""

from octant.core.people.services import activity, sessions


def close_expired_sessions() -> None:
    """Sockets end with the session behind them, also when it simply ran out."""
    sessions.close_expired()


def end_half_way_sign_ins() -> None:
    """Owners learn of a right password to which no second step came."""
    activity.end_half_way()
