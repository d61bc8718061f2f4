-- From `counted` and the list of groups to the figures of each group over four quarters, and to how it
-- and the rest of the kommune have moved since the group began.
--
-- A group goes across the tree, so it is shown only where no enhed in it is hidden: then it tells nothing
-- of anybody who is. The rest is what the kommune is more than the group, and hidden with it.

-- Whoever is ever in a group is in it before and after; so is whom an enhed in it goes on after.
CREATE OR REPLACE TEMP TABLE grouped AS
WITH named AS (
    SELECT gruppe, same_enhed(enhed) AS same, fra
    FROM grupper JOIN current_uploads USING (upload_id, period)
),
known AS (
    SELECT enhed, coalesce(heir, same) AS heir, same
    FROM (SELECT DISTINCT enhed, same_enhed(enhed) AS same FROM pool)
    LEFT JOIN heirs USING (same)
)
SELECT gruppe, known.enhed, min(min(fra)) OVER (PARTITION BY gruppe) AS fra
FROM named
JOIN known ON named.same IN (known.same, known.heir)
GROUP BY gruppe, known.enhed;

CREATE OR REPLACE TEMP TABLE group_windows AS
WITH rows AS (
    SELECT gruppe, 'gruppe:' || gruppe AS key, counted.*, true AS own
    FROM counted JOIN grouped USING (enhed)
    UNION ALL
    SELECT gruppe, 'gruppe:' || gruppe || '/resten', counted.*, false
    FROM (SELECT DISTINCT gruppe, window_q FROM counted JOIN grouped USING (enhed))
    JOIN counted USING (window_q)
    ANTI JOIN grouped USING (gruppe, enhed)
),
secret AS (
    SELECT DISTINCT gruppe, window_q
    FROM grouped JOIN hidden ON hidden.key = 'enhed:' || enhed
    UNION
    SELECT gruppe, window_q
    FROM (SELECT DISTINCT gruppe FROM grouped) CROSS JOIN hidden WHERE hidden.key = 'kommune'
),
summed AS (
    SELECT
        gruppe, key, own, window_q,
        any_value(denominator) AS denominator,
        CAST(sum(dagsvaerk) FILTER (WHERE NOT hole) AS DOUBLE) AS days,
        CAST(sum(n) FILTER (WHERE NOT hole) AS DOUBLE) AS n,
        CAST(sum(korttid) FILTER (WHERE NOT hole) AS DOUBLE) AS short,
        CAST(sum(langtid) FILTER (WHERE NOT hole) AS DOUBLE) AS long,
        bool_and(korttid IS NOT NULL AND langtid IS NOT NULL) FILTER (WHERE NOT hole) AS split,
        count(*) FILTER (WHERE hole) AS holes,
        count(*) FILTER (WHERE NOT hole AND (korttid IS NULL OR langtid IS NULL)) AS unsplit,
        count(*) FILTER (WHERE NOT hole) AS counted,
        count(DISTINCT q) FILTER (WHERE NOT hole) AS quarters
    FROM rows
    GROUP BY gruppe, key, own, window_q
)
SELECT
    summed.*,
    quarters < 4 OR n IS NULL OR n <= 0 AS missing,
    secret.gruppe IS NOT NULL AS masked,
    NOT missing AND secret.gruppe IS NULL AS visible
FROM summed
LEFT JOIN secret USING (gruppe, window_q);

INSERT INTO figures_rullende BY NAME
SELECT
    $version AS version,
    (window_q // 4) || 'K' || (window_q % 4 + 1) AS quarter,
    'gruppe' AS level, key, gruppe AS name, 'kommune' AS parent, '' AS grandparent,
    gruppe AS position, denominator,
    CASE WHEN visible THEN 4 * days / n END AS value,
    CASE WHEN visible AND split THEN 4 * short / n END AS short,
    CASE WHEN visible AND split THEN 4 * long / n END AS long,
    CASE WHEN visible AND split AND days > 0 THEN long / days END AS long_share,
    CASE WHEN visible THEN n / 4 END AS employees,
    masked AND NOT missing AS masked,
    missing,
    holes,
    CASE WHEN unsplit < counted THEN unsplit ELSE 0 END AS unsplit,
    0 AS vanished,
    quarters
FROM group_windows
WHERE own;

-- Before is the last window that ends before the group began; after is every one that ends later.
INSERT INTO figures_kpi BY NAME
WITH since AS (
    SELECT DISTINCT gruppe, fra, year(fra) * 4 + quarter(fra) - 1 AS first FROM grouped
),
sides AS (
    SELECT
        after.gruppe, after.key, after.own, after.window_q, fra, first,
        after.denominator,
        after.missing OR before.missing OR before.denominator != after.denominator
            OR before.key IS NULL AS missing,
        after.masked OR before.masked AS masked,
        4 * before.days / before.n AS before,
        4 * after.days / after.n AS value,
        after.n / 4 AS employees
    FROM group_windows AS after
    JOIN since USING (gruppe)
    LEFT JOIN group_windows AS before
        ON before.key = after.key AND before.window_q = first - 1
    WHERE after.window_q >= first
),
compared AS (
    SELECT
        *,
        NOT missing AND NOT masked AS visible,
        CASE WHEN visible THEN value - before END AS change,
        CASE WHEN own THEN change
            - max(change) FILTER (WHERE NOT own) OVER (PARTITION BY gruppe, window_q) END AS difference
    FROM sides
)
SELECT
    $version AS version,
    'gruppe' AS kpi,
    (window_q // 4) || 'K' || (window_q % 4 + 1) AS quarter,
    '' AS against,
    'gruppe' AS level, key,
    CASE WHEN own THEN gruppe ELSE 'Resten af kommunen' END AS name,
    'kommune' AS parent, '' AS grandparent,
    gruppe || CASE WHEN own THEN '/0' ELSE '/1' END AS position,
    masked AND NOT missing AS masked,
    missing,
    MAP {
        'value': CASE WHEN visible THEN value END,
        'before': CASE WHEN visible THEN before END,
        'change': change,
        'difference': difference,
        'employees': CASE WHEN visible THEN employees END
    } AS measures,
    MAP {
        'gruppe': gruppe,
        'since': CAST(fra AS VARCHAR),
        'before_quarter': ((first - 1) // 4) || 'K' || ((first - 1) % 4 + 1),
        'denominator': denominator
    } AS words
FROM compared;
