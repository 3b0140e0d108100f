"""Who a mail is from, and how sure that is. Start at `authenticate`, or at `trusted_results`
where a server of ours at the border has looked already."""

from octant.kit.mail.auth.judging import authenticate
from octant.kit.mail.auth.reports import strip_foreign_results
from octant.kit.mail.auth.results import Authenticity
from octant.kit.mail.auth.trusted import trusted_results

__all__ = ["Authenticity", "authenticate", "strip_foreign_results", "trusted_results"]
