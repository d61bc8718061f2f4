-- From `counted`, `members`, `nodes`, `covered` and `covered_splits` to the figures of single quarters.
INSERT INTO figures_kpi BY NAME
WITH
summed AS (
    SELECT
        window_q,
        key,
        any_value(denominator) AS denominator,
        pooled_sums(q, dagsvaerk, n, korttid, langtid, hole, preliminary, early) AS sums
    FROM counted
    JOIN members USING (enhed, q)
    WHERE q = window_q AND NOT rolling
    GROUP BY window_q, key
),
judged AS (
    SELECT
        summed.*,
        sums.n IS NULL OR (sums.n <= 0 AND covered.key IS NULL)
            OR (level = 'enhed' AND sums.holes > 0) AS missing,
        covered.key IS NOT NULL AS hidden,
        covered_splits.key IS NULL AND NOT ($public AND level = 'enhed') AS splits,
        NOT missing AND NOT hidden AS visible,
        level, name, parent, grandparent, position
    FROM summed
    JOIN nodes USING (window_q, key)
    LEFT JOIN covered ON covered.key = summed.key AND covered.q = window_q
    LEFT JOIN covered_splits ON covered_splits.key = summed.key AND covered_splits.q = window_q
)
SELECT
    $version AS version, 'kvartal' AS kpi, quarter_text(window_q) AS quarter, '' AS against,
    level, key, name, parent, grandparent, position,
    hidden AND NOT missing AS masked,
    missing,
    pooled_figures(sums, 1, visible, visible AND splits) AS measures,
    map_concat(
        pooled_words(denominator, sums), MAP {'holes': CAST(sums.holes AS VARCHAR)}
    ) AS words
FROM judged;
