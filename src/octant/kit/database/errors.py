"""What can go wrong with the embedded database, said in a sentence an operator can act on."""


class DatabaseError(Exception):
    """A refusal or failure. `code` is stable; `str(error)` is one or two plain sentences."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


# Matched against the server's own words (LC_ALL=C, so always English).
_FULL_DISK = ("No space left on device", "Disk quota exceeded", "File too large")


def explain(lines: list[str], data_dir: str, fallback: str) -> DatabaseError:
    """Turn the last lines that initdb or postgres wrote into one sentence."""
    text = "\n".join(lines)
    if any(sign in text for sign in _FULL_DISK):
        return DatabaseError(
            "disk_full",
            f"The disk that holds {data_dir} is full. Free some space and start again; "
            "nothing that was acknowledged is lost.",
        )
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    last = (telling or [line for line in lines if line.strip()] or ["it said nothing"])[-1]
    return DatabaseError("database_failed", f"{fallback} Its last words: {last.strip()}")
