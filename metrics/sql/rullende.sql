-- From `counted`, `members`, `nodes` and `hidden` to `figures_rullende`: pool four quarters, then divide.

INSERT INTO figures_rullende BY NAME
WITH
pooled AS (
    SELECT
        window_q,
        key,
        any_value(denominator) AS denominator,
        CAST(sum(dagsvaerk) FILTER (WHERE NOT hole) AS DOUBLE) AS days,
        CAST(sum(n) FILTER (WHERE NOT hole) AS DOUBLE) AS n,
        CAST(sum(korttid) FILTER (WHERE NOT hole) AS DOUBLE) AS short,
        CAST(sum(langtid) FILTER (WHERE NOT hole) AS DOUBLE) AS long,
        bool_and(korttid IS NOT NULL AND langtid IS NOT NULL) FILTER (WHERE NOT hole) AS split,
        count(*) FILTER (WHERE hole) AS holes,
        count(*) FILTER (WHERE NOT hole AND (korttid IS NULL OR langtid IS NULL)) AS unsplit,
        count(*) FILTER (WHERE NOT hole) AS counted,
        count(DISTINCT q) FILTER (WHERE NOT hole) AS quarters,
        count(DISTINCT enhed) FILTER (WHERE q = window_q - 1 AND NOT lasting) AS vanished
    FROM (
        SELECT *, max(q) OVER (PARTITION BY window_q, enhed) = window_q AS lasting FROM counted
    )
    JOIN members USING (enhed, q)
    GROUP BY window_q, key
),
judged AS (
    SELECT
        pooled.*,
        hidden.key IS NOT NULL AS hidden,
        -- that nobody is there is no secret, unless what they were away is
        quarters < 4 OR n IS NULL OR (n <= 0 AND hidden.key IS NULL)
            OR (level = 'enhed' AND holes > 0) AS missing,
        level, name, parent, grandparent, position
    FROM pooled
    JOIN nodes USING (window_q, key)
    LEFT JOIN hidden USING (window_q, key)
),
shown AS (
    SELECT
        *,
        NOT missing AND NOT hidden AS visible,
        visible AND split AND NOT ($public AND level = 'enhed') AS visible_split
    FROM judged
)
SELECT
    $version AS version,
    (window_q // 4) || 'K' || (window_q % 4 + 1) AS quarter,
    level, key, name, parent, grandparent, position, denominator,
    CASE WHEN visible THEN 4 * days / n END AS value,
    CASE WHEN visible_split THEN 4 * short / n END AS short,
    CASE WHEN visible_split THEN 4 * long / n END AS long,
    CASE WHEN visible_split AND days > 0 THEN long / days END AS long_share,
    CASE WHEN visible THEN n / 4 END AS employees,
    hidden AND NOT missing AS masked,
    missing,
    holes,
    CASE WHEN unsplit < counted THEN unsplit ELSE 0 END AS unsplit,
    vanished,
    quarters
FROM shown;
