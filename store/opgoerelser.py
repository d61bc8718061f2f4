"""The steps of each opgørelse's life, a row each, and the masks of what was sent."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import pandas as pd

from core.audiences import Audience, Opening
from core.edition import Edition
from core.errors import StoreCollisionError
from core.nodes import ERASED_UNIT
from core.opgoerelse import Act, Opgoerelse, OpgoerelseStep
from core.quarter import Quarter
from core.settings import Settings
from store import uploads
from store.connection import Cursor

_COLUMNS = "seq, quarter, event, happened_at, by_whom, note, figures, settings, variants"
_SHOWN_SETS = """
    SELECT json_extract_string(figures, $1) AS version, max(quarter) AS until
    FROM opgoerelse_events
    WHERE event IN ('frigivet', 'udsendt', 'udleveret') AND happened_at <= getvariable('as_of')
    GROUP BY ALL
    HAVING version IS NOT NULL
"""  # the sets of an edition that were shown up to the cursor's moment, and their newest quarter
# A set at a time: only of that are all columns read.
_SHOWN_ROWS = """
    SELECT version, quarter, key, parent, grandparent, masked, missing,
        measures['short'] IS NOT NULL AS splits
    FROM figures_kpi
    WHERE version = $version{number} AND kpi = $kpi AND quarter <= $until{number}
"""
_SHOWN_CELLS = """
    WITH shown AS (SELECT unnest($versions) AS version, unnest($untils) AS until),
    own AS MATERIALIZED ({own}),
    -- 'rullende' where a file had twelve months in a row, and no other tells, by the kommune's row
    alone AS (
        SELECT DISTINCT version, quarter
        FROM figures_kpi
        JOIN shown USING (version)
        ANTI JOIN (SELECT DISTINCT version, quarter FROM own) AS of_quarters
            USING (version, quarter)
        WHERE $kpi = 'kvartal' AND kpi = 'rullende' AND level = 'kommune'
            AND quarter <= until
    ),
    rows AS NOT MATERIALIZED (
        FROM own
        UNION ALL
        SELECT version, quarter, key, parent, grandparent, masked, missing,
            measures['short'] IS NOT NULL
        FROM figures_kpi
        JOIN alone USING (version, quarter)
        WHERE kpi = 'rullende'
    ),
    contents AS (
        SELECT
            version, quarter, bool_or(splits) AS split,
            sum(hash(key, parent, grandparent, masked, splits)) AS content
        FROM rows
        WHERE NOT missing
        GROUP BY version, quarter
    ),
    firsts AS (
        SELECT quarter, split, plan IS DISTINCT FROM $plan AS older, min(version) AS version
        FROM contents
        LEFT JOIN (SELECT version, plan FROM figure_sets) USING (version)
        GROUP BY quarter, split, older, content
    )
    SELECT
        version, key, quarter_number(quarter) AS q,
        any_value(parent) AS parent, any_value(grandparent) AS grandparent,
        bool_or(masked) AS hidden, bool_or(masked OR NOT splits) AS split_hidden,
        any_value(split) AS split, any_value(older) AS older
    FROM rows
    JOIN firsts USING (version, quarter)
    WHERE NOT missing
    GROUP BY version, key, quarter
    ORDER BY ALL
"""


def read_steps(cursor: Cursor, quarter: Quarter) -> tuple[OpgoerelseStep, ...]:
    """Return the steps of one opgørelse's life up to the cursor's moment, oldest first."""
    return tuple(step for step in read_all_steps(cursor) if step.quarter == quarter)


def read_all_steps(cursor: Cursor) -> tuple[OpgoerelseStep, ...]:
    """Return the steps of all opgørelser up to the cursor's moment, oldest first."""
    rows = cursor.execute(
        f"SELECT {_COLUMNS} FROM opgoerelse_events "  # noqa: S608 - our own names
        "WHERE happened_at <= getvariable('as_of') ORDER BY seq"
    ).fetchall()
    steps = (
        OpgoerelseStep(
            quarter=Quarter.parse(quarter),
            act=Act(event),
            at=at,
            by=by,
            note=note,
            figures=_read_sets(json.loads(figures)),
            settings=Settings.from_values(json.loads(settings)),
            seq=seq,
            variants={of: _read_sets(sets) for of, sets in json.loads(variants or "{}").items()},
        )
        for seq, quarter, event, at, by, note, figures, settings, variants in rows
    )
    return _join_openings(steps, _read_openings(cursor))


def _read_openings(cursor: Cursor) -> dict[int, tuple[Opening, ...]]:
    """Return the openings of each release by its number, oldest first."""
    rows = cursor.execute(
        "SELECT release_seq, audience, first_day, happened_at, by_whom FROM release_openings "
        "WHERE happened_at <= getvariable('as_of') "
        "ORDER BY seq, list_position($1, audience)",
        [list(Audience)],
    ).fetchall()
    openings: dict[int, tuple[Opening, ...]] = {}
    for release, audience, first_day, at, by in rows:
        opening = Opening(Audience(audience), first_day, at, by)
        openings[release] = (*openings.get(release, ()), opening)
    return openings


def _join_openings(
    steps: Iterable[OpgoerelseStep], openings: Mapping[int, tuple[Opening, ...]]
) -> tuple[OpgoerelseStep, ...]:
    """Give releases their openings, and each sending those of the release that was sent."""
    joined: list[OpgoerelseStep] = []
    last: dict[Quarter, tuple[Opening, ...]] = {}
    for step in steps:
        if step.act is Act.FRIGIVET:
            last[step.quarter] = openings.get(step.seq, ())
        is_shown = step.act in {Act.FRIGIVET, Act.UDSENDT}
        joined.append(replace(step, openings=last.get(step.quarter, ()) if is_shown else ()))
    return tuple(joined)


def _read_sets(by_name: Mapping[str, str]) -> dict[Edition, str]:
    return {Edition(name): version for name, version in by_name.items()}


def read_corrections(cursor: Cursor) -> tuple[set[int], list[tuple[datetime, int]]]:
    """Return the numbers of the quarters that were corrected since they were shown, and when.

    A quarter is corrected that has other uploads now than in an opgørelse that was released or sent
    up to the cursor's moment. With it come the moments, each with the newest quarter that was shown
    then, at which corrected quarters were shown, oldest first.
    """
    rows = cursor.execute(
        """
        WITH lives AS (
            SELECT
                upload_id, period, event, quarter_number(quarter_of(period)) AS q,
                happened_at AS since,
                lead(happened_at) OVER (PARTITION BY upload_id, period ORDER BY seq) AS ended
            FROM upload_events
            WHERE kind IN ('kvartal', 'rullende', 'fravaer', 'bemanding')
        ),
        moments AS (
            SELECT happened_at AS moment, quarter_number(quarter) AS newest
            FROM opgoerelse_events
            WHERE event IN ('frigivet', 'udsendt', 'udleveret')
                AND happened_at <= getvariable('as_of')
            UNION ALL
            SELECT getvariable('as_of'), 99999
        )
        SELECT moment, newest, q, list(upload_id || period ORDER BY upload_id, period)
        FROM moments
        JOIN lives ON since <= moment AND coalesce(ended > moment, true) AND q <= newest
        WHERE event IN ('stored', 'restored', 'redone')
        GROUP BY ALL
        ORDER BY moment, q
        """
    ).fetchall()
    uploads_of = {q: tuple(uploads) for _, _, q, uploads in rows}  # at last those of now
    corrected = {q for _, _, q, uploads in rows if tuple(uploads) != uploads_of[q]}
    states: dict[tuple[object, ...], tuple[datetime, int]] = {}
    for at, newest in dict.fromkeys((at, newest) for at, newest, _, _ in rows):
        shown = [(q, *uploads) for when, _, q, uploads in rows if when == at and q in corrected]
        states.setdefault((newest, *shown), (at, newest))
    return corrected, sorted(states.values())[:-1]


def take_turn(cursor: Cursor) -> int:
    """Take the next number of a step. Of two transactions at once, one fails here.

    So does a load at the same time: what is shown must be what counts at that moment.
    """
    cursor.execute("UPDATE head SET seq = seq")
    return uploads.take_turn(cursor, "opgoerelser")


def require_unchanged(cursor: Cursor, before: Opgoerelse) -> None:
    """Raise StoreCollisionError where an opgørelse's life went on since it was looked at."""
    if read_steps(cursor, before.quarter) != before.steps:
        raise StoreCollisionError(
            f"Opgørelsen for {before.quarter.label} blev ændret i det samme. Prøv igen."
        )


def add_step(cursor: Cursor, step: OpgoerelseStep) -> OpgoerelseStep:
    """Store a step under the number that `take_turn` gave it; returns it with its moment.

    A release is stored with its openings, which are of the same moment. See
    `uploads.find_next_moment` about it.
    """
    at = uploads.find_next_moment(cursor, step.at)
    openings = step.openings
    if step.act is Act.FRIGIVET:
        openings = tuple(replace(opening, at=at) for opening in step.openings)
        _insert_openings(cursor, openings, seq=step.seq, release=step.seq)
    step = replace(step, at=at, openings=openings)
    cursor.execute(
        "INSERT INTO opgoerelse_events BY NAME SELECT $1 AS seq, $2 AS happened_at, "
        "$3 AS by_whom, $4 AS quarter, $5 AS event, $6 AS note, $7 AS figures, $8 AS settings, "
        "$9 AS variant, $10 AS variants",
        [
            step.seq, step.at, step.by, str(step.quarter), step.act.value, step.note,
            json.dumps({**step.figures}),
            json.dumps(step.settings.values, ensure_ascii=False), step.settings.variant,
            json.dumps({**step.variants}, ensure_ascii=False),
        ],
    )  # fmt: skip
    return step


def add_openings(
    cursor: Cursor, openings: Iterable[Opening], *, seq: int, release: OpgoerelseStep
) -> tuple[Opening, ...]:
    """Store further openings of a release, under a number that `take_turn` gave.

    Returns them with their moment; see `uploads.find_next_moment`.
    """
    stored = tuple(
        replace(opening, at=uploads.find_next_moment(cursor, opening.at)) for opening in openings
    )
    _insert_openings(cursor, stored, seq=seq, release=release.seq)
    return stored


def _insert_openings(
    cursor: Cursor, openings: Iterable[Opening], *, seq: int, release: int
) -> None:
    for opening in openings:
        cursor.execute(
            "INSERT INTO release_openings BY NAME SELECT $1 AS seq, $2 AS happened_at, "
            "$3 AS by_whom, $4 AS release_seq, $5 AS audience, $6 AS first_day",
            [
                seq, opening.at, opening.by, release, opening.audience.value, opening.first_day
            ],
        )  # fmt: skip


def read_shown_cells(
    cursor: Cursor, edition: Edition, *, plan: int, kpi: str = "kvartal"
) -> pd.DataFrame:
    """Return the cells of all that was shown, with their `version, key, parent, grandparent, q`.

    They are those of single quarters, or of another nøgletal: of the sets of an edition that were
    released or sent up to the cursor's moment, as far as the newest quarter that each was shown
    for; whether they were `hidden` in it, whether they did not show how days split
    (`split_hidden`) in a quarter where others did (`split`), and whether it was made by another
    `plan` of masks, an `older` one. Of versions that show the same of a quarter, the first one
    alone has its cells.
    """
    shown = cursor.execute(_SHOWN_SETS, [f"$.{edition.value}"]).fetchall()
    versions, untils = ([*column] for column in zip(*shown or [("", "")], strict=True))
    values = {"versions": versions, "untils": untils, "kpi": kpi, "plan": plan}
    of_sets = []
    for number, (version, until) in enumerate(zip(versions, untils, strict=True)):
        values |= {f"version{number}": version, f"until{number}": until}
        of_sets.append(_SHOWN_ROWS.format(number=number))
    return (
        cursor.execute(_SHOWN_CELLS.format(own=" UNION ALL ".join(of_sets)), values)
        .df()
        .astype(dict.fromkeys(("hidden", "split_hidden", "split", "older"), bool))
    )


def count_exposed_cells(cursor: Cursor, versions: Iterable[str]) -> int:
    """Count the cells of some sets that are not protected beside releases by an older plan.

    None where another set by the same plan was released before: then it was said.
    """
    sets = list(versions)
    rows = cursor.execute(
        """
        SELECT coalesce(max(exposed), 0) FROM figure_sets
        WHERE list_contains($1, version) AND NOT EXISTS (
            SELECT 1 FROM figure_sets AS before
            JOIN opgoerelse_events ON contains(opgoerelse_events.figures, before.version)
            WHERE before.plan = figure_sets.plan AND NOT list_contains($1, before.version)
        )
        """,
        [sets],
    ).fetchall()
    return int(rows[0][0])


def read_shown_agenda(cursor: Cursor, edition: Edition) -> pd.DataFrame:
    """Return the agenda's figures in all that was shown: `noegletal, periode, node, hidden`.

    They are those of the sets of an edition that were released or sent up to the cursor's moment,
    as far as the newest quarter that each was shown for. What was pooled of figures of which an
    enhed's was erased since is hidden: without it, it would tell the difference.
    """
    return cursor.execute(
        f"""
        WITH RECURSIVE rows AS MATERIALIZED (
            SELECT
                version, quarter, words['noegletal'] AS noegletal, words['period'] AS periode,
                parent AS node, grandparent AS above, measures['parts'] > 0 AS is_pooled, masked
            FROM figures_kpi
            JOIN ({_SHOWN_SETS}) AS shown USING (version)
            WHERE kpi IN ('noegletal', 'noegletal-serie') AND quarter <= until AND NOT missing
        ),
        telling AS (
            SELECT version, noegletal, periode, above AS node
            FROM rows WHERE starts_with(node, 'enhed:{ERASED_UNIT}')
            UNION
            SELECT version, noegletal, periode, above
            FROM rows JOIN telling USING (version, noegletal, periode, node)
            WHERE is_pooled
        )
        SELECT
            noegletal, periode, node,
            bool_or(masked OR is_pooled AND telling.node IS NOT NULL AND node != 'kommune')
                AS hidden
        FROM rows
        LEFT JOIN telling USING (version, noegletal, periode, node)
        GROUP BY ALL
        ORDER BY ALL
        """,  # noqa: S608 - our own SQL
        [f"$.{edition.value}"],
    ).df()


def read_hidden_shown_groups(cursor: Cursor, edition: Edition) -> pd.DataFrame:
    """Return the rows over four quarters of personalegrupper that were hidden in what was shown.

    `window_q, key`: of the sets of an edition that were released or sent up to the cursor's moment,
    as far as the newest quarter that each was shown for.
    """
    return cursor.execute(
        f"""
        SELECT DISTINCT quarter_number(quarter) AS window_q, key
        FROM figures_kpi
        JOIN ({_SHOWN_SETS}) AS shown USING (version)
        WHERE kpi = 'rullende' AND quarter <= until AND level = 'personalegruppe' AND masked
        """,  # noqa: S608 - our own SQL
        [f"$.{edition.value}"],
    ).df()
