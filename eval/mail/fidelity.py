"""The stalwart mails: what we read against the parse that comes with them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from octant.kit.mail.reading import Mail, read_strictly


@dataclass(frozen=True)
class Difference:
    """`field` of one mail differs."""

    mail: str
    field: str
    ours: object
    theirs: object


def compare_all(folder: Path) -> tuple[int, int, list[Difference]]:
    """(mails, fields compared, differences)."""
    mails, fields, found = 0, 0, []
    for path in sorted(folder.rglob("*.eml")):
        mails += 1
        expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
        mail = read_strictly(path.read_bytes())
        name = str(path.relative_to(folder))
        for field, (ours, theirs) in _pairs(mail, expected).items():
            fields += 1
            if ours != theirs:
                found.append(Difference(name, field, ours, theirs))
    return mails, fields, found


def _pairs(mail: Mail, expected: dict[str, Any]) -> dict[str, tuple[object, object]]:
    headers = _headers(expected["parts"][0]["headers"])
    return {
        "subject": (mail.subject, _flat(_text(headers.get("subject")))),
        "from": (_people(mail.from_), _addresses(headers.get("from"))),
        "to": (_people(mail.to), _addresses(headers.get("to"))),
        "cc": (_people(mail.cc), _addresses(headers.get("cc"))),
        "date": (mail.date, _date(headers.get("date"))),
        "message_id": (mail.message_id, _text(headers.get("message_id"))),
        "text": (_squeeze(mail.text), _squeeze(_body(expected))),
        "attachments": (
            sorted(each.size for each in mail.attachments),
            sorted(_sizes(expected)),
        ),
    }


def _headers(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        each["name"]: each["value"] for each in reversed(fields) if isinstance(each["name"], str)
    }


def _text(value: Any) -> str:
    if isinstance(value, dict):
        found = value.get("Text", value.get("TextList", ""))
        return found if isinstance(found, str) else found[-1]
    return ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _people(mailboxes: Any) -> list[tuple[str, str]]:
    return [(_flat(each.name), each.address.lower()) for each in mailboxes]


def _addresses(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, dict) or "Address" not in value:
        return []
    value = value["Address"]
    listed = value.get("List") or [
        each for group in value.get("Group") or [] for each in group["addresses"]
    ]
    return [(_flat(each["name"] or ""), (each["address"] or "").lower()) for each in listed]


def _date(value: Any) -> datetime | None:
    if not isinstance(value, dict) or not value.get("DateTime"):
        return None
    at = value["DateTime"]
    shift = timedelta(hours=at["tz_hour"], minutes=at["tz_minute"])
    zone = timezone(-shift if at["tz_before_gmt"] else shift)
    try:
        return datetime(
            at["year"], at["month"], at["day"], at["hour"], at["minute"], at["second"], tzinfo=zone
        )
    except ValueError:
        return None


def _body(expected: dict[str, Any]) -> str:
    """Their text parts; HTML among these we only compare by its words."""
    from octant.kit.mail.html import html_to_text

    out = []
    for number in expected["text_body"]:
        body = expected["parts"][number]["body"]
        if "Text" in body:
            out.append(body["Text"])
        elif "Html" in body:
            out.append(html_to_text(body["Html"]))
    return "\n".join(out)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _sizes(expected: dict[str, Any]) -> list[int]:
    shown = {n for n in expected["html_body"] if "Html" not in expected["parts"][n]["body"]}
    numbers = set(expected["attachments"]) | {
        n for n in shown if "Text" not in expected["parts"][n]["body"]
    }
    return [_size(expected["parts"][n]) for n in numbers]


def _size(part: dict[str, Any]) -> int:
    body = part["body"]
    if "Message" in body:
        return int(part["offset_end"] - part["offset_body"])
    kind, value = next(iter(body.items()))
    return len(value) if kind in ("Binary", "InlineBinary") else len(str(value).encode())
