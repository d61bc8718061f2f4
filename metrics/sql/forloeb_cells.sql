-- From `pool`, `everywhere` and `cells` to `spell_cells`: what was counted of spells in each node and quarter that
-- they are loaded of, in today's organisation with everything counted in, as masks are decided on.
CREATE OR REPLACE TEMP TABLE spell_cells AS
WITH firsts AS (SELECT q, min(window_q) AS window_q FROM pool WHERE has_spells GROUP BY q),
summed AS (
    SELECT
        key, q,
        sum(forloeb) AS forloeb, sum(forloebsdage) AS forloebsdage, sum(gentagne) AS gentagne,
        sum(delvis) AS delvis, sum(hele) AS hele
    FROM everywhere
    JOIN pool USING (enhed, q)
    JOIN firsts USING (q, window_q)
    WHERE organisation = 'nu' AND base
    GROUP BY key, q
)
SELECT
    level, key, parent, grandparent, leader, q,
    CAST(employees AS DOUBLE) AS employees,
    CAST(coalesce(forloeb, 0) AS DOUBLE) AS forloeb,
    CAST(coalesce(forloebsdage, 0) AS DOUBLE) AS forloebsdage,
    CAST(gentagne AS DOUBLE) AS gentagne,
    CAST(coalesce(delvis, 0) AS DOUBLE) AS delvis,
    CAST(coalesce(hele, 0) AS DOUBLE) AS hele
FROM cells
JOIN summed USING (key, q);
