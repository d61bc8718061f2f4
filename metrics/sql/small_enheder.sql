-- From `cells` and `nodes` to the enheder that are too small to be shown in four quarters, for the
-- sentence that their own leaders read. Nobody else sees which they are.
INSERT INTO figures_kpi BY NAME
SELECT $version AS version, 'small_enheder' AS kpi, quarter_text(window_q) AS quarter, '' AS against,
    level, key, name, parent, grandparent, position, false AS masked, false AS missing
FROM nodes
WHERE level = 'enhed' AND EXISTS (
    SELECT 1 FROM cells
    WHERE cells.key = nodes.key AND cells.q BETWEEN window_q - 3 AND window_q
        AND employees < $smallest_group
);
