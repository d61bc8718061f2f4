-- From `pool` to `members`, which enhed is under which node when, and `counted`, what counts there, in
-- the variant that is asked for.

-- The organisation as it was: where the list has an enhed at the end of a quarter, else its row of
-- that quarter, or of the nearest one that tells.
CREATE OR REPLACE TEMP TABLE stood AS
WITH wanted AS (
    SELECT DISTINCT
        enhed,
        same_enhed(enhed) AS same,
        q,
        last_day(make_date(CAST(q // 4 AS INTEGER), CAST(q % 4 * 3 + 3 AS INTEGER), 1)) AS until
    FROM pool
),
rows AS (
    SELECT enhed, q, min(afdeling) AS afdeling, min(omraade) AS omraade
    FROM sightings GROUP BY enhed, q
),
filled AS (
    SELECT
        wanted.*,
        coalesce(
            last_value(afdeling IGNORE NULLS) OVER before,
            first_value(afdeling IGNORE NULLS) OVER after
        ) AS afdeling,
        coalesce(
            last_value(omraade IGNORE NULLS) OVER before,
            first_value(omraade IGNORE NULLS) OVER after
        ) AS omraade
    FROM wanted
    LEFT JOIN rows USING (enhed, q)
    WINDOW
        before AS (PARTITION BY enhed ORDER BY q),
        after AS (PARTITION BY enhed ORDER BY q ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT
    filled.enhed,
    filled.q,
    coalesce(begun.afdeling, filled.afdeling, 'Ikke tilknyttet') AS afdeling,
    CASE WHEN begun.afdeling IS NULL THEN filled.omraade
        ELSE coalesce(begun.omraade, filled.omraade) END AS omraade
FROM filled
ASOF LEFT JOIN (SELECT * REPLACE (coalesce(fra, DATE '0001-01-01') AS fra) FROM listed) AS begun
    ON begun.same = filled.same AND begun.fra <= filled.until;

-- The nodes above an enhed in a quarter, in today's organisation and as it was.
CREATE OR REPLACE TEMP TABLE standing AS
SELECT 'nu' AS organisation, enhed, q, placed.afdeling, placed.omraade
FROM stood JOIN placed USING (enhed)
UNION ALL
SELECT 'dengang', enhed, q, afdeling, omraade FROM stood;

CREATE OR REPLACE TEMP TABLE everywhere AS
SELECT organisation, enhed, q,
    unnest(list_nodes(enhed, name, standing.afdeling, standing.omraade, $municipality), recursive := true)
FROM standing JOIN placed USING (enhed);

-- Which enheder are closed, and in the windows from which quarter on: that of their last day in the
-- list, or the first one without a row where they are not in the list. An heir goes on.
CREATE OR REPLACE TEMP TABLE closed AS
WITH ends AS (
    SELECT same, max(til) AS til, bool_or(til IS NULL) AS lasts FROM listed GROUP BY same
),
seen AS (SELECT enhed, same_enhed(enhed) AS same, max(q) AS last FROM pool GROUP BY enhed)
SELECT enhed, coalesce(year(til) * 4 + quarter(til) - 1, last + 1) AS since
FROM seen
LEFT JOIN ends USING (same)
ANTI JOIN (SELECT same FROM heirs WHERE heir != same) AS going_on USING (same)
WHERE NOT coalesce(lasts, last = (SELECT max(q) FROM pool));

-- What counts: all that is pooled, less what is closed where that shall be left out.
CREATE OR REPLACE TEMP TABLE counted AS
SELECT pool.*
FROM pool
ANTI JOIN (SELECT enhed, since FROM closed WHERE NOT $closed_units) AS gone
    ON gone.enhed = pool.enhed AND gone.since <= pool.window_q;

CREATE OR REPLACE TEMP TABLE members AS
SELECT * EXCLUDE (organisation) FROM everywhere WHERE organisation = $organisation;

-- A node stands in a window where most of its enheder stand at the end of it. An afdeling that is under
-- several områder today, or partly under none, is part of none of them: who leads one does not lead it.
CREATE OR REPLACE TEMP TABLE nodes AS
WITH spread AS (
    SELECT 'afdeling:' || afdeling AS key FROM placed
    GROUP BY afdeling HAVING count(DISTINCT coalesce(omraade, '')) > 1
),
places AS (
    SELECT
        window_q, level, key, parent, grandparent, min(name) AS name, min(enhed) AS enhed,
        count(*) FILTER (WHERE q = window_q) AS at_end,
        count(*) AS at_all
    FROM counted
    JOIN members USING (enhed, q)
    GROUP BY ALL
),
weighed AS (
    SELECT
        *,
        sum(at_end) OVER same_parent AS parent_at_end,
        sum(at_all) OVER same_parent AS parent_at_all,
        sum(at_end) OVER same_grandparent AS grandparent_at_end,
        sum(at_all) OVER same_grandparent AS grandparent_at_all
    FROM places
    WINDOW
        same_parent AS (PARTITION BY window_q, key, parent),
        same_grandparent AS (PARTITION BY window_q, key, grandparent)
)
SELECT
    window_q, level, key, min(name) AS name,
    coalesce(arg_min(
        parent, (-parent_at_end, if(parent_at_end > 0, 0, -parent_at_all), parent)
    ) FILTER (WHERE parent IS NOT NULL AND key NOT IN (FROM spread)), '') AS parent,
    coalesce(arg_min(
        grandparent,
        (-grandparent_at_end, if(grandparent_at_end > 0, 0, -grandparent_at_all), grandparent)
    ) FILTER (WHERE grandparent IS NOT NULL), '') AS grandparent,
    min(min(enhed)) OVER (PARTITION BY key) AS position
FROM weighed
GROUP BY window_q, level, key;
