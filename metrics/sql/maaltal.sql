-- From `counted`, `members`, `closed`, `hidden`, `covered` and the rolling figures to those of the
-- targets. In a 4th quarter the year that comes stands first, where it has targets; that which ends has
-- the quarter itself as `against`.

CREATE OR REPLACE TEMP TABLE targets AS
SELECT CAST(year AS INTEGER) AS year, same_enhed(enhed) AS same, max(maaltal) AS target,
    max(frist) AS deadline, any_value(leders_enhed) AS leader
FROM maaltal
JOIN current_uploads
    ON current_uploads.upload_id = maaltal.upload_id AND current_uploads.period = maaltal.year
GROUP BY ALL;

-- The enheder of a window. Those could hand in that live in the newest quarter and are neither closed
-- nor gone on in another one by its last day.
-- `weight` is an enhed's mean in the window, `days` what it was away in it; `view` is the lowest node
-- above it that is seen.
CREATE OR REPLACE TEMP TABLE askable AS
WITH units AS (
    SELECT
        window_q, enhed, max(q) AS q,
        CAST(coalesce(sum(n) FILTER (WHERE NOT hole), 0) AS DOUBLE) / 4 AS weight,
        CAST(coalesce(sum(dagsvaerk) FILTER (WHERE NOT hole), 0) AS DOUBLE) AS days
    FROM counted
    GROUP BY window_q, enhed
),
views AS (
    SELECT window_q, enhed, coalesce(
        min(key) FILTER (WHERE level = 'afdeling'), min(key) FILTER (WHERE level = 'omraade'),
        'kommune'
    ) AS view
    FROM units
    JOIN members USING (enhed, q)
    ANTI JOIN hidden USING (window_q, key)
    WHERE level != 'enhed'
    GROUP BY window_q, enhed
)
SELECT
    units.*, coalesce(view, '') AS view, same_enhed(units.enhed) AS same,
    units.q = units.window_q AND closed.enhed IS NULL AND gone.same IS NULL AS living
FROM units
LEFT JOIN views USING (window_q, enhed)
LEFT JOIN closed ON closed.enhed = units.enhed AND closed.since <= units.window_q
LEFT JOIN (
    SELECT listed.same, max(year(til) * 4 + quarter(til) - 1) AS since
    FROM listed
    JOIN heirs ON heirs.same = listed.same AND heirs.heir != listed.same
    GROUP BY listed.same
    HAVING bool_and(til IS NOT NULL)
) AS gone ON gone.same = same_enhed(units.enhed) AND gone.since <= units.window_q;

CREATE OR REPLACE TEMP TABLE handed AS
WITH asked AS (
    SELECT DISTINCT
        window_q, year, window_q // 4 AS this_year, window_q % 4 + 1 AS number,
        max(year) OVER (PARTITION BY window_q) > window_q // 4 AS ahead
    FROM windows
    JOIN targets
        ON year = window_q // 4 OR (year = window_q // 4 + 1 AND window_q % 4 = 3)
)
SELECT asked.*, askable.* EXCLUDE (window_q), CAST(targets.target AS DOUBLE) AS target, deadline,
    leader,
    CASE WHEN NOT living THEN 'gone' WHEN targets.target IS NULL THEN 'out' ELSE 'in' END AS class
FROM asked
JOIN askable USING (window_q)
LEFT JOIN targets USING (year, same);

-- The views in which averages of targets tell too much. They tell how many of the hidden people have
-- handed in, have not, or are gone. Where each of these, by itself, has partners enough for those in
-- it that are hidden for their own sake, that tells nothing more: see `masks`.
CREATE OR REPLACE TEMP TABLE telling_views AS
WITH cells AS (
    SELECT window_q, enhed, counted.q AS cell_q, CAST(people AS DOUBLE) AS people,
        CAST(dagsvaerk AS DOUBLE) AS dagsvaerk, "primary" AS first
    FROM counted
    JOIN masks ON masks.key = 'enhed:' || enhed AND masks.q = counted.q
    WHERE NOT hole
),
together AS (
    SELECT window_q, year, view, class,
        coalesce(max(dagsvaerk) FILTER (WHERE first), 0) AS largest,
        bool_or(first) AND (
            sum(people) < $smallest_group
            OR sum(dagsvaerk) - largest < greatest(0.25 * largest, 1)
        ) AS weak
    FROM handed
    JOIN cells USING (window_q, enhed)
    GROUP BY window_q, year, view, class, cell_q
)
SELECT window_q, year, view, bool_or(class = 'in') AS of_handed
FROM together
GROUP BY window_q, year, view
HAVING count(DISTINCT class) > 1 AND bool_or(weak);

INSERT INTO figures_kpi
WITH
-- Each enhed in each node that it stands in at the end of the window.
standing AS (
    SELECT handed.*, members.key, members.level, hidden.key IS NOT NULL AS unseen
    FROM handed
    JOIN members USING (enhed, q)
    LEFT JOIN hidden
        ON hidden.window_q = handed.window_q AND hidden.key = 'enhed:' || handed.enhed
),
summed AS (
    SELECT
        window_q, year, this_year, number, ahead, key, level AS of_level,
        count(target) AS reported,
        count(*) AS units,
        sum(target * weight) / nullif(sum(weight) FILTER (WHERE target IS NOT NULL), 0)
            AS expected_reported,
        (coalesce(sum(target * weight), 0) + coalesce(sum(days) FILTER (WHERE target IS NULL), 0))
            / nullif(sum(weight), 0) AS expected_all,
        reported = 1 AND bool_or(unseen AND target IS NOT NULL) AS of_one,
        any_value(deadline) AS deadline,
        any_value(leader) AS leader
    FROM standing
    WHERE living
    GROUP BY ALL
),
-- The kommune's own average of those who have handed in tells nothing where none below it does.
told AS (
    SELECT window_q, year, key, bool_or(of_handed) AS of_handed
    FROM (SELECT DISTINCT window_q, year, view, key FROM standing)
    JOIN telling_views USING (window_q, year, view)
    GROUP BY window_q, year, key
),
expected AS (
    SELECT
        summed.*,
        told.key IS NULL AS all_seen,
        NOT of_one AND (of_level = 'kommune' OR NOT coalesce(of_handed, false)) AS target_seen
    FROM summed
    LEFT JOIN told
        ON told.window_q = summed.window_q AND told.year = summed.year AND told.key = summed.key
),
-- What was so far in the year of a window's end, and what is held: the newest quarter's people, and
-- the rate of the quarter that the next one repeats.
quarters AS (
    SELECT
        window_q, key,
        CAST(sum(dagsvaerk) FILTER (WHERE q // 4 = window_q // 4) AS DOUBLE) AS days_of_year,
        CAST(sum(n) FILTER (WHERE q // 4 = window_q // 4) AS DOUBLE) AS n_of_year,
        CAST(sum(n) FILTER (WHERE q = window_q) AS DOUBLE) AS n_now,
        CAST(sum(dagsvaerk) FILTER (WHERE q > window_q - 3) AS DOUBLE) AS days_staying,
        CAST(sum(n) FILTER (WHERE q > window_q - 3) AS DOUBLE) AS n_staying,
        CAST(sum(dagsvaerk) FILTER (WHERE q = window_q - 3) AS DOUBLE) AS days_leaving,
        CAST(sum(n) FILTER (WHERE q = window_q - 3) AS DOUBLE) AS n_leaving
    FROM counted
    JOIN members USING (enhed, q)
    WHERE NOT rolling AND NOT hole
    GROUP BY window_q, key
),
uncovered AS (
    SELECT * FROM quarters
    ANTI JOIN (
        SELECT window_q, key FROM windows JOIN covered ON q BETWEEN window_q - 3 AND window_q
    ) AS partly USING (window_q, key)
),
joined AS (
    SELECT
        expected.*,
        rolling.* EXCLUDE (version, key, value, employees),
        uncovered.* EXCLUDE (window_q, key),
        rolling.value AS rate,
        employees AS people,
        CASE WHEN NOT masked AND target_seen THEN expected_reported END AS target,
        value IS NOT NULL AND target IS NOT NULL AS comparable,
        year = this_year AS current
    FROM expected
    JOIN figures_rullende AS rolling
        ON rolling.version = $version AND rolling.key = expected.key
        AND rolling.quarter = this_year || 'K' || number
    LEFT JOIN uncovered
        ON uncovered.window_q = expected.window_q AND uncovered.key = expected.key
)
SELECT
    $version, 'maaltal', quarter,
    CASE WHEN current AND ahead THEN quarter ELSE '' END,
    level, key, name, parent, grandparent, position, masked, missing,
    MAP {
        'value': rate,
        'target': target,
        'distance': CASE WHEN comparable THEN rate - target END,
        'distance_total': CASE WHEN comparable THEN (rate - target) * people END,
        'expected_reported': target,
        'expected_all': CASE WHEN NOT (masked OR missing) AND target_seen AND all_seen THEN expected_all END,
        'reported': reported,
        'units': units,
        'pace': CASE WHEN comparable AND current AND number < 4 AND n_now > 0
            THEN (target * (n_of_year + (4 - number) * n_now) / 4 - days_of_year)
                / ((4 - number) * n_now) END,
        'forecast': CASE WHEN rate IS NOT NULL AND n_leaving > 0 AND n_now > 0
            THEN 4 * (days_staying + days_leaving / n_leaving * n_now) / (n_staying + n_now) END,
        'quarters_in_year': CASE WHEN current THEN number ELSE 0 END
    },
    MAP {
        'denominator': denominator,
        'target_year': CAST(year AS VARCHAR),
        'deadline': CASE WHEN level = 'enhed' THEN coalesce(strftime(deadline, '%Y-%m-%d'), '')
            ELSE '' END,
        'leader': CASE WHEN level = 'enhed' THEN coalesce(leader, '') ELSE '' END
    }
FROM joined;
