-- From `group_pool` and `group_masks` to the rolling figures of personalegrupper. They are in today's
-- organisation with all counted in, and where all are counted by either denominator or by none: beside
-- others they would tell an enhed's own personalegrupper.
INSERT INTO figures_kpi BY NAME
WITH
alike AS (
    SELECT * FROM group_pool
    ANTI JOIN (SELECT window_q FROM group_pool WHERE hole = base) AS odd USING (window_q)
    WHERE $organisation = 'nu' AND $closed_units
),
rows AS (
    SELECT *, 'personalegruppe:' || personalegruppe AS key, '' AS parent, '' AS grandparent,
        '' AS position
    FROM alike
    UNION ALL
    SELECT alike.*, nodes.key || '/personalegruppe:' || personalegruppe, nodes.key,
        nodes.parent, nodes.position
    FROM alike
    JOIN nodes ON nodes.window_q = alike.window_q AND nodes.key = 'afdeling:' || afdeling
),
pooled AS (
    SELECT
        window_q, key, personalegruppe AS name, parent, grandparent, position,
        any_value(denominator) AS denominator,
        pooled_sums(q, dagsvaerk, n, korttid, langtid, hole, preliminary, early) AS sums
    FROM rows
    GROUP BY window_q, key, personalegruppe, parent, grandparent, position
),
unseen AS (
    SELECT DISTINCT window_q, key AS unseen FROM windows
    JOIN group_masks ON q BETWEEN window_q - 3 AND window_q
    UNION  -- what was sent stays as it was sent, or what it hid would be had beside it
    SELECT window_q, key FROM groups_hidden_before
),
judged AS (
    SELECT
        pooled.*,
        sums.quarters < 4 OR sums.n <= 0 AS missing,
        unseen IS NOT NULL AS hidden,
        NOT missing AND NOT hidden AS visible,
        -- Those of a node make up its split, and those of the kommune tell what one afdeling lacks.
        -- Masks are decided on days: beside a row that is hidden no other one tells its split.
        visible AND NOT EXISTS (
            SELECT 1 FROM hidden_splits
            WHERE hidden_splits.window_q = pooled.window_q AND (
                hidden_splits.key = parent
                OR parent = '' AND hidden_splits.key[:8] IN ('afdeling', 'kommune')
            )
        ) AND NOT EXISTS (
            SELECT 1 FROM unseen AS beside
            WHERE beside.window_q = pooled.window_q
                AND (parent = '' OR starts_with(beside.unseen, parent || '/'))
        ) AS splits
    FROM pooled
    LEFT JOIN unseen ON unseen.window_q = pooled.window_q AND unseen.unseen = pooled.key
)
SELECT
    $version AS version, 'rullende' AS kpi, quarter_text(window_q) AS quarter, '' AS against,
    'personalegruppe' AS level, key, name, if(parent = '', 'kommune', parent) AS parent, grandparent,
    position,
    hidden AND NOT missing AS masked,
    missing,
    rolling_figures(sums, visible, splits) AS measures,
    pooled_words(denominator, sums) AS words
FROM judged;
