"""Which system account the server runs as.

PostgreSQL refuses to run as root. A root operator's server runs as an existing unprivileged
account that owns nothing but the data and socket folders; no account is created and no folder
above them is changed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from octant.kit.database.errors import DatabaseError

SERVICE_ACCOUNTS = ("postgres", "daemon", "nobody")
# Either capability lets the server pass through folders closed to it; reading is the lesser one.
_PASSAGE = {"dac_read_search": 2, "dac_override": 1}


@dataclass(frozen=True)
class Account:
    """Who runs the server (`name`, `uid`, `gid`) and who may connect to it (`client`)."""

    name: str
    uid: int
    gid: int
    client: str
    passage: str | None = None

    @property
    def is_service(self) -> bool:
        """True when root runs the server under another account."""
        return self.uid != os.geteuid()

    def own(self, folder: Path, mode: int = 0o700) -> None:
        """Create one folder for this account (its parents must exist) with the given mode."""
        folder.mkdir(mode=mode, exist_ok=True)
        if self.is_service:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(mode)

    def command(self, command: list[str], *, die_with_parent: bool = False) -> list[str]:
        """`command` with what makes it run as this account and, on Linux, end with its parent."""
        setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
        if not setpriv:
            return command
        options: list[str] = []
        if self.is_service:
            options += ["--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"]
        if self.passage:
            options += ["--inh-caps", f"+{self.passage}", "--ambient-caps", f"+{self.passage}"]
            # Without this bit access(2), by which initdb finds postgres, ignores capabilities.
            options += ["--securebits", "+no_setuid_fixup"]
        if die_with_parent:
            options += ["--pdeathsig", "INT"]  # SIGINT is the server's "fast" shutdown
        return [setpriv, *options, "--", *command] if options else command

    def spawn_options(self) -> dict[str, int | list[int]]:
        """Arguments for `subprocess` where `command` could not change the account itself."""
        has_setpriv = sys.platform == "linux" and shutil.which("setpriv")
        if has_setpriv or not self.is_service:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose(data_dir: Path, *needed: Path) -> Account:
    """The account for a server on `data_dir` that must reach every folder in `needed`.

    Existing data keeps its owner. Raises DatabaseError `no_account`, `not_owner`, `closed_folder`.
    """
    client = _name_of(os.geteuid())
    owner = data_dir.stat().st_uid if data_dir.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise DatabaseError(
                "not_owner",
                f"The database in {data_dir} belongs to another user ({_name_of(owner or 0)}). "
                "Run this as that user, or choose another home folder.",
            )
        return Account(client, os.geteuid(), os.getegid(), client)
    service = _service_account(owner)
    closed = next(filter(None, (closed_to(path, service) for path in needed)), None)
    passage = _passage(closed, service.pw_name) if closed else None
    return Account(service.pw_name, service.pw_uid, service.pw_gid, client, passage)


def closed_to(path: Path, account: pwd.struct_passwd) -> Path | None:
    """The outermost existing folder on the way to `path` that `account` may not enter."""
    groups = set(os.getgrouplist(account.pw_name, account.pw_gid))
    for folder in [*reversed(path.resolve().parents), path.resolve()]:
        if not folder.is_dir():
            return None
        state = folder.stat()
        if state.st_uid == account.pw_uid:
            may_enter = state.st_mode & 0o100
        elif state.st_gid in groups:
            may_enter = state.st_mode & 0o010
        else:
            may_enter = state.st_mode & 0o001
        if not may_enter:
            return folder
    return None


def _service_account(owner: int | None) -> pwd.struct_passwd:
    if owner:
        return pwd.getpwuid(owner)
    for name in SERVICE_ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseError(
        "no_account",
        "PostgreSQL does not run as root, and this system has none of the accounts "
        f"{', '.join(SERVICE_ACCOUNTS)}. Run this as an ordinary user, or set DATABASE_URL.",
    )


def _passage(closed: Path, name: str) -> str:
    permitted = _permitted_capabilities()
    if sys.platform == "linux" and shutil.which("setpriv"):
        for capability, bit in _PASSAGE.items():
            if permitted >> bit & 1:
                return capability
    raise DatabaseError(
        "closed_folder",
        f"PostgreSQL does not run as root, and the account {name} may not enter {closed}. Use a "
        "folder that is open to it (for example under /var/lib or /srv), run this as an ordinary "
        "user, or set DATABASE_URL.",
    )


def _permitted_capabilities() -> int:
    """The capabilities this process holds and may hand on, as a bit set (Linux)."""
    held = ~0
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            key, _, value = line.partition(":")
            if key in ("CapPrm", "CapBnd"):
                held &= int(value, 16)
    except OSError:
        return 0
    return held


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise DatabaseError(
            "no_account",
            f"The user number {uid} has no name on this system, which PostgreSQL needs. "
            "Add the user to /etc/passwd, or set DATABASE_URL.",
        ) from None
