"""JSON web tokens and the tokens of well-known vendors, by the prefixes they publish.

Sources: RFC 7519 (JWT); docs.github.com, secret scanning patterns; the vendors' own pages
(AWS, GitHub, GitLab, Slack, Stripe, Google, OpenAI, Anthropic, SendGrid, npm, PyPI,
Telegram, Shopify, age).
"""

import re
from collections.abc import Iterator

from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?"
    r"|(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])"
    r"|gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,}|glpat-[A-Za-z0-9_-]{20,}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{20,}|xapp-[A-Za-z0-9-]{20,}"
    r"|[rs]k_(?:live|test)_[A-Za-z0-9]{20,}|whsec_[A-Za-z0-9+/=]{24,}"
    r"|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}"
    r"|sk-(?:ant-|proj-|svcacct-)[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{40,}"
    r"|SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}"
    r"|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|AGE-SECRET-KEY-1[A-Z0-9]{58}"
    r")"
)
_TELEGRAM = re.compile(r"(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])")
_STARTS = (
    "eyJ", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox",
    "xapp-", "k_live_", "k_test_", "whsec_", "AIza", "ya29.", "sk-", "SG.", "npm_", "pypi-", "shp",
    "AGE-SECRET-KEY-1",
)  # fmt: skip


def find(page: Page) -> Iterator[Hit]:
    """Tokens by their published prefix and length."""
    if not page.long_tokens:
        return
    if any(start in page.text for start in _STARTS):
        for start, end in page.long_tokens:
            for found in _TOKEN.finditer(page.text, start, end):
                if not _is_placeholder(found[0]):
                    yield Hit(*found.span(), Kind.ACCESS_TOKEN)
    if ":AA" in page.text:
        for found in _TELEGRAM.finditer(page.text):
            yield Hit(*found.span(), Kind.ACCESS_TOKEN)


def _is_placeholder(token: str) -> bool:
    return len(set(token[-16:].lower())) < 4
