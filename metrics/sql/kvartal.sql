-- From `counted`, `members`, `nodes` and `covered` to the figures of single quarters.
INSERT INTO figures_kpi BY NAME
WITH
summed AS (
    SELECT
        window_q,
        key,
        any_value(denominator) AS denominator,
        CAST(sum(dagsvaerk) FILTER (WHERE NOT hole) AS DOUBLE) AS days,
        CAST(sum(n) FILTER (WHERE NOT hole) AS DOUBLE) AS n,
        CAST(sum(korttid) FILTER (WHERE NOT hole) AS DOUBLE) AS short,
        CAST(sum(langtid) FILTER (WHERE NOT hole) AS DOUBLE) AS long,
        bool_and(korttid IS NOT NULL AND langtid IS NOT NULL) FILTER (WHERE NOT hole) AS split,
        bool_or(hole) AS holes
    FROM counted
    JOIN members USING (enhed, q)
    WHERE q = window_q AND NOT rolling
    GROUP BY window_q, key
),
judged AS (
    SELECT
        summed.*,
        n IS NULL OR (n <= 0 AND covered.key IS NULL) OR (level = 'enhed' AND holes) AS missing,
        covered.key IS NOT NULL AS hidden,
        NOT missing AND NOT hidden AS visible,
        visible AND split AND NOT ($public AND level = 'enhed') AS visible_split,
        level, name, parent, grandparent, position
    FROM summed
    JOIN nodes USING (window_q, key)
    LEFT JOIN covered ON covered.key = summed.key AND covered.q = window_q
)
SELECT
    $version AS version,
    'kvartal' AS kpi,
    (window_q // 4) || 'K' || (window_q % 4 + 1) AS quarter,
    '' AS against,
    level, key, name, parent, grandparent, position,
    hidden AND NOT missing AS masked,
    missing,
    MAP {
        'value': CASE WHEN visible THEN days / n END,
        'short': CASE WHEN visible_split THEN short / n END,
        'long': CASE WHEN visible_split THEN long / n END,
        'long_share': CASE WHEN visible_split AND days > 0 THEN long / days END,
        'employees': CASE WHEN visible THEN n END
    } AS measures,
    MAP {'denominator': denominator} AS words
FROM judged;
