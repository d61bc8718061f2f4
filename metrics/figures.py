"""Figures of a nøgletal as its declaration names them, read from a reader's set as typed rows."""

from core.nodes import Level
from core.quarter import Quarter
from metrics.declaration import Noegletal
from metrics.records import make_records
from metrics.rows import Figure, Row, RowT
from store.figures import Reader

_SETTLED = "coalesce(words['preliminary'], '') = ''"  # nothing is compared with what was not over


def read_at(
    reader: Reader,
    noegletal: Noegletal,
    row_type: type[RowT],
    *,
    quarter: Quarter,
    level: Level,
    against: Quarter | None = None,
) -> tuple[RowT, ...]:
    """Return the rows of a level at one quarter, in the organisation's order; none where none are.

    `against` is the opgørelse that they are compared with. The row type has a field for each
    measure and each word of the declaration.
    """
    answer = reader.query(
        f"SELECT {_write_columns(noegletal)} FROM figures WHERE kpi = $kpi AND level = $level "  # noqa: S608 - declared names
        "AND quarter = $quarter AND against = $against ORDER BY position, key",
        {
            "kpi": noegletal.name,
            "level": level.value,
            "quarter": str(quarter),
            "against": str(against or ""),
        },
    )
    return make_records(answer, row_type)


def read_earlier(
    reader: Reader,
    noegletal: Noegletal,
    row_type: type[RowT],
    *,
    quarter: Quarter,
    level: Level,
    sent: str,
) -> dict[str, tuple[RowT, Figure]]:
    """Return the rows of a level at an earlier quarter, by key, as the `sent` set has them.

    Beside each stands what the data now give for its value. Rows that the set has no figures of
    stand as the data have them, without that; so do all where `sent` is "". What was not over when
    it was drawn is left out.
    """
    columns, join_columns = _write_columns(noegletal), ", ".join(_name_shared_columns(noegletal))
    answer = reader.query(
        f"WITH now AS (SELECT {columns} FROM figures WHERE kpi = $kpi AND level = $level "  # noqa: S608 - declared names
        f"AND quarter = $quarter AND against = '' AND {_SETTLED}), "
        f"sent AS (SELECT {columns} FROM shown_figures WHERE version = $sent AND kpi = $kpi "
        "AND level = $level AND quarter = $quarter AND against = '' AND NOT missing "
        f"AND {_SETTLED}) "
        f"SELECT sent.*, now.value AS value_now FROM sent LEFT JOIN now USING ({join_columns}) "
        "UNION ALL BY NAME FROM now ANTI JOIN sent USING (key)",
        {"kpi": noegletal.name, "level": level.value, "quarter": str(quarter), "sent": sent},
    )
    rows = make_records(answer, row_type)
    now = make_records(answer.assign(value=answer["value_now"]), Row)
    return {row.key: (row, today.value) for row, today in zip(rows, now, strict=True)}


def read_sent(
    reader: Reader, noegletal: Noegletal, row_type: type[RowT], *, level: Level, version: str
) -> tuple[RowT, ...]:
    """Return the rows of a level at all quarters in a set that was sent: see `read_at`."""
    answer = reader.query(
        f"SELECT {_write_columns(noegletal)} FROM shown_figures WHERE version = $version "  # noqa: S608 - declared names
        "AND kpi = $kpi AND level = $level AND against = '' ORDER BY position, key, quarter",
        {"kpi": noegletal.name, "level": level.value, "version": version},
    )
    return make_records(answer, row_type)


def read_up_to(
    reader: Reader, noegletal: Noegletal, row_type: type[RowT], *, quarter: Quarter, level: Level
) -> tuple[RowT, ...]:
    """Return the rows of a level at each quarter up to one, by node and then quarter."""
    answer = reader.query(
        f"SELECT {_write_columns(noegletal)} FROM figures WHERE kpi = $kpi AND level = $level "  # noqa: S608 - declared names
        "AND quarter <= $quarter AND against = '' ORDER BY position, key, quarter",
        {"kpi": noegletal.name, "level": level.value, "quarter": str(quarter)},
    )
    return make_records(answer, row_type)


def read_exact_values(
    reader: Reader, noegletal: Noegletal, *, quarter: Quarter, level: Level
) -> dict[tuple[str, Quarter], float]:
    """Return the values of a level as they were computed, by key and quarter, up to a quarter.

    They are for judging signals, which rounding would drown: never for showing.
    """
    answer = reader.query_exact(
        "SELECT key, quarter, measures['value'] AS value FROM exact_figures WHERE kpi = $kpi "
        "AND level = $level AND quarter <= $quarter AND against = '' AND measures['value'] "
        "IS NOT NULL",
        {"kpi": noegletal.name, "level": level.value, "quarter": str(quarter)},
    )
    lines = zip(answer["key"], answer["quarter"], answer["value"], strict=True)
    return {(key, Quarter.parse(at)): float(value) for key, at, value in lines}


def _name_shared_columns(noegletal: Noegletal) -> list[str]:
    """Name the columns in which two figures of a node must agree to be compared."""
    return ["key", *(name for name in noegletal.words if name == "denominator")]


def _write_columns(noegletal: Noegletal) -> str:
    figures = [f"measures['{measure.name}'] AS {measure.name}" for measure in noegletal.measures]
    texts = [f"words['{name}'] AS {name}" for name in noegletal.words]
    shared = ["key", "name", "quarter", "against", "parent", "masked", "missing", "coarse"]
    return ", ".join([*shared, *figures, *texts])
