"""How a token is shown to a mail server: OAUTHBEARER (RFC 7628), or XOAUTH2 where only that is
known, as at Microsoft."""

from collections.abc import Collection

from octant.channels.email.signing_in.errors import TokenRefused

_SEPARATOR = "\x01"


class Showing:
    """One exchange: the token first; to the server's reason why not, the word that ends it."""

    def __init__(
        self, offered: Collection[str], *, user: str, token: str, host: str, port: int
    ) -> None:
        self.mechanism = next((m for m in ("OAUTHBEARER", "XOAUTH2") if m in offered), "")
        if not self.mechanism:
            raise TokenRefused(f"{host} offers no sign-in with tokens.", code="no_mechanism")
        head = [f"user={user}"]
        if self.mechanism == "OAUTHBEARER":
            who = user.replace("=", "=3D").replace(",", "=2C")
            head = [f"n,a={who},", f"host={host}", f"port={port}"]
        self._first = _SEPARATOR.join([*head, f"auth=Bearer {token}", "", ""])
        self._shown = False
        self.told = ""  # the server's reason, JSON

    def answer(self, challenge: bytes | None = None) -> str:
        """What is said next."""
        if not self._shown:
            self._shown = True
            return self._first
        self.told = (challenge or b"").decode("utf-8", "replace")
        return _SEPARATOR if self.mechanism == "OAUTHBEARER" else ""
