"""An extract as lines of cells, with OPUS's titles, result lines and grand total."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from core.quarter import Quarter
from sample_data.layouts import SampleLayout, drawn_on
from sample_data.rows import SampleRow
from sample_data.sheet import Line, SampleSheet

# The fields that hold figures, with the decimals that they are printed with.
DECIMALS = {
    "medarbejdere": 1,
    "fuldtidsstillinger": 2,
    "korttid": 2,
    "langtid": 2,
    "dagsvaerk": 2,
}


def make_sheet(rows: Sequence[SampleRow], layout: SampleLayout) -> SampleSheet:
    """Lay out one quarter's rows, each afdeling with its "Resultat" line and all with "I alt"."""
    quarter = rows[0].quarter
    blocks = [
        (*(_cells(row, layout) for row in part), _result(part, layout))
        for part in (list(group) for _, group in groupby(rows, key=lambda row: row.afdeling))
    ]
    return SampleSheet(
        "Sygefravær",
        drawn_on(quarter),
        _titles(quarter),
        tuple(header for _, header in layout.columns),
        tuple(DECIMALS.get(field) for field, _ in layout.columns),
        (*blocks, (_total(rows, layout),)),
    )


def _titles(quarter: Quarter) -> tuple[str, ...]:
    first, last = quarter.period.first, quarter.period.last
    return (
        "Sygefravær pr. enhed",
        f"Periode: {first:%d.%m.%Y} - {last:%d.%m.%Y}",
        f"Udtrukket: {drawn_on(quarter):%d.%m.%Y}",
    )


def _cells(row: SampleRow, layout: SampleLayout) -> Line:
    names = {"kvartal": row.quarter.short_label}
    return tuple(names.get(field) or getattr(row, field) for field, _ in layout.columns)


def _result(rows: Sequence[SampleRow], layout: SampleLayout) -> Line:
    """The line under an afdeling: its name, "Resultat" for the unit, and the sums."""
    words = {"omraade": rows[0].omraade, "afdeling": rows[0].afdeling, "enhed": "Resultat"}
    return _sums(rows, layout, words=words)


def _total(rows: Sequence[SampleRow], layout: SampleLayout) -> Line:
    return _sums(rows, layout, words={layout.columns[0][0]: "I alt"})


def _sums(rows: Sequence[SampleRow], layout: SampleLayout, *, words: dict[str, str]) -> Line:
    return tuple(
        sum((getattr(row, field) for row in rows), Decimal(0))
        if field in DECIMALS
        else words.get(field)
        for field, _ in layout.columns
    )
