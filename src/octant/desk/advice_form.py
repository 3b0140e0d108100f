"""Points of the channels as a lead fills them in, and how they are laid out."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from octant.core.advice.naming import PARTS, WAITING
from octant.core.advice.selectors import Standing
from octant.core.advice.table import MOST_POINTS, RANKED, cell_names
from octant.core.ports.registry import surfaces

LONGEST = 2000  # characters of the sentence that is tried


def plain(value: float) -> str:
    """A number as people write it."""
    return str(int(value)) if value == int(value) else str(value)


class PointsForm(forms.Form):
    """A field for every number of the table, by its name; an empty one is the workspace's."""

    use_required_attribute = False

    sentence = forms.CharField(
        label=gettext_lazy("A sentence of a customer, to try the points on"),
        help_text=gettext_lazy("It is not kept."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, standing: Standing) -> None:
        chosen = {name: plain(value) for name, value in standing.chosen.items()}
        super().__init__(data, initial={**chosen, "seen": standing.seen})
        self.standing = standing
        for name in cell_names():
            self.fields[name] = forms.FloatField(
                required=False,
                min_value=0 if name.startswith(("waiting", "closed")) else -MOST_POINTS,
                max_value=MOST_POINTS,
                error_messages={"invalid": gettext_lazy("Write a number.")},
            )

    def points(self) -> dict[str, float]:
        """As `services.points.save_points` takes them."""
        given = self.cleaned_data
        return {name: given[name] for name in cell_names() if given.get(name) is not None}

    def parts(self) -> list[dict[str, Any]]:
        """The tables of the page: `name`, `columns` and `rows` of (name, cells)."""
        names = {surface.key: str(surface.name) for surface in surfaces()}
        columns = [(key, names[key]) for key in RANKED]
        return [
            {
                "name": str(part),
                "columns": [name for _key, name in columns],
                "rows": [
                    (str(row), [self._cell(f"{at}.{key}", row, name) for key, name in columns])
                    for at, row in rows
                ],
            }
            for part, rows in PARTS
        ]

    def waiting(self) -> list[tuple[str, dict[str, Any]]]:
        """What waiting costs: (name, cell)."""
        return [(str(name), self._cell(at, name, "")) for at, name in WAITING]

    def _cell(self, name: str, row: Any, column: str) -> dict[str, Any]:
        field, own = self[name], plain(self.standing.own[name])
        value = field.value()
        shown = own if value in (None, "") else str(value)
        label = f"{row}: {column}" if column else str(row)
        changed = shown != own
        if changed:
            label = _("%(label)s (the workspace’s own: %(own)s)") % {"label": label, "own": own}
        errors = " ".join(str(error) for error in field.errors)
        return {"name": name, "value": shown, "label": label, "changed": changed, "errors": errors}

    def wrong(self) -> list[str]:
        """Sentences, which numbers cannot be read."""
        cells = [cell for part in self.parts() for _row, row in part["rows"] for cell in row]
        cells += [cell for _name, cell in self.waiting()]
        return [f"{cell['label']}: {cell['errors']}" for cell in cells if cell["errors"]]
