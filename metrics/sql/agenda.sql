-- From `agenda_rows` and `agenda_masks` to the figures of the agenda. At a quarter that is the newest
-- period that has begun in it; where there is none, the first of the quarter after, in which the
-- opgørelse is put before Chefforum.

CREATE OR REPLACE TEMP TABLE agenda_shown AS
WITH judged AS (
    SELECT
        agenda_rows.*,
        agenda_masks.node IS NOT NULL
            OR talks AND level = 'enhed' AND (value IS NOT NULL OR naevner = 0) AS masked
    FROM agenda_rows
    LEFT JOIN agenda_masks USING (noegletal, periode, node)
)
SELECT
    judged.* REPLACE (
        CASE WHEN NOT masked THEN value END AS value,
        CASE WHEN NOT masked AND NOT talks THEN taeller END AS taeller,
        CASE WHEN NOT masked AND NOT talks THEN naevner END AS naevner
    ),
    judged.value IS NULL AND NOT masked AS missing,
    CAST(year(first) * 4 + quarter(first) - 1 AS BIGINT) AS q
FROM judged;

-- Which period is the one of a quarter, for all places of a level alike.
CREATE OR REPLACE TEMP TABLE agenda_chosen AS
WITH ends AS (
    SELECT unnest(range(min(q) - 1, greatest(max(q), (SELECT max(window_q) FROM windows)) + 1))
        AS window_q
    FROM agenda_shown
),
periods AS (SELECT DISTINCT noegletal, reference, level, periode, first, last, q FROM agenda_shown)
SELECT window_q, periods.* EXCLUDE (q)
FROM ends
JOIN periods ON q <= window_q + 1
QUALIFY row_number() OVER (
    PARTITION BY window_q, noegletal, level
    ORDER BY q <= window_q DESC, CASE WHEN q <= window_q THEN last END DESC, last, first DESC
) = 1;

-- A place that had a row before and has none now is missing; not so an enhed that is closed.
CREATE OR REPLACE TEMP TABLE agenda_at AS
WITH present AS (
    SELECT window_q, agenda_shown.*
    FROM agenda_chosen
    JOIN agenda_shown USING (noegletal, reference, level, periode, first, last)
),
absent AS (
    SELECT agenda_chosen.window_q, agenda_shown.* REPLACE (
        agenda_chosen.periode AS periode, agenda_chosen.first AS first, agenda_chosen.last AS last,
        NULL AS value, NULL AS taeller, NULL AS naevner, 0 AS parts, false AS masked,
        true AS missing
    )
    FROM agenda_chosen
    JOIN agenda_shown
        ON agenda_shown.noegletal = agenda_chosen.noegletal
        AND agenda_shown.level = agenda_chosen.level AND agenda_shown.last < agenda_chosen.last
    ANTI JOIN present
        ON present.window_q = agenda_chosen.window_q
        AND present.noegletal = agenda_shown.noegletal AND present.node = agenda_shown.node
    ANTI JOIN closed
        ON 'enhed:' || closed.enhed = agenda_shown.node AND closed.since <= agenda_chosen.window_q
    QUALIFY row_number() OVER (
        PARTITION BY agenda_chosen.window_q, agenda_shown.noegletal, agenda_shown.node
        ORDER BY agenda_shown.last DESC
    ) = 1
)
SELECT * FROM present
UNION ALL BY NAME
SELECT * FROM absent;

-- Beside each figure the one that its place had before, where it is counted in the same.
CREATE OR REPLACE TEMP TABLE agenda_compared AS
WITH everything AS (
    SELECT 'noegletal' AS kpi, window_q, * EXCLUDE (window_q) FROM agenda_at WHERE NOT reference
    UNION ALL BY NAME
    SELECT 'reference' AS kpi, window_q, * EXCLUDE (window_q) FROM agenda_at WHERE reference
    UNION ALL BY NAME
    SELECT 'noegletal-serie' AS kpi, q AS window_q, * FROM agenda_shown WHERE NOT reference
)
SELECT
    everything.*,
    before.periode AS previous_period,
    coalesce(before.masked, false) AS previous_masked,
    CASE WHEN before.unit = everything.unit AND before.share = everything.share THEN before.value
        END AS previous,
    -- A day's or a month's figure is known at its end, another at the end of the quarter.
    CASE WHEN everything.last - everything.first < 31 THEN everything.last
        ELSE greatest(everything.first, least(everything.last, last_day(make_date(
            CAST(everything.window_q // 4 AS INTEGER),
            CAST(everything.window_q % 4 * 3 + 3 AS INTEGER), 1)))) END AS known_at
FROM everything
ASOF LEFT JOIN (SELECT * FROM agenda_shown WHERE NOT missing) AS before
    ON before.noegletal = everything.noegletal AND before.node = everything.node
    AND before.last < everything.last;

-- Which limits count: one number is a lower one where up is good, an upper one where down is, and
-- else to be hit; going past a range the good way is no fault.
INSERT INTO figures_kpi BY NAME
WITH judged AS (
    SELECT
        *,
        CASE WHEN direction != 'ned' OR target_to IS NULL THEN target_from END AS least,
        CASE WHEN direction != 'op' OR target_from IS NULL THEN target_to END AS most,
        value >= coalesce(least, value) - 1e-9 AND value <= coalesce(most, value) + 1e-9 AS met,
        coalesce(deadline > known_at, false) AS waits
    FROM agenda_compared
)
SELECT
    $version AS version, kpi, quarter_text(window_q) AS quarter, '' AS against,
    level,
    node || '/noegletal:' || noegletal AS key,
    if(level = 'kommune', noegletal, noegletal || ' · ' || place) AS name,
    node AS parent, coalesce(above[1], '') AS grandparent,
    min(source) OVER (PARTITION BY noegletal) || '|' || noegletal || '|' || position || '|' || last
        AS position,
    masked, missing,
    MAP {
        'value': value,
        'change': value - previous,
        'previous': previous,
        'target': if(direction = 'ned', coalesce(most, least), coalesce(least, most)),
        'target_from': target_from,
        'target_to': target_to,
        'numerator': taeller,
        'basis': naevner,
        'parts': CAST(parts AS DOUBLE)
    } AS measures,
    MAP {
        'noegletal': noegletal,
        'place': place,
        'period': periode,
        'until': strftime(last, '%Y-%m-%d'),
        'previous_period': coalesce(previous_period, ''),
        'previous_masked': if(previous_masked, 'ja', ''),
        'status': CASE
            WHEN missing THEN 'mangler'
            WHEN masked THEN 'vises ikke'
            WHEN target_from IS NULL AND target_to IS NULL THEN 'intet mål'
            WHEN met THEN 'opfyldt'
            WHEN waits THEN 'i gang'
            ELSE 'ikke opfyldt' END,
        'measure_unit': if(share, '%', unit),
        'direction': direction,
        'about_people': if(persons, 'ja', ''),
        'deadline': coalesce(strftime(deadline, '%Y-%m-%d'), ''),
        'source': source
    } AS words
FROM judged;
