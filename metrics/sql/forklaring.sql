-- From `pairs`, `counted`, `members`, `heirs`, `closed` and the masks to what drove the change of each
-- node: `effects` of its enheder, and the parts they make up.
--
-- Every figure here can be worked out from rows that are shown, so it tells nothing more. An enhed that
-- is hidden in either window is never taken by itself: all of them are one together, which is what a
-- node is more than its visible enheder. Taken one by one they could be found: the parts are no sums of
-- cells, and as many equations as there are pairs of opgørelser fix what a sum leaves open.

-- An enhed and who goes on after it are one: `family` is the one that goes on.
CREATE OR REPLACE TEMP TABLE families AS
WITH known AS (
    SELECT enhed, same_enhed(enhed) AS same, max(q) AS last FROM pool GROUP BY enhed
)
SELECT
    enhed,
    same,
    first_value(enhed) OVER (
        PARTITION BY coalesce(heir, same)
        ORDER BY same = coalesce(heir, same) DESC, last DESC, enhed
    ) AS family
FROM known
LEFT JOIN heirs USING (same);

-- What each family is in each node and window; bit k of `there` is set where it counts k quarters back.
CREATE OR REPLACE TEMP TABLE shares AS
WITH taken AS (
    SELECT kpi, quarters, counted.*
    FROM (SELECT DISTINCT kpi, quarters, unnest([q0, q1]) AS window_q FROM pairs)
    JOIN counted USING (window_q)
    WHERE quarters = 4 OR (q = window_q AND NOT rolling)
),
unseen AS (
    SELECT 'forklaring' AS kpi, window_q, key FROM hidden
    UNION
    SELECT 'forklaring_kvartal', q, key FROM covered
),
unsplit AS (
    SELECT 'forklaring' AS kpi, window_q, key FROM hidden_splits
    UNION
    SELECT 'forklaring_kvartal', q, key FROM covered_splits
)
SELECT
    taken.kpi, taken.window_q, level, members.key, family,
    any_value(quarters) AS quarters,
    any_value(denominator) AS denominator,
    coalesce(sum(dagsvaerk) FILTER (WHERE NOT hole), 0) AS days,
    coalesce(sum(n) FILTER (WHERE NOT hole), 0) AS n,
    coalesce(sum(korttid) FILTER (WHERE NOT hole), 0) AS short,
    coalesce(sum(langtid) FILTER (WHERE NOT hole), 0) AS long,
    bool_or(korttid IS NULL OR langtid IS NULL) FILTER (WHERE NOT hole) AS lacks_split,
    count(*) FILTER (WHERE hole) AS holes,
    coalesce(bit_or(1 << (taken.window_q - q)) FILTER (WHERE NOT hole), 0) AS there,
    bool_or(own.key IS NOT NULL) AS secret,
    bool_or(node.key IS NOT NULL) AS node_secret,
    bool_or(split.key IS NOT NULL) AS split_secret
FROM taken
JOIN members USING (enhed, q)
JOIN families USING (enhed)
LEFT JOIN unseen AS own
    ON own.kpi = taken.kpi AND own.window_q = taken.window_q AND own.key = 'enhed:' || enhed
LEFT JOIN unseen AS node
    ON node.kpi = taken.kpi AND node.window_q = taken.window_q AND node.key = members.key
LEFT JOIN unsplit AS split
    ON split.kpi = taken.kpi AND split.window_q = taken.window_q AND split.key = members.key
WHERE level != 'enhed'
GROUP BY ALL;

-- Both windows of each pair side by side. An enhed is closed where it has ended when the later window
-- does, also where it opened on the way; else new where it began after the first day of the earlier one.
-- Where the organisation is as it was, one that moves is closed in the one node and new in the other.
CREATE OR REPLACE TEMP TABLE sides AS
WITH quarters AS (SELECT q, row_number() OVER (ORDER BY q) AS place FROM pool GROUP BY q),
lived AS (
    SELECT DISTINCT key, family, q, place
    FROM members JOIN families USING (enhed) JOIN quarters USING (q)
),
begun AS (
    SELECT key, family, q AS first
    FROM lived
    QUALIFY place - coalesce(lag(place) OVER (PARTITION BY key, family ORDER BY q), -1) > 1
),
opened_late AS (  -- not on the first day of its quarter
    SELECT DISTINCT family, year(fra) * 4 + quarter(fra) - 1 AS first
    FROM listed JOIN families USING (same)
    WHERE fra > date_trunc('quarter', fra)
),
ended AS (SELECT family, max(since) AS since FROM closed JOIN families USING (enhed) GROUP BY family),
paired AS (SELECT kpi, q0, q1, unnest([q0, q1]) AS window_q FROM pairs),
summed AS (
    SELECT
        kpi, q0, q1, any_value(quarters) AS quarters, level, key, family,
        coalesce(sum(days) FILTER (WHERE window_q = q0), 0) AS d0,
        coalesce(sum(days) FILTER (WHERE window_q = q1), 0) AS d1,
        coalesce(sum(n) FILTER (WHERE window_q = q0), 0) AS n0,
        coalesce(sum(n) FILTER (WHERE window_q = q1), 0) AS n1,
        coalesce(sum(short) FILTER (WHERE window_q = q0), 0) AS short0,
        coalesce(sum(short) FILTER (WHERE window_q = q1), 0) AS short1,
        coalesce(sum(long) FILTER (WHERE window_q = q0), 0) AS long0,
        coalesce(sum(long) FILTER (WHERE window_q = q1), 0) AS long1,
        coalesce(bool_or(lacks_split), false) OR bool_or(split_secret) AS hides_split,
        coalesce(bit_or(there) FILTER (WHERE window_q = q0), 0) AS there0,
        coalesce(bit_or(there) FILTER (WHERE window_q = q1), 0) AS there1,
        sum(holes) AS holes,
        bool_or(secret) AS secret,
        bool_or(node_secret) AS node_secret,
        max(denominator) FILTER (WHERE window_q = q1) AS denominator,
        min(denominator) = max(denominator) AS comparable
    FROM paired
    JOIN shares USING (kpi, window_q)
    GROUP BY kpi, q0, q1, level, key, family
)
SELECT
    summed.*,
    begun.first AS begun,
    CASE
        WHEN since <= q1 OR lived.q IS NULL THEN 'closed'
        WHEN begun.first > q0 - quarters + 1 THEN 'new'
        WHEN opened_late.first = q0 - quarters + 1 THEN 'new'
        ELSE ''
    END AS part
FROM summed
ASOF LEFT JOIN begun
    ON begun.key = summed.key AND begun.family = summed.family AND begun.first <= q1
LEFT JOIN opened_late ON opened_late.family = summed.family AND opened_late.first = begun.first
LEFT JOIN lived ON lived.key = summed.key AND lived.family = summed.family AND lived.q = q1
LEFT JOIN ended ON ended.family = summed.family;

-- Each node whole, and whether its two figures may be compared and seen.
CREATE OR REPLACE TEMP TABLE wholes AS
SELECT
    kpi, q0, q1, level, key,
    any_value(quarters) AS quarters,
    any_value(denominator) AS denominator,
    CAST(sum(d0) AS DOUBLE) AS d0,
    CAST(sum(d1) AS DOUBLE) AS d1,
    CAST(sum(n0) AS DOUBLE) AS n0,
    CAST(sum(n1) AS DOUBLE) AS n1,
    CAST(sum(short0) AS DOUBLE) AS short0,
    CAST(sum(short1) AS DOUBLE) AS short1,
    CAST(sum(long0) AS DOUBLE) AS long0,
    CAST(sum(long1) AS DOUBLE) AS long1,
    bool_or(hides_split) AS hides_split,
    CAST(sum(holes) AS DOUBLE) AS holes,
    bool_or(node_secret) AS secret,
    NOT (
        bool_and(comparable) AND sum(n0) > 0 AND sum(n1) > 0
        AND bit_count(bit_or(there0)) = any_value(quarters)
        AND bit_count(bit_or(there1)) = any_value(quarters)
    ) AS missing
FROM sides
GROUP BY kpi, q0, q1, level, key;

-- What each enhed moves its node by. One without people in a window has the rate of the other one
-- there; its days in it are then its own doing.
CREATE OR REPLACE TEMP TABLE effects AS
WITH taken AS (
    SELECT
        kpi, q0, q1, key, secret,
        CASE WHEN secret THEN '' ELSE part END AS part,
        CASE WHEN secret THEN '' ELSE family END AS family,
        CAST(sum(d0) AS DOUBLE) AS d0,
        CAST(sum(d1) AS DOUBLE) AS d1,
        CAST(sum(n0) AS DOUBLE) AS n0,
        CAST(sum(n1) AS DOUBLE) AS n1
    FROM sides
    GROUP BY kpi, q0, q1, key, secret, CASE WHEN secret THEN '' ELSE part END,
        CASE WHEN secret THEN '' ELSE family END
),
rated AS (
    SELECT
        taken.* EXCLUDE (d0, d1, n0, n1),
        taken.n0 / wholes.n0 AS w0,
        taken.n1 / wholes.n1 AS w1,
        quarters * (taken.d1 / wholes.n1 - taken.d0 / wholes.n0) AS moved,
        quarters * (wholes.d0 / wholes.n0 + wholes.d1 / wholes.n1) / 2 AS usual,
        quarters * taken.d0 / nullif(taken.n0, 0) AS rate0,
        quarters * taken.d1 / nullif(taken.n1, 0) AS rate1
    FROM taken
    JOIN wholes USING (kpi, q0, q1, key)
    WHERE NOT missing
)
SELECT
    kpi, q0, q1, key, part, family, secret,
    moved - (w1 - w0) * usual AS effect,
    (w1 - w0) * ((coalesce(rate0, rate1, 0) + coalesce(rate1, rate0, 0)) / 2 - usual) AS mix,
    effect - mix AS within
FROM rated;

-- What a part of a whole moves the whole's rate by: its days in the two windows over all people, less
-- what would follow from its number of people alone at the usual rate of the whole.
CREATE OR REPLACE TEMP MACRO contribution(
    part_d0, part_n0, part_d1, part_n1, d0, n0, d1, n1, quarters
) AS quarters * (
    part_d1 / n1 - part_d0 / n0 - (part_n1 / n1 - part_n0 / n0) * (d0 / n0 + d1 / n1) / 2
);
