"""Factors and facts as whole sentences in the active language."""

from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from octant.core.advice.facts import Facts
from octant.core.advice.ranking import Ranked
from octant.core.ports.workspace import workspace

# (factor, value) to what it says for a surface; a row of one surface stands before that of all.
_FOR: dict[tuple[str, str, str], Any] = {
    ("urgency", "critical", ""): lazy("Your account may be in danger, so a person must act now."),
    ("urgency", "high", ""): lazy("This is urgent, and here somebody answers while you wait."),
    ("urgency", "low", "help_center"): lazy(
        "There is no hurry: the answer is probably written down."
    ),
    ("urgency", "low", "email"): lazy("There is no hurry, so an answer by email will do."),
    ("complexity", "simple", "help_center"): lazy(
        "It is a simple question, of the kind articles answer."
    ),
    ("complexity", "simple", "live_chat"): lazy(
        "It is a simple question, settled in a few sentences."
    ),
    ("complexity", "moderate", "live_chat"): lazy("An agent can look at it together with you."),
    ("complexity", "moderate", "email"): lazy(
        "You can describe it in peace and add what belongs to it."
    ),
    ("complexity", "moderate", "help_center"): lazy("An article says what is usual in such cases."),
    ("complexity", "complex", "email"): lazy(
        "It takes explaining or evidence: in a mail all of it can be read together."
    ),
    ("preference", "read", ""): lazy("You would rather read it up yourself."),
    ("preference", "write", ""): lazy("You want it in writing."),
    ("preference", "chat", ""): lazy("You want to chat with somebody."),
    ("preference", "voice", "phone"): lazy("You want to speak with somebody."),
    ("preference", "voice", "live_chat"): lazy(
        "You want a person at once; here one answers in writing."
    ),
    ("kind", "learn", "learn"): lazy(
        "You want to understand how it works: there are free courses for that."
    ),
    ("kind", "learn", ""): lazy("The basics are explained here too."),
    ("kind", "strategy", "community"): lazy(
        "You want to talk with other traders. Nobody there speaks for the exchange."
    ),
    ("kind", "strategy", "learn"): lazy("The courses teach the methods behind it."),
    ("kind", "strategy", ""): lazy("Market reports are published here."),
    ("kind", "news", "social"): lazy(
        "News, events, polls and your opinion belong to the official accounts."
    ),
    ("kind", "news", ""): lazy("Announcements can be found here too."),
    ("kind", "suspicious", ""): lazy("An agent can tell you whether it really came from us."),
    ("kind", "locked_out", ""): lazy("You cannot get into your account: an agent can check why."),
    ("kind", "in_public", ""): lazy("What concerns your account stays between you and us here."),
}
_AGAINST: dict[tuple[str, str], Any] = {
    ("urgency", "high"): lazy("Too slow for something urgent."),
    ("urgency", "critical"): lazy("Too slow while your account may be in danger."),
    ("complexity", "complex"): lazy("Documents and long lists are hard to go through here."),
    ("preference", ""): lazy("It is not the way that you prefer."),
    ("free", ""): lazy("You asked for a way that costs nothing."),
    ("no_voice", ""): lazy("You would rather not telephone."),
    ("public", ""): lazy("Everybody can read it: never for personal or urgent matters."),
}
_PLAIN = {
    "help_center": lazy("Answers at any time, without waiting."),
    "live_chat": lazy("An agent answers here, in writing and at once."),
    "email": lazy("For what needs explaining or evidence."),
    "phone": lazy("Speak with an agent; use the free ways first if they can help."),
    "learn": lazy("Free courses at every level."),
    "community": lazy("Other users help each other here; it is no official channel."),
    "social": lazy("News and tips from the official accounts."),
}


def why(ranked: Ranked, facts: Facts) -> list[str]:
    """Sentences: what counted most for it, then against it, then what holds right now."""
    pro = sorted((f for f in ranked.factors if f.points > 0), key=lambda f: -f.points)
    said = [s for f in pro if (s := _for(ranked.key, f.name, f.value))][:2]
    minus = sorted((f for f in ranked.factors if f.points < 0), key=lambda f: f.points)
    said += [s for f in minus if (s := against(f.name, f.value))][:1]
    said = said or [str(_PLAIN[ranked.key])]
    return [*said, *([standing_now] if (standing_now := standing(ranked.key, facts)) else [])]


def _for(key: str, name: str, value: str) -> str:
    found = _FOR.get((name, value, key)) or _FOR.get((name, value, ""))
    return str(found) if found else ""


def against(name: str, value: str) -> str:
    found = _AGAINST.get((name, value)) or _AGAINST.get((name, ""))
    return str(found) if found else ""


def standing(key: str, facts: Facts) -> str:
    """What holds of it right now; empty where nothing is known that matters."""
    if key == "live_chat" and facts.open is False:
        return _("Nobody is on duty right now; what you write is kept and answered by email.")
    if key == "phone" and facts.number:
        sentence = _("The line that locks accounts is answered around the clock: %(number)s")
        return sentence % {"number": facts.number}
    if key == "phone" and facts.open is False and facts.opens_at:
        return _("The line is closed now. It opens on %(when)s.") % {"when": moment(facts)}
    if key == "live_chat" and facts.minutes is not None and facts.minutes >= 15:
        return _("The queue is long right now.")
    return ""


def moment(facts: Facts) -> str:
    """When it opens, in the active time zone, with the zone."""
    if facts.opens_at is None:
        return ""
    local = facts.opens_at.astimezone(timezone.get_current_timezone())
    return f"{formats.date_format(local, 'l, H:i')} {local.tzname()}"


def when(key: str, facts: Facts) -> str:
    """By when somebody answers, or the answer is there."""
    if key in ("help_center", "learn"):
        return _("At once, any time")
    if key == "email":
        return _mail_when(facts)
    if key in ("social", "community"):
        return _("No promise of an answer")
    if key == "phone" and facts.open is False:
        return _("From %(when)s") % {"when": moment(facts)} if facts.opens_at else _("Closed")
    if facts.open is False:
        return _("When an agent is back; by email at the latest")
    if facts.minutes is None:
        return _("As soon as an agent is free")
    if facts.minutes < 1:
        return _("In less than a minute")
    return ngettext("In about %(n)d minute", "In about %(n)d minutes", facts.minutes) % {
        "n": facts.minutes
    }


def _mail_when(facts: Facts) -> str:
    hours = workspace().email_answer_hours
    known = {"least": hours["min"], "most": hours["max"], "percent": facts.in_time}
    if facts.in_time is None:
        return _("Within %(least)s to %(most)s hours") % known
    sentence = _(
        "Within %(least)s to %(most)s hours; of the mails of the last four weeks %(percent)s%% "
        "were answered in time"
    )
    return sentence % known


def cost(key: str, facts: Facts) -> str:
    """What it costs the customer."""
    if key == "phone":
        return facts.cost or _("Your telephone company may charge for the call")
    return _("Free")
