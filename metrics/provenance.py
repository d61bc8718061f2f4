"""Which files the figures of some quarters rest on."""

from collections.abc import Sequence

from core.quarter import Quarter
from metrics.memoize import memoize
from metrics.records import make_records
from metrics.result import Source
from store.figures import Reader
from store.kinds import SICK_LEAVE


@memoize
def read_sources(
    reader: Reader, *, first: Quarter, last: Quarter, kinds: tuple[str, ...] = SICK_LEAVE
) -> tuple[Source, ...]:
    """Return the files of some kinds with rows from one quarter to another, oldest data first."""
    answer = reader.query(
        "SELECT file_name, extract_date, loaded_at, kind, coalesce(graense, 0) AS threshold, cut, "
        "choices, min(period) AS first_period, max(period) AS period FROM sources "
        "WHERE period BETWEEN $first AND $last AND list_contains($kinds, kind) "
        "GROUP BY ALL ORDER BY first_period, file_name",
        {"first": str(first), "last": str(last), "kinds": list(kinds)},
    )
    return make_records(answer, Source)


def read_list_sources(
    reader: Reader, *, kinds: Sequence[str], years: Sequence[int] = ()
) -> tuple[Source, ...]:
    """Return the files of kinds of lists that are not by quarter, of all years or of some."""
    answer = reader.query(
        "SELECT file_name, extract_date, loaded_at, kind, coalesce(graense, 0) AS threshold, cut, "
        "choices, min(period) AS first_period, max(period) AS period FROM sources "
        "WHERE list_contains($kinds, kind) AND (len($years) = 0 OR list_contains($years, period)) "
        "GROUP BY ALL ORDER BY first_period, file_name",
        {"kinds": list(kinds), "years": [str(year) for year in years]},
    )
    return make_records(answer, Source)
