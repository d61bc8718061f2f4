-- From `counted`, `members`, `nodes`, `hidden` and `hidden_splits` to the figures of four quarters: pool, then divide.
INSERT INTO figures_kpi BY NAME
WITH
pooled AS (
    SELECT
        window_q,
        key,
        any_value(denominator) AS denominator,
        pooled_sums(q, dagsvaerk, n, korttid, langtid, hole, preliminary, early) AS sums,
        count(DISTINCT enhed) FILTER (WHERE q = window_q - 1 AND NOT lasting) AS vanished
    FROM (
        SELECT
            *,
            max(q) OVER (PARTITION BY window_q, enhed) = window_q
                OR same_enhed(enhed) IN (SELECT same FROM heirs WHERE heir != same) AS lasting
        FROM counted
    )
    JOIN members USING (enhed, q)
    GROUP BY window_q, key
),
judged AS (
    SELECT
        pooled.*,
        hidden.key IS NOT NULL AS unseen,
        late.key IS NOT NULL AS waits,
        hidden_splits.key IS NULL AND NOT ($public AND level = 'enhed') AS splits,
        -- that nobody is there is no secret, unless what they were away is
        sums.quarters < 4 OR sums.n IS NULL OR (sums.n <= 0 AND hidden.key IS NULL)
            OR (level = 'enhed' AND sums.holes > 0) AS missing,
        NOT missing AND NOT unseen AS visible,
        level, name, parent, grandparent, position
    FROM pooled
    JOIN nodes USING (window_q, key)
    LEFT JOIN hidden USING (window_q, key)
    LEFT JOIN hidden_splits USING (window_q, key)
    LEFT JOIN (
        SELECT DISTINCT window_q, key FROM windows JOIN late ON q BETWEEN window_q - 3 AND window_q
    ) AS late USING (window_q, key)
)
SELECT
    $version AS version, 'rullende' AS kpi, quarter_text(window_q) AS quarter, '' AS against,
    level, key, name, parent, grandparent, position,
    unseen AND NOT missing AS masked,
    missing,
    map_concat(
        rolling_figures(sums, visible, visible AND splits),
        MAP {'vanished': CAST(vanished AS DOUBLE), 'waits': CAST(waits AS DOUBLE)}
    ) AS measures,
    pooled_words(denominator, sums) AS words
FROM judged;
