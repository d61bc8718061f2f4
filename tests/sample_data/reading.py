"""A small reader of the tests' own for the files that the sample writes."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

from openpyxl import load_workbook


def read_cells(path: Path) -> list[list[str]]:
    """The cells of a file as texts; days in a workbook come out as ISO days."""
    if path.suffix == ".xlsx":
        page = load_workbook(path).worksheets[0]
        return [[_format_cell(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    sap = path.suffix == ".txt"
    text = path.read_bytes().decode("cp1252" if sap else "utf-8-sig")
    lines = list(csv.reader(StringIO(text), delimiter="\t" if sap else ";"))
    return [[cell.strip() for cell in line] for line in lines]


def _format_cell(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def read_records(path: Path, word: str) -> list[dict[str, str]]:
    """The lines under the header that has a word, without blank ones."""
    cells = read_cells(path)
    head = next(place for place, line in enumerate(cells) if word in line)
    return [
        dict(zip(cells[head], line, strict=True)) for line in cells[head + 1 :] if any(line)
    ]  # fmt: skip


def parse_figure(text: str, path: Path) -> Decimal:
    """A number as the file writes it: Danish in texts, Python's own in workbooks."""
    danish = path.suffix != ".xlsx"
    return Decimal(text.replace(".", "").replace(",", ".") if danish else text)


def parse_day(text: str) -> date | None:
    """A day as a text or a workbook has it; nothing and the year 9999 are none."""
    if not text or text == "31.12.9999":
        return None
    if "-" in text:
        return date.fromisoformat(text)
    first, month, year = text.split(".")
    return date(int(year), int(month), int(first))
