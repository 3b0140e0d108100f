"""What a case may have to tell: the words by which the categories of a workspace ask for it."""

# A need, and the kinds of detail (core.tickets.details) of which one satisfies it.
NEEDS: dict[str, frozenset[str]] = {
    "transfer": frozenset({"transfer", "hash"}),
    "payment": frozenset({"transfer", "hash", "amount"}),
    "order": frozenset({"order", "trade"}),
    "position": frozenset({"order", "trade", "market"}),
    "market": frozenset({"market"}),
    "asset": frozenset({"asset", "amount", "market"}),
    "moment": frozenset({"moment"}),
    "period": frozenset({"period", "moment"}),
    "page": frozenset({"page"}),
    "error": frozenset({"error"}),
    "device": frozenset({"device"}),
    "document": frozenset({"document"}),
    "suspect": frozenset({"suspect"}),
}
# More than this nobody fills in before they may speak.
MOST = 4
