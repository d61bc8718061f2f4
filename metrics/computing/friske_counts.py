"""Who was hardly ever ill in two years running: counted per node while people's marks are known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from core.edition import Edition
from core.nodes import Level
from core.settings import Settings
from metrics import masks
from metrics.computing.erased_sums import find_years_hidden_for_erased
from metrics.computing.inputs import NEVER, FigureInputs, run_sql
from store.connection import Cursor
from store.opgoerelser import read_shown_cells

_SQL = (Path(__file__).parents[1] / "sql" / "friske_counts.sql").read_text("utf-8")
_PAIRS_READY = 2  # the newest pair of years and the one before it rest on marks that are kept
_QUARTERS = 4  # of a year
_SEEN_WITH = 2  # beside fewer, one person would be all or none of them
_SEEN_WITH_IN_ENHED = 3  # those who work there know each other


def find_countable_years(cursor: Cursor) -> tuple[int, ...]:
    """Return the years whose people can be compared with the year before, newest first."""
    return _select_paired_years(
        cursor, "SELECT DISTINCT CAST(year AS INTEGER) FROM people WHERE person IS NOT NULL"
    )


def count_langtidsfriske(cursor: Cursor, *, year: int, settings: Settings) -> pd.DataFrame:
    """Count the langtidsfriske of a year and the one before, as the cursor sees the data.

    A row a node, not masked: `counted` were there for both whole years, `friske` of them below the
    limit in both, and `left_out` are in either list of the node, but not counted in it: `joined` or
    `departed` between, `neither` year whole, or at the end of them `elsewhere`. `by_dates` says
    that the lists tell when people were employed; else whoever is in both lists counts. A list that
    is not `complete` lacks those who were never ill. Needs the table `placed`.
    """
    pair = [str(year), str(year - 1)]
    frame = cursor.execute(
        _SQL,
        {
            "year": pair[0],
            "previous": pair[1],
            "limit": settings.langtidsfrisk_limit,
            "municipality": settings.municipality,
        },
    ).df()
    dated, zeros = cursor.execute(
        "SELECT count(ansat_fra) + count(ansat_til) > 0, "
        "count(DISTINCT year) FILTER (WHERE dagsvaerk = 0) = 2 "
        "FROM people WHERE list_contains($1, year)",
        [pair],
    ).fetchall()[0]
    return frame.assign(by_dates=bool(dated), complete=bool(zeros))


def place_facts(cursor: Cursor, settings: Settings) -> None:
    """Write the table `placed` of the newest facts, whatever opgørelser have been released."""
    cursor.execute("SET VARIABLE newest = $1", [NEVER])
    for name in ("read_facts", "resting", "placed"):
        run_sql(cursor, name, FigureInputs("", settings, Edition.INTERN))


def keep_leaving_counts(cursor: Cursor, at: datetime, settings: Settings) -> None:
    """Keep the counts of the pairs of years whose people will be forgotten now."""
    if len(_find_listed_years(cursor)) <= _PAIRS_READY:
        return
    leaving = find_countable_years(cursor)[_PAIRS_READY:]
    if leaving:
        place_facts(cursor, settings)
    for year in leaving:
        cursor.register("leaving", count_langtidsfriske(cursor, year=year, settings=settings))
        cursor.execute(
            "INSERT INTO langtidsfriske BY NAME "
            "SELECT *, CAST($at AS TIMESTAMP) AS kept_at, $lists AS lists, $limit AS graense "
            "FROM leaving",
            {
                "at": at,
                "lists": _join_upload_ids(cursor, year),
                "limit": settings.langtidsfrisk_limit,
            },
        )
        cursor.unregister("leaving")


def write_langtidsfriske(cursor: Cursor, inputs: FigureInputs) -> None:
    """Write the figures of all pairs of years; those who are forgotten as they were counted."""
    countable = find_countable_years(cursor)
    frames = [
        count_langtidsfriske(cursor, year=year, settings=inputs.settings) for year in countable
    ]
    frames += _read_kept_counts(cursor, inputs.settings, countable)
    if not frames:
        return
    frame = pd.concat(frames, ignore_index=True)
    leaders = dict(cursor.execute("SELECT key, leader FROM leaders").fetchall())
    sent = {edition: _read_shown(cursor, edition) for edition in inputs.edition.broader_editions}
    beside_erased = find_years_hidden_for_erased(cursor, inputs)
    cursor.register("friske", frame)
    cursor.register(
        "friske_masks",
        plan_friske_masks(
            frame.assign(leader=frame["key"].map(leaders)), inputs, sent, hidden=beside_erased
        ),
    )
    run_sql(cursor, "langtidsfriske", inputs)
    for name in ("friske", "friske_masks"):
        cursor.unregister(name)


def _read_kept_counts(
    cursor: Cursor, settings: Settings, countable: Sequence[int]
) -> list[pd.DataFrame]:
    frames = [
        cursor.execute(
            "SELECT * EXCLUDE (kept_at, lists, graense) FROM langtidsfriske "
            "WHERE year = $year AND lists = $lists AND graense = $limit "
            "QUALIFY kept_at = max(kept_at) OVER ()",
            {
                "year": str(year),
                "lists": _join_upload_ids(cursor, year),
                "limit": settings.langtidsfrisk_limit,
            },
        ).df()
        for year in _find_listed_years(cursor)
        if year not in countable
    ]
    return [frame for frame in frames if len(frame)]


def _find_listed_years(cursor: Cursor) -> tuple[int, ...]:
    """Return the years that there are lists of, and of the year before, newest first."""
    return _select_paired_years(
        cursor,
        "SELECT DISTINCT CAST(period AS INTEGER) FROM current_uploads WHERE kind = 'personer'",
    )


def _join_upload_ids(cursor: Cursor, year: int) -> str:
    """Return the uploads that a year's and the year before's people are from, as one text."""
    return str(
        cursor.execute(
            "SELECT string_agg(DISTINCT upload_id, ' ' ORDER BY upload_id) FROM current_uploads "
            "WHERE kind = 'personer' AND period IN ($1, $2)",
            [str(year), str(year - 1)],
        ).fetchall()[0][0]
    )


def _select_paired_years(cursor: Cursor, sql: str) -> tuple[int, ...]:
    listed_years = {int(row[0]) for row in cursor.execute(sql).fetchall()}
    return tuple(sorted((year for year in listed_years if year - 1 in listed_years), reverse=True))


def plan_friske_masks(
    counts: pd.DataFrame,
    inputs: FigureInputs,
    sent: Mapping[Edition, pd.DataFrame],
    *,
    hidden: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the cells to mask; what is hidden from the municipality itself is hidden from all.

    `counts` has the rows of `count_langtidsfriske` and who is the `leader` of each enhed. Those who
    are not langtidsfriske are hidden as those are who are, or a share of all would be known. What
    was hidden in what was `sent` in an edition stays so, as in `compute`; so are the cells (`key,
    q`) that are `hidden` in any case.
    """
    cells = counts[["level", "key", "parent", "grandparent", "leader"]].assign(
        q=counts["year"].astype(int),
        employees=counts["counted"].astype(float),
        dagsvaerk=counts["friske"].astype(float),
        dagsvaerk_hele=(counts["counted"] - counts["friske"]).astype(float),
    )
    masked = pd.DataFrame(columns=["key", "q"])
    for edition in inputs.edition.broader_editions:
        shown = sent[edition]
        masked = masks.plan_masks(
            cells.assign(
                sensitive=_find_telling_counts(counts, edition) | counts["key"].isin(inputs.erased)
            ),
            limits=replace(
                masks.MaskLimits.from_settings(inputs.settings, edition), is_printed=False
            ),
            already=pd.concat([shown[shown["hidden"]], masked, hidden]),
            sent=shown,
        )
    return masked


def _read_shown(cursor: Cursor, edition: Edition) -> pd.DataFrame:
    """Return the cells of all that was shown in an edition; their `q` is the later year."""
    shown = read_shown_cells(cursor, edition, plan=masks.PLAN, kpi="langtidsfriske")
    return shown.assign(q=shown["q"] // _QUARTERS)


def _find_telling_counts(frame: pd.DataFrame, edition: Edition) -> pd.Series:
    """Tell where so few are langtidsfriske, or so few are not, that it shows who is.

    In an enhed those are fewer than three; in a larger part of the organisation nobody or one
    person, in the public edition.
    """
    fewest = np.minimum(frame["friske"], frame["counted"] - frame["friske"])
    is_enhed = frame["level"] == Level.ENHED.value
    return (is_enhed & (fewest < _SEEN_WITH_IN_ENHED)) | (
        (edition is Edition.OFFENTLIG) & (fewest < _SEEN_WITH)
    )
