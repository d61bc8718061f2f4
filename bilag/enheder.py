"""The bilag "enheder": every enhed under its afdeling, each with a subtotal. Internal only."""

from collections.abc import Mapping, Sequence

from bilag import cover, tables
from bilag.model import Bilag, Table, Text
from bilag.model import Row as Line
from bilag.notes import Numbered, explanations
from bilag.sag import Sag
from core.organisation import Level
from metrics.cells import Row
from metrics.result import KpiResult

_COLUMNS = ("employees", "value", "previous", "change", "year_ago", "short", "long")


def bilag(results: Mapping[Level, KpiResult], sag: Sag) -> Bilag:
    """Make the bilag from the `rullende` of kommune, afdeling and enhed."""
    kommune = results[Level.KOMMUNE]
    numbered = Numbered()
    afdelinger = _rows(results[Level.AFDELING])
    enheder = _rows(results[Level.ENHED])
    whole = _rows(kommune)
    sections = [
        _table(kommune, afdeling, _below(afdeling, enheder), numbered) for afdeling in afdelinger
    ]
    sections.append(_table(kommune, whole[0], [], numbered))
    cells = [text for table in sections for line in table.rows for text in line.cells]
    said = explanations(kommune, [*afdelinger, *enheder, *whole], cells)
    return cover.bilag(
        "enheder",
        sag,
        kommune=kommune,
        sections=(*sections, Text("Noter", (*numbered.paragraphs, *said))),
        attached=(kommune, results[Level.AFDELING], results[Level.ENHED]),
    )


def _rows(result: KpiResult) -> Sequence[Row]:
    rows: Sequence[Row] = result.frame.to_dict("records")
    return rows


def _below(afdeling: Row, enheder: Sequence[Row]) -> list[Row]:
    return [row for row in enheder if row["parent"] == afdeling["key"]]


def _table(result: KpiResult, total: Row, enheder: Sequence[Row], numbered: Numbered) -> Table:
    """One afdeling (or the kommune): its enheder, and itself as the last line."""
    lines = [Line(tables.cells(result, row, _COLUMNS, numbered)) for row in enheder]
    name, *figures = tables.cells(result, total, _COLUMNS, numbered)
    lines.append(Line((f"{name} i alt", *figures), strong=True))
    head = f"Enhed i {total['name']}" if enheder else ""  # says where one is on the next page, too
    return Table(str(total["name"]), tables.columns(result, head, _COLUMNS), tuple(lines))
