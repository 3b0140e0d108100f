"""What a mail names: orders, trades, deposits, withdrawals, hashes, moments and contacts."""

from octant.core.safety.pictures.references import Found, find


def references_in(*texts: str) -> list[Found]:
    """References in all of `texts`, each once."""
    found = {each["value"]: each for text in texts for each in find(text, [])}
    return list(found.values())[:24]
