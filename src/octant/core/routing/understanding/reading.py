"""From signals to what advice and routing decide by."""

from dataclasses import dataclass

from octant.core.routing.understanding.meaning import meaning_of
from octant.core.routing.understanding.signals import signals
from octant.core.routing.understanding.topics import Topic, topic_of

URGENCIES = ("low", "normal", "high", "critical")
COMPLEXITIES = ("simple", "moderate", "complex")
PREFERENCES = ("read", "write", "chat", "voice")
LONG = 700  # characters: more than that is a story, to be read and not to be chatted
# How sure meaning must be to decide: where rules found nothing, and against a slow transaction.
SURE, SURE_OVER_RULES = 0.4, 0.8
# Topics that are about this exchange: a question on them is no lesson.
ABOUT_US = frozenset({"verification", "fees", "records", "support", "account"})
BESIDE = frozenset({"voice", "write", "chat", "read", "calm", "free"})
PRESSING = frozenset({"takeover", "trading", "missing", "locked_out", "complex"})
# Signals that are always about somebody's own account.
OWN_ACCOUNT = frozenset(
    {"danger", "gave_away", "trading_stopped", "lost", "locked_out", "late", "pending"}
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """`kind`: takeover, trading, missing, locked_out, slow, suspicious, complex, news, strategy,
    learn or question. `words`: signal to the words that told it."""

    category: str
    urgency: str
    complexity: str
    preference: str
    kind: str
    personal: bool
    free: bool
    no_voice: bool
    words: dict[str, str]
    topic: Topic


def understand(text: str, *, category: str = "") -> Understanding:
    """What `text` (screened) tells. A chosen `category` stands above the words."""
    told = signals(text)
    topic = Topic(category, 1.0, "chosen") if category else topic_of(text)
    kind, meant = _with_meaning(text, _kind(told, topic.key), told, topic.key)
    if meant:
        told = {**told, "meaning": meant}
    complexity = _complexity(told, kind, text)
    return Understanding(
        category=topic.key,
        urgency=_urgency(told, kind, complexity),
        complexity=complexity,
        preference=_preference(told, kind),
        kind=kind,
        personal="personal" in told or bool(OWN_ACCOUNT & told.keys()) or kind in PRESSING,
        free="free" in told,
        no_voice="no_voice" in told,
        words=told,
        topic=topic,
    )


def _with_meaning(text: str, kind: str, told: dict[str, str], category: str) -> tuple[str, str]:
    """The kind, and how sure meaning is of it where that decided. Rules that found something stand;
    meaning decides where they found nothing, and makes a slow thing more pressing."""
    if kind not in ("question", "slow"):
        return kind, ""
    meant = meaning_of(text)
    if meant is None or meant.kind == kind:
        return kind, ""
    # What tells how somebody wants to be helped, or that there is time, tells nothing of the case,
    # and so much of a short text that its meaning shifts.
    beside = bool(BESIDE & told.keys())
    sure = SURE_OVER_RULES if kind == "slow" or beside else SURE
    if meant.confidence < sure or (kind == "slow" and meant.kind not in PRESSING):
        return kind, ""
    if meant.kind in PRESSING and ("calm" in told or "read" in told):
        return kind, ""
    if (meant.kind == "slow" and "question" in told) or (kind == "slow" and beside):
        return kind, ""
    if meant.kind == "learn" and category.partition("/")[0] in ABOUT_US:
        return kind, ""
    return meant.kind, f"{meant.kind} {meant.confidence:.2f}"


def _kind(told: dict[str, str], category: str) -> str:
    if "danger" in told or "gave_away" in told or (category == "security/compromised" and not told):
        return "takeover"
    wide = "background" in told or ("many" in told and "evidence" in told)
    if "trading_stopped" in told and not ("background" in told and "stress" not in told):
        return "trading"
    if "suspicious" in told and "lost" not in told:
        return "suspicious"
    if wide and "stress" not in told:
        return "complex"
    for signal, kind in (("lost", "missing"), ("locked_out", "locked_out")):
        if signal in told:
            return kind
    if "late" in told and "stress" in told:
        return "missing"
    if "many" in told or "evidence" in told or "background" in told:
        return "complex"
    if "public_place" in told and "personal" in told:
        return "in_public"
    if "late" in told or "pending" in told:
        return "slow"
    for kind in ("news", "strategy", "learn"):
        if kind in told and not _practical(told, kind):
            return kind
    return "question"


def _practical(told: dict[str, str], kind: str) -> bool:
    """A question of one's own account, or about an article, is none of those."""
    if kind == "news":
        return "personal" in told and "public_place" not in told
    return kind == "learn" and "personal" in told and "read" in told


def _complexity(told: dict[str, str], kind: str, text: str) -> str:
    if kind in ("takeover", "suspicious", "news", "strategy", "learn"):
        return "moderate" if kind == "takeover" else "simple"
    wide = sum(name in told for name in ("background", "many", "evidence"))
    if kind == "complex" or wide > 1 or (wide and kind != "trading") or len(text) > LONG:
        return "complex"
    if kind in ("trading", "missing", "slow", "locked_out", "in_public"):
        return "moderate"
    return "simple"


def _urgency(told: dict[str, str], kind: str, complexity: str) -> str:
    if kind == "takeover":
        return "critical"
    if kind in ("trading", "missing", "locked_out"):
        return "normal" if "calm" in told and "stress" not in told else "high"
    if kind in ("slow", "suspicious", "complex", "in_public"):
        pressing = ("stress" in told and kind != "complex") or ("stress" in told and "late" in told)
        return "high" if pressing else "low" if "calm" in told else "normal"
    if kind in ("learn", "strategy", "news") or "calm" in told or "question" in told:
        return "low"
    return "normal"


def _preference(told: dict[str, str], kind: str) -> str:
    """Where several are named: voice, then writing, then chat, then reading."""
    if "voice" in told and "no_voice" not in told and kind != "suspicious":
        return "voice"
    if "write" in told and "no_write" not in told and "suspicious" not in told:
        return "write"
    if "chat" in told and "no_chat" not in told:
        return "chat"
    if "read" in told and kind not in ("takeover", "trading", "missing", "complex"):
        return "read"
    return ""
