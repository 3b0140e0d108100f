"""Tags that pages build with. `{% load ui %}` once, then every component of `/ui/` is at hand."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import translate_url
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from octant.kit.ui.folding import constant

register = template.Library()

AVATAR_TONES = 5


@register.simple_tag
@constant
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """One icon of `static/ui/icons.svg`; hidden from screen readers unless it has a `label`."""
    return _icon(f"{static('ui/icons.svg')}#{name}", name, size, label)


@lru_cache(maxsize=512)  # a page has dozens, and the same on every page
def _icon(href: str, name: str, size: str, label: str) -> SafeString:
    classes = f"icon icon-{name}" + (f" icon-{size}" if size else "")
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            classes,
            label,
            href,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href
    )


@register.filter
def language_name(code: str) -> str:
    """A language's own name as the settings give it, or its code where they do not know it."""
    return dict(settings.LANGUAGES).get(code, code)


@register.simple_tag
def local_time(value: datetime | date | None, style: str = "datetime") -> SafeString | str:
    """A `<time>` that `time.js` rewrites into the reader's zone; without script it reads in UTC.

    `style` is `datetime`, `date`, `time` or `relative`. A plain date has no zone and stays as is.
    """
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>',
            value.isoformat(),
            _day(value, get_language()),
        )
    moment = value.astimezone(UTC)
    day = _day(moment.date(), get_language())
    clock = f"{moment:%H:%M} UTC"
    shown = {"date": day, "time": clock}.get(style, f"{day} {clock}")
    iso = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return format_html('<time datetime="{}" data-style="{}">{}</time>', iso, style, shown)


@lru_cache(maxsize=4096)  # lists are full of the same few days
def _day(day: date, language: str | None) -> str:
    return formats.date_format(day, "DATE_FORMAT")


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any = "") -> SafeString:
    """`<option>`s of (value, name) pairs; values are compared as they are written."""
    wanted = str(chosen)
    lines = (
        f'<option value="{escape(value)}"{" selected" if value == wanted else ""}>{escape(name)}'
        for value, name in ((str(value), str(name)) for value, name in choices)
    )
    return mark_safe("</option>".join((*lines, "")))


@register.inclusion_tag("ui/avatar.html")
def avatar(name: str, size: str = "") -> dict[str, Any]:
    """The first letter of a name on a tone that stays the same for the same name."""
    letters = name.strip()
    return {
        "name": name,
        "initial": letters[:1].upper() or "?",
        "tone": sum(map(ord, letters)) % AVATAR_TONES,
        "size": size,
    }


@register.simple_tag
def field(bound: BoundField, hint: str = "", kind: str = "") -> SafeString:
    """A form field with label, hint and error tied to the control for screen readers.

    `kind="toggle"` draws a single checkbox as a switch.
    """
    described = []
    hint = hint or str(bound.help_text)
    if hint:
        described.append(f"{bound.auto_id}_hint")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attrs: dict[str, str | bool] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    input_type = getattr(bound.field.widget, "input_type", "")
    return render_to_string(
        "ui/field.html",
        {
            "field": bound,
            "control": bound.as_widget(attrs=attrs),
            "hint": hint,
            "kind": kind,
            "single_choice": input_type == "checkbox" and not bound.field.widget.use_fieldset,
            "fieldset": bound.field.widget.use_fieldset,
        },
    )


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """All errors of a form on top of it, each a link to its field; takes focus on load."""
    return {"form": form, "focus": focus, "fields": [bound for bound in form if bound.errors]}


@register.simple_block_tag
def notice(content: str, kind: str = "note", title: str = "") -> SafeString:
    """A callout. `kind` is `note`, `tip`, `warning` or `danger`."""
    return render_to_string("ui/notice.html", {"body": content, "kind": kind, "title": title})


@register.simple_block_tag
def card(content: str, title: str = "", href: str = "") -> SafeString:
    """A surface for one thing; a link over its whole area when `href` is given."""
    return render_to_string("ui/card.html", {"body": content, "title": title, "href": href})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A modal dialog, opened by any `<button data-dialog-open="id">`."""
    return render_to_string("ui/dialog.html", {"body": content, "id": id, "title": title})


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False) -> SafeString:
    """A part that the reader may unfold."""
    return render_to_string("ui/disclosure.html", {"body": content, "title": title, "open": open})


@register.simple_tag(takes_context=True)
def alternate_url(context: Context, code: str) -> str:
    """The address of this page in another language: the view's own word, else Django's guess."""
    known = context.get("alternate_urls")
    if isinstance(known, Mapping) and known.get(code):
        return str(known[code])
    request = context.get("request")
    return translate_url(request.get_full_path(), code) if request else f"/{code}/"
