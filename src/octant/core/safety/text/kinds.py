"""What screening can find and what is then done about it."""

from enum import StrEnum


class Action(StrEnum):
    """What happens to the text.

    redact: the value is replaced by a mask and exists nowhere afterwards.
    hold: masked likewise, and the sender is asked which of two things it was.
    warn: the text stays as it is; the sender is told what to look out for.
    """

    REDACT = "redact"
    HOLD = "hold"
    WARN = "warn"


class Kind(StrEnum):
    """The kinds of finding. Values are stable: they are stored, and appear in masks."""

    SEED_PHRASE = "seed_phrase"
    SEED_WORDS = "seed_words"
    PRIVATE_KEY = "private_key"
    KEY_OR_HASH = "key_or_hash"
    KEY_FILE = "key_file"
    API_KEY = "api_key"
    ACCESS_TOKEN = "access_token"
    OTP_SECRET = "otp_secret"
    ONE_TIME_CODE = "one_time_code"
    PASSWORD = "password"
    CARD_NUMBER = "card_number"
    CARD_CODE = "card_code"
    RESIDENT_ID = "resident_id"
    SOCIAL_SECURITY_NUMBER = "social_security_number"
    PASSPORT_NUMBER = "passport_number"
    IBAN = "iban"


class RuleKind(str):
    """The kind of finding of a workspace's own rule, `rule_…`, with what it then does."""

    action: Action

    def __new__(cls, key: str, action: Action) -> "RuleKind":
        """`key`: small letters and underscores, 40 at most, since it stands in masks."""
        made = super().__new__(cls, key)
        made.action = action
        return made

    @property
    def value(self) -> str:
        """As stored, like that of a `Kind`."""
        return str(self)


AnyKind = Kind | RuleKind

ACTIONS: dict[Kind, Action] = dict.fromkeys(Kind, Action.REDACT) | {
    Kind.SEED_WORDS: Action.WARN,
    Kind.KEY_OR_HASH: Action.HOLD,
}


def action_of(kind: AnyKind) -> Action:
    """What is done about a finding of `kind`."""
    return kind.action if isinstance(kind, RuleKind) else ACTIONS[kind]
