-- From `group_pool` and `group_masks` to the rolling figures of personalegrupper. They are in today's
-- organisation with all counted in, and where all are counted by either denominator or by none: beside
-- others they would tell an enhed's own personalegrupper. Beside each stands the rest of the kommune: what
-- the kommune's figure is more than the personalegruppe's. It is a difference of two seen rows, so it is
-- seen where both are.
INSERT INTO figures_kpi BY NAME
WITH
alike AS (
    SELECT * FROM group_pool
    ANTI JOIN (SELECT window_q FROM group_pool WHERE hole = base) AS odd USING (window_q)
    WHERE $organisation = 'nu' AND $closed_units
),
wholes AS (
    SELECT *, personalegruppe AS name, 'personalegruppe:' || personalegruppe AS key,
        'kommune' AS parent, '' AS grandparent, '' AS position
    FROM alike
),
rows AS (
    FROM wholes
    UNION ALL BY NAME
    SELECT alike.*, personalegruppe AS name, nodes.key || '/personalegruppe:' || personalegruppe AS key,
        nodes.key AS parent, nodes.parent AS grandparent, nodes.position
    FROM alike
    JOIN nodes ON nodes.window_q = alike.window_q AND nodes.key = 'afdeling:' || afdeling
    UNION ALL BY NAME
    SELECT pool.* EXCLUDE (rolling, enhed), 'Resten af kommunen' AS name, key || '/resten' AS key,
        key AS parent, 'kommune' AS grandparent, '' AS position
    FROM pool
    JOIN (SELECT DISTINCT window_q, key FROM wholes) USING (window_q)
    UNION ALL BY NAME
    SELECT * REPLACE (
        -dagsvaerk AS dagsvaerk, -korttid AS korttid, -langtid AS langtid, -n AS n,
        'Resten af kommunen' AS name, key || '/resten' AS key, key AS parent, 'kommune' AS grandparent
    )
    FROM wholes
),
pooled AS (
    SELECT
        window_q, key, name, parent, grandparent, position,
        any_value(denominator) AS denominator,
        pooled_sums(q, dagsvaerk, n, korttid, langtid, hole, preliminary, early) AS sums
    FROM rows
    GROUP BY window_q, key, name, parent, grandparent, position
),
unseen_groups AS (
    SELECT DISTINCT window_q, key AS unseen FROM windows
    JOIN group_masks ON q BETWEEN window_q - 3 AND window_q
    UNION  -- what was sent stays as it was sent, or what it hid would be had beside it
    SELECT window_q, key FROM groups_hidden_before
),
unseen AS (
    FROM unseen_groups
    UNION
    SELECT window_q, unseen || '/resten' FROM unseen_groups
    UNION
    SELECT window_q, pooled.key FROM pooled JOIN hidden USING (window_q)
    WHERE hidden.key = 'kommune' AND ends_with(pooled.key, '/resten')
),
judged AS (
    SELECT
        pooled.*,
        parent NOT LIKE 'afdeling:%' AS is_of_kommune,
        sums.quarters < 4 OR sums.n <= 0 AS missing,
        unseen IS NOT NULL AS hidden,
        NOT missing AND NOT hidden AS visible,
        -- Those of a node make up its split, and those of the kommune tell what one afdeling lacks.
        -- Masks are decided on days: beside a row that is hidden no other one tells its split.
        visible AND NOT EXISTS (
            SELECT 1 FROM hidden_splits
            WHERE hidden_splits.window_q = pooled.window_q AND (
                hidden_splits.key = parent
                OR is_of_kommune AND hidden_splits.key[:8] IN ('afdeling', 'kommune')
            )
        ) AND NOT EXISTS (
            SELECT 1 FROM unseen AS beside
            WHERE beside.window_q = pooled.window_q
                AND (is_of_kommune OR starts_with(beside.unseen, parent || '/'))
        ) AS splits
    FROM pooled
    LEFT JOIN unseen ON unseen.window_q = pooled.window_q AND unseen.unseen = pooled.key
)
SELECT
    $version AS version, 'rullende' AS kpi, quarter_text(window_q) AS quarter, '' AS against,
    'personalegruppe' AS level, key, name, parent, grandparent, position,
    hidden AND NOT missing AS masked,
    missing,
    rolling_figures(sums, visible, splits) AS measures,
    pooled_words(denominator, sums) AS words
FROM judged;
