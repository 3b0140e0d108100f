"""What this workspace masks beyond the built-in detectors: rules, tried before they are kept."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.safety.labels import readable
from octant.core.safety.rules import selectors
from octant.core.safety.rules.services import dry_run, preview, remove_rule, save_rule
from octant.core.tickets.selectors import latest_texts
from octant.desk.access import leading
from octant.desk.forms import ScreeningForm
from octant.desk.parts import attempt, reader_of
from octant.desk.views.tickets import frame

if TYPE_CHECKING:
    from octant.core.safety.models import ScreeningRule

LOOK_BACK_MESSAGES = 5_000


@leading
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The rules, and a form for another one."""
    return _edit(request, None)


@leading
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, rule: int) -> HttpResponse:
    """Change one rule."""
    return _edit(request, selectors.one(rule))


@leading
@require_POST
def remove(request: HttpRequest, rule: int) -> HttpResponse:
    """Take a rule away."""
    remove_rule(actor=reader_of(request), rule_id=rule)
    return redirect("desk:screening")


def _edit(request: HttpRequest, row: "ScreeningRule | None") -> HttpResponse:
    form = ScreeningForm(request.POST or None, initial=_initial(row))
    tried: dict[str, Any] = {}

    def work() -> None:
        if request.POST.get("do") == "try":
            tried.update(_tried(request, form.rule(), form.cleaned_data["sample"]))
        else:
            save_rule(actor=reader_of(request), rule=row, **form.rule())

    if request.method == "POST" and form.is_valid() and attempt(form, work) and not tried:
        return redirect("desk:screening")
    language = request.LANGUAGE_CODE
    rows = [
        (each, each.labels.get(language) or each.labels["en"]) for each in selectors.all_rules()
    ]
    context = {"form": form, "row": row, "rows": rows, "tried": tried, "here": "screening"}
    return render(request, "desk/screening.html", {**frame(request), **context})


def _tried(request: HttpRequest, rule: dict[str, Any], sample: str) -> dict[str, Any]:
    form, pattern = rule["form"], rule["pattern"]
    shown, found = preview(form=form, pattern=pattern, action=rule["action"], text=sample)
    texts = latest_texts(reader_of(request), limit=LOOK_BACK_MESSAGES)
    counts = dry_run(form=form, pattern=pattern, texts=texts)
    return {"sample": readable(shown), "in_sample": found if sample else None, **counts}


def _initial(row: "ScreeningRule | None") -> dict[str, Any]:
    if row is None:
        return {"form": "shape", "action": "redact", "active": True}
    labels = {"label_en": row.labels.get("en", ""), "label_zh": row.labels.get("zh-hans", "")}
    kept = {name: getattr(row, name) for name in ("form", "pattern", "action", "active")}
    return {**labels, **kept}
