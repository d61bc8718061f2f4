-- From `pool`, `counted`, `members`, `closed`, `hidden`, `covered` and the rolling figures to those of
-- the targets. In a 4th quarter the year that comes stands first, where it has targets; that which ends has
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
CREATE OR REPLACE TEMP TABLE askable AS
WITH units AS (
    SELECT window_q, enhed, same_enhed(enhed) AS same, max(q) AS q
    FROM pool
    GROUP BY window_q, enhed
)
SELECT
    units.*, units.q = units.window_q AND closed.enhed IS NULL AND gone.same IS NULL AS living
FROM units
LEFT JOIN closed ON closed.enhed = units.enhed AND closed.since <= units.window_q
LEFT JOIN (
    SELECT listed.same, max(year(til) * 4 + quarter(til) - 1) AS since
    FROM listed
    JOIN heirs ON heirs.same = listed.same AND heirs.heir != listed.same
    GROUP BY listed.same
    HAVING bool_and(til IS NOT NULL)
) AS gone ON gone.same = units.same AND gone.since <= units.window_q;

-- Who has handed in for a year.
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
    leader
FROM asked
JOIN askable USING (window_q)
LEFT JOIN targets USING (year, same);

-- How many people and which target a hidden enhed has is no secret, so an average of targets is shown
-- wherever its row is. What is expected of all has the days of those who have not handed in as well:
-- beside the row's own figure it tells the days of the hidden ones that have, and of those that have not.
-- Where each of these, by itself, has partners enough for those in it that are hidden for their own sake,
-- that tells nothing more: see `masks`; and no more where as many days as one of them `needs` could be
-- others', and one decimal for each employee would be printed all the same. It is decided once for all variants, on today's organisation, and
-- for both years together. A `view` is the lowest node above an enhed that is seen over the four quarters,
-- and `view_once` the lowest that is seen in one of them: what is moved must stay in both.
CREATE OR REPLACE TEMP MACRO lowest(level, key) AS coalesce(
    min(key) FILTER (WHERE level = 'afdeling'), min(key) FILTER (WHERE level = 'omraade'), 'kommune'
);

CREATE OR REPLACE TEMP TABLE placed_today AS
SELECT askable.*, key, level
FROM askable
JOIN everywhere USING (enhed, q)
WHERE organisation = 'nu' AND level != 'enhed';

CREATE OR REPLACE TEMP TABLE views AS
SELECT window_q, enhed, lowest(level, key) AS view
FROM placed_today
ANTI JOIN hidden_today USING (window_q, key)
GROUP BY window_q, enhed;

CREATE OR REPLACE TEMP TABLE telling_averages AS
WITH once AS (
    SELECT enhed, q, lowest(everywhere.level, key) AS view_once
    FROM everywhere
    ANTI JOIN masks USING (key, q)
    WHERE organisation = 'nu' AND level != 'enhed'
    GROUP BY enhed, q
),
-- Those below a node that is hidden for its own sake have no partners among each other.
below AS (
    SELECT DISTINCT enhed, q
    FROM everywhere
    JOIN masks USING (key, q)
    WHERE organisation = 'nu' AND everywhere.level != 'enhed' AND "primary"
),
cells AS (
    SELECT window_q, pool.enhed, pool.q AS cell_q, coalesce(view_once, '') AS view_once,
        CAST(dagsvaerk AS DOUBLE) AS dagsvaerk, "primary" AS first,
        below.enhed IS NOT NULL AS below_hidden
    FROM pool
    JOIN masks ON masks.key = 'enhed:' || pool.enhed AND masks.q = if(rolling, window_q, pool.q)
    LEFT JOIN once ON once.enhed = pool.enhed AND once.q = pool.q
    LEFT JOIN below ON below.enhed = pool.enhed AND below.q = pool.q
    WHERE base AND (NOT rolling OR pool.q = window_q)
),
divided AS (
    SELECT window_q, enhed, list(living AND target IS NULL ORDER BY year) AS class
    FROM handed
    GROUP BY window_q, enhed
),
together AS (
    SELECT window_q, view, class,
        coalesce(max(dagsvaerk) FILTER (WHERE first), 0) AS largest,
        list_reverse_sort(list(dagsvaerk)) AS most,
        -- without what the leader of one partner knows
        sum(dagsvaerk) - largest - coalesce(most[if(largest = most[1], 2, 1)], 0) AS left_over,
        bool_or(below_hidden)
            OR bool_or(first) AND left_over < greatest(0.25 * largest, 1) AS weak,
        greatest(0.25 * if(bool_or(below_hidden), sum(dagsvaerk), largest), 1) AS need
    FROM divided
    JOIN cells USING (window_q, enhed)
    JOIN views USING (window_q, enhed)
    GROUP BY window_q, view, view_once, class, cell_q
),
telling AS (
    SELECT window_q, view, 4 * max(need) FILTER (WHERE weak) AS needs  -- of four quarters
    FROM together
    GROUP BY window_q, view
    HAVING count(DISTINCT class) > 1 AND bool_or(weak)
)
SELECT window_q, key, max(needs) AS needs
FROM telling
JOIN views USING (window_q, view)
JOIN placed_today USING (window_q, enhed)
GROUP BY window_q, key;

-- In the organisation as it was, what is expected of all tells who came or went beside today's.
CREATE OR REPLACE TEMP TABLE telling_moves AS
WITH own AS (
    SELECT window_q, key, enhed FROM askable JOIN members USING (enhed, q) WHERE living
),
today AS (SELECT window_q, key, enhed FROM placed_today WHERE living),
moved AS (
    (FROM own EXCEPT FROM today) UNION ALL (FROM today EXCEPT FROM own)
)
SELECT DISTINCT moved.window_q, moved.key
FROM moved
JOIN hidden_today
    ON hidden_today.window_q = moved.window_q AND hidden_today.key = 'enhed:' || enhed
WHERE NOT starts_with(moved.key, 'enhed:');

INSERT INTO figures_kpi BY NAME
WITH
-- Each enhed in each node that it stands in at the end of the window: its mean and its days in it.
weighed AS (
    SELECT
        window_q, enhed,
        CAST(coalesce(sum(n) FILTER (WHERE NOT hole), 0) AS DOUBLE) / 4 AS weight,
        CAST(coalesce(sum(dagsvaerk) FILTER (WHERE NOT hole), 0) AS DOUBLE) AS days
    FROM counted
    GROUP BY window_q, enhed
),
standing AS (
    SELECT handed.*, weight, days, members.key, members.level
    FROM handed
    JOIN weighed USING (window_q, enhed)
    JOIN members USING (enhed, q)
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
        -- how many days more or less would be printed the same
        abs(expected_all * 10 - round(expected_all * 10)) AS off,
        (0.5 - off) * 0.1 * sum(weight) AS slack,
        any_value(deadline) AS deadline,
        any_value(leader) AS leader
    FROM standing
    WHERE living
    GROUP BY ALL
),
expected AS (
    SELECT
        summed.*,
        hidden.key IS NULL AS target_seen,
        target_seen AND moves.key IS NULL AND coalesce(slack >= needs, true) AS all_seen
    FROM summed
    LEFT JOIN telling_averages AS told
        ON told.window_q = summed.window_q AND told.key = summed.key
    LEFT JOIN telling_moves AS moves
        ON moves.window_q = summed.window_q AND moves.key = summed.key
    LEFT JOIN hidden ON hidden.window_q = summed.window_q AND hidden.key = summed.key
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
        rolling.quarter, level, name, parent, grandparent, position, masked, missing,
        uncovered.* EXCLUDE (window_q, key),
        measures['value'] AS rate,
        measures['employees'] AS people,
        words['denominator'] AS denominator,
        CASE WHEN target_seen AND (of_level = 'enhed' OR NOT missing) THEN expected_reported END
            AS target,
        rate IS NOT NULL AND target IS NOT NULL AS comparable,
        year = this_year AS current
    FROM expected
    JOIN figures_kpi AS rolling
        ON rolling.version = $version AND kpi = 'rullende' AND rolling.key = expected.key
        AND rolling.quarter = this_year || 'K' || number
    LEFT JOIN uncovered
        ON uncovered.window_q = expected.window_q AND uncovered.key = expected.key
)
SELECT
    $version AS version, 'maaltal' AS kpi, quarter,
    CASE WHEN current AND ahead THEN quarter ELSE '' END AS against,
    level, key, name, parent, grandparent, position, masked, missing,
    MAP {
        'value': rate,
        'target': target,
        'distance': CASE WHEN comparable THEN rate - target END,
        'distance_total': CASE WHEN comparable THEN (rate - target) * people END,
        'expected_reported': target,
        'expected_all': CASE WHEN NOT missing AND all_seen THEN expected_all END,
        'reported': reported,
        'units': units,
        'pace': CASE WHEN comparable AND current AND number < 4 AND n_now > 0
            THEN (target * (n_of_year + (4 - number) * n_now) / 4 - days_of_year)
                / ((4 - number) * n_now) END,
        'forecast': CASE WHEN rate IS NOT NULL AND n_leaving > 0 AND n_now > 0
            THEN 4 * (days_staying + days_leaving / n_leaving * n_now) / (n_staying + n_now) END,
        'quarters_in_year': CASE WHEN current THEN number ELSE 0 END
    } AS measures,
    MAP {
        'denominator': denominator,
        'target_year': CAST(year AS VARCHAR),
        'deadline': CASE WHEN level = 'enhed' THEN coalesce(strftime(deadline, '%Y-%m-%d'), '')
            ELSE '' END,
        'leader': CASE WHEN level = 'enhed' THEN coalesce(leader, '') ELSE '' END
    } AS words
FROM joined;
