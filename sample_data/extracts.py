"""An extract as lines of cells, with OPUS's titles, result lines and grand total."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from core.quarter import Quarter
from sample_data.layouts import SampleLayout, find_extract_date
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
        (*(_make_line(row, layout) for row in part), _make_result_line(part, layout))
        for part in (list(group) for _, group in groupby(rows, key=lambda row: row.afdeling))
    ]
    return SampleSheet(
        "Sygefravær",
        find_extract_date(quarter),
        _make_titles(quarter),
        tuple(header for _, header in layout.columns),
        tuple(DECIMALS.get(field) for field, _ in layout.columns),
        (*blocks, (_make_total_line(rows, layout),)),
    )


def _make_titles(quarter: Quarter) -> tuple[str, ...]:
    """Make the lines above the header: what it is, its period, and the day of the extract."""
    first, last = quarter.period.first, quarter.period.last
    return (
        "Sygefravær pr. enhed",
        f"Periode: {first:%d.%m.%Y} - {last:%d.%m.%Y}",
        f"Udtrukket: {find_extract_date(quarter):%d.%m.%Y}",
    )


def _make_line(row: SampleRow, layout: SampleLayout) -> Line:
    """Make the cells of a row in the order of the layout's columns."""
    names = {"kvartal": row.quarter.short_label}
    return tuple(names.get(field) or getattr(row, field) for field, _ in layout.columns)


def _make_result_line(rows: Sequence[SampleRow], layout: SampleLayout) -> Line:
    """Make the line under an afdeling: its name, "Resultat" for the enhed, and the sums."""
    """The line under an afdeling: its name, "Resultat" for the unit, and the sums."""
    words = {"omraade": rows[0].omraade, "afdeling": rows[0].afdeling, "enhed": "Resultat"}
    return _make_sum_line(rows, layout, words=words)


def _make_total_line(rows: Sequence[SampleRow], layout: SampleLayout) -> Line:
    """Make the last line: "I alt" and the sums of all rows."""
    return _make_sum_line(rows, layout, words={layout.columns[0][0]: "I alt"})


def _make_sum_line(
    rows: Sequence[SampleRow], layout: SampleLayout, *, words: dict[str, str]
) -> Line:
    """Make a line of sums of the rows, with `words` in the fields that hold no figures."""
    return tuple(
        sum((getattr(row, field) for row in rows), Decimal(0))
        if field in DECIMALS
        else words.get(field)
        for field, _ in layout.columns
    )
