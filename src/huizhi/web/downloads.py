"""Lists that leave as a file a spreadsheet opens."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def spreadsheet(rows: Iterable[Sequence[object]], name: str) -> StreamingHttpResponse:
    """Rows as a CSV file of that name, read as they are sent; kept by nobody on the way."""
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Begins with the mark by which spreadsheets know UTF-8; text they would take for a formula is quoted."""
    writer, mark = csv.writer(_Echo()), "\ufeff"
    for row in rows:
        yield mark + writer.writerow([_cell(value) for value in row])
        mark = ""


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_SIGNS) else text
