"""Whose a domain is: the organisational domain of RFC 7489 3.2, and alignment by it.

By the public suffix list in its package, private part included: two customers of one host that
hands out names are two organisations. Never fetched."""

from functools import cache

from publicsuffixlist import PublicSuffixList


@cache
def _list() -> PublicSuffixList:
    return PublicSuffixList()


def organisation(domain: str) -> str:
    """example.co.uk for mail.example.co.uk; a public suffix stands for itself."""
    plain = domain.rstrip(".").lower()
    return _list().privatesuffix(plain) or plain


def aligned(domain: str, author: str, *, strict: bool = False) -> bool:
    """Does `domain`, which something vouches for, speak for mail from the domain `author`?"""
    one, other = domain.rstrip(".").lower(), author.rstrip(".").lower()
    if not one or not other:
        return False
    return one == other or (not strict and organisation(one) == organisation(other))
