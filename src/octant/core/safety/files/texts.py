"""Text and CSV files: read in one encoding, secrets masked, formulas made plain."""

import csv
import io

from django.utils.translation import gettext_lazy as _

from octant.core.safety.files.errors import FileRefused
from octant.core.safety.files.secrets import masked

# OWASP, CSV Injection: what spreadsheets take for a formula, tab and carriage return too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MAX_ROWS = 200_000


def plain(data: bytes, *, is_csv: bool) -> bytes:
    """The file as UTF-8 without secrets; in CSV no cell begins a formula.

    Raises FileRefused for what is not text after all.
    """
    text = masked(decoded(data))
    return (neutralised(text) if is_csv else text).encode()


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefused(
        _("This file cannot be read as text. Please save it as UTF-8 and send it again."),
        code="file_not_text",
    )


def neutralised(text: str) -> str:
    """CSV in which cells that a spreadsheet would compute begin with an apostrophe.

    Plain numbers such as -1.5 and +3 stay: they compute nothing. The delimiter is kept.
    """
    delimiter = _delimiter(text)
    output = io.StringIO()
    # All quoted: a spreadsheet that splits at another sign finds no new cell inside one.
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    previous = csv.field_size_limit(max(len(text), 1))
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ):
            if number >= MAX_ROWS:
                raise FileRefused(
                    _("This table has more than %(rows)s rows. Please send the rows in question.")
                    % {"rows": f"{MAX_ROWS:,}"},
                    code="file_too_long",
                )
            writer.writerow([_harmless(cell) for cell in row])
    except csv.Error as error:
        raise FileRefused(
            _("This table cannot be read. Please export it again as CSV and send that."),
            code="file_not_csv",
        ) from error
    finally:
        csv.field_size_limit(previous)
    return output.getvalue()


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max((",", ";", "\t", "|"), key=first.count)


def _harmless(cell: str) -> str:
    bare = cell.lstrip(" \ufeff\u200b\xa0")
    if not bare.startswith(FORMULA) or _is_number(bare):
        return cell
    return "'" + cell


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", ""))
    except ValueError:
        return False
    return cell[0] in "+-" and cell.isascii() and cell == cell.strip() and cell[-1].isdigit()
