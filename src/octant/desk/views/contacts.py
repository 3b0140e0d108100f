"""Which contacts are ours and which are known scams: what the verify page answers from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.safety.contacts import selectors, services
from octant.desk.access import leading
from octant.desk.forms import ContactForm
from octant.desk.parts import attempt, reader_of
from octant.desk.views.tickets import frame


@leading
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """The list, and a form for another entry."""
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = reader_of(request)
        if attempt(form, lambda: services.add(actor=actor, **form.entry())):
            return redirect("desk:contacts")
    rows = [(row, selectors.label(row, request.LANGUAGE_CODE)) for row in selectors.listed()]
    context = {"form": form, "rows": rows, "here": "contacts"}
    return render(request, "desk/contacts.html", {**frame(request), **context})


@leading
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one entry."""
    row = selectors.one(pk)
    form = ContactForm(request.POST or None, initial=ContactForm.of(row))
    if request.method == "POST" and form.is_valid():
        actor = reader_of(request)
        if attempt(form, lambda: services.change(contact=row, actor=actor, **form.entry())):
            return redirect("desk:contacts")
    context = {"form": form, "row": row, "here": "contacts"}
    return render(request, "desk/contact.html", {**frame(request), **context})


@leading
@require_POST
def remove_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry off the list."""
    services.remove(contact=selectors.one(pk), actor=reader_of(request))
    return redirect("desk:contacts")
