"""What we say by ourselves: leads choose the words, see them as a customer does, try them."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from octant.core.ports.registry import wordings
from octant.core.ports.wording import Wordings
from octant.desk.access import leading
from octant.desk.parts import attempt, reader_of
from octant.desk.views.tickets import frame


class WordingForm(forms.Form):
    """Fields `subject_en`, `text_en`, and so on for every language."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            self.fields[f"subject_{code}"] = forms.CharField(
                label=pgettext_lazy("of a mail", "Subject"),
                max_length=150,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=gettext_lazy("Message"),
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 9, "lang": code}),
            )

    def words(self) -> dict[str, tuple[str, str]]:
        """By language (subject, text)."""
        given = self.cleaned_data
        codes = [code for code, _name in settings.LANGUAGES]
        lines = {code: given[f"text_{code}"].replace("\r\n", "\n") for code in codes}
        return {code: (given[f"subject_{code}"], lines[code]) for code in codes}


@leading
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All mails that leave by themselves."""
    context = {**frame(request), "kinds": _place().kinds(), "here": "wording"}
    return render(request, "desk/wordings.html", context)


@leading
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    """One of them. `do`: save, preview, or `test:LANGUAGE`."""
    place, actor = _place(), reader_of(request)
    name = next((name for key, name, _c in place.kinds() if key == kind), None)
    if name is None:
        raise Http404
    known = place.words(kind)
    form = WordingForm(request.POST or None, initial=_initial(known))
    said = ""
    if request.method == "POST" and form.is_valid():
        words, (verb, _colon, language) = form.words(), request.POST.get("do", "").partition(":")
        if verb == "save":
            if attempt(form, lambda: place.keep(actor=actor, kind=kind, words=words)):
                return redirect("desk:wordings")
        elif verb == "test" and language in words:
            sent: list[str] = []

            def send() -> None:
                pair = words[language]
                sent.append(place.send_test(actor=actor, kind=kind, language=language, words=pair))

            if attempt(form, send):
                said = _("Sent to %(address)s.") % {"address": sent[0]}
        known = words
    context = {
        **frame(request),
        "form": form,
        "name": name,
        "said": said,
        "placeholders": place.placeholders(kind),
        "columns": [_column(place, form, kind, code, str(n), known) for code, n in _languages()],
        "here": "wording",
    }
    return render(request, "desk/wording.html", context, status=400 if form.errors else 200)


def _column(
    place: Wordings, form: WordingForm, kind: str, code: str, name: str, known: Any
) -> dict[str, Any]:
    subject, text = place.preview(kind=kind, language=code, words=known[code])
    fields = [form[f"subject_{code}"], form[f"text_{code}"]]
    return {"code": code, "name": name, "fields": fields, "subject": subject, "text": text}


def _languages() -> Any:
    return settings.LANGUAGES


def _initial(known: Any) -> dict[str, str]:
    subjects = {f"subject_{code}": subject for code, (subject, _text) in known.items()}
    return subjects | {f"text_{code}": text for code, (_subject, text) in known.items()}


def _place() -> Wordings:
    """The channel that says something by itself; there is one so far."""
    place = next(iter(wordings().values()), None)
    if place is None:
        raise Http404
    return place
