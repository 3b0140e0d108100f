"""What the parts of the table are called where leads change them."""

from typing import Any

from django.utils.translation import pgettext_lazy as p

# Of each part: what it is called, and its rows; each row has a number for every surface.
PARTS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        p("points", "In every case"),
        (
            ("base", p("points", "To begin with")),
            ("free", p("points", "Asked for a free way")),
            ("no_voice", p("points", "Cannot telephone")),
        ),
    ),
    (
        p("points", "How urgent it is"),
        (
            ("urgency.low", p("points", "No hurry")),
            ("urgency.normal", p("points", "Usual")),
            ("urgency.high", p("points", "Urgent")),
            ("urgency.critical", p("points", "Account in danger")),
        ),
    ),
    (
        p("points", "How much there is to it"),
        (
            ("complexity.simple", p("points", "A simple question")),
            ("complexity.moderate", p("points", "One problem")),
            ("complexity.complex", p("points", "A long story or evidence")),
        ),
    ),
    (
        p("points", "How somebody would like to be helped"),
        (
            ("preference.read", p("points", "Read it up")),
            ("preference.write", p("points", "In writing")),
            ("preference.chat", p("points", "Chat")),
            ("preference.voice", p("points", "Speak")),
        ),
    ),
    (
        p("points", "What it is about"),
        (
            ("kind.takeover", p("points", "Account in other hands")),
            ("kind.trading", p("points", "Trading is interrupted")),
            ("kind.missing", p("points", "Money is missing")),
            ("kind.locked_out", p("points", "Cannot sign in")),
            ("kind.slow", p("points", "A transaction takes long")),
            ("kind.suspicious", p("points", "Something looks like fraud")),
            ("kind.complex", p("points", "Several transactions, or evidence")),
            ("kind.in_public", p("points", "A private matter in a public place")),
            ("kind.question", p("points", "Any other question")),
            ("kind.learn", p("points", "Wants to learn")),
            ("kind.strategy", p("points", "Talk of strategies")),
            ("kind.news", p("points", "News and opinions")),
        ),
    ),
)
# Numbers that are not of one surface: taken from chat and phone.
WAITING: tuple[tuple[str, Any], ...] = (
    ("waiting.per_doubling", p("points", "Points for each doubling of the wait")),
    ("waiting.doubling_minutes", p("points", "Minutes until the wait counts as doubled")),
    ("waiting.most", p("points", "Points for waiting, at most")),
    ("closed.low", p("points", "Line is shut, no hurry")),
    ("closed.normal", p("points", "Line is shut, usual")),
    ("closed.high", p("points", "Line is shut, urgent")),
    ("closed.critical", p("points", "Line is shut, account in danger")),
)
