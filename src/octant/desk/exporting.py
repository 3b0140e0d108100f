"""Tables as files: CSV for programs, XLSX for people who calculate on."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpResponse

from octant.kit.spreadsheet import harmless

Cell = str | int | float | None
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60  # characters of a column


def table_file(
    name: str, form: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """A download called `name`, in the `form` csv or xlsx. No text in it is taken for a formula."""
    lines = [list(row) for row in rows]
    response = HttpResponse(content_type=XLSX if form == "xlsx" else CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    if form == "xlsx":
        response.write(_workbook(head, lines))
    else:
        out = csv.writer(response)
        out.writerow(head)
        out.writerows([_safe(cell) for cell in line] for line in lines)
    return response


def _safe(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _workbook(head: Sequence[str], lines: list[list[Cell]]) -> bytes:
    from xlsxwriter import Workbook  # 40 modules that a page of the desk does not need

    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 1)
    bold = book.add_format({"bold": True})
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    for number, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    for column, title in enumerate(head):
        widest = max([len(title), *(len(str(line[column])) for line in lines)])
        sheet.set_column(column, column, min(widest + 2, _WIDEST))
    book.close()
    return file.getvalue()
