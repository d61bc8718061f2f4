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
unseen AS (
    SELECT gruppe, window_q, bool_or(whole) AS masked
    FROM (SELECT *, 'enhed:' || enhed AS key FROM grouped
        UNION ALL BY NAME SELECT DISTINCT gruppe, 'kommune' AS key FROM grouped)
    JOIN (SELECT *, true AS whole FROM hidden UNION ALL SELECT *, false FROM hidden_splits)
        USING (key)
    GROUP BY ALL
),
summed AS (
    SELECT
        gruppe, key, own, window_q,
        any_value(denominator) AS denominator,
        pooled_sums(q, dagsvaerk, n, korttid, langtid, hole, preliminary, early) AS sums
    FROM rows
    GROUP BY gruppe, key, own, window_q
)
SELECT
    summed.*,
    sums.quarters < 4 OR sums.n IS NULL OR sums.n <= 0 AS missing,
    coalesce(unseen.masked, false) AS masked,
    NOT missing AND NOT coalesce(unseen.masked, false) AS visible,
    unseen.gruppe IS NULL AS splits
FROM summed
LEFT JOIN unseen USING (gruppe, window_q);

INSERT INTO figures_kpi BY NAME
SELECT
    $version AS version, 'rullende' AS kpi, quarter_text(window_q) AS quarter, '' AS against,
    'gruppe' AS level, key, gruppe AS name, 'kommune' AS parent, '' AS grandparent,
    gruppe AS position,
    masked AND NOT missing AS masked,
    missing,
    rolling_figures(sums, visible, visible AND splits) AS measures,
    pooled_words(denominator, sums) AS words
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
            OR before.key IS NULL OR before.sums.preliminary IS NOT NULL AS missing,
        after.masked OR before.masked AS masked,
        4 * before.sums.days / before.sums.n AS before,
        4 * after.sums.days / after.sums.n AS value,
        after.sums.n / 4 AS employees
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
    quarter_text(window_q) AS quarter,
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
        'before_quarter': quarter_text(first - 1),
        'denominator': denominator
    } AS words
FROM compared;
