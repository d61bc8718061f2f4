-- From `masks` to `hidden`: the rows over four quarters that may not be seen, and to `covered`: those
-- of one quarter. In another organisation, or without the closed, a row is hidden as well where what
-- it tells beside today's row holds a cell that may not be seen.
CREATE OR REPLACE TEMP TABLE telling AS
WITH today AS (
    SELECT window_q, key, enhed, q FROM pool JOIN everywhere USING (enhed, q)
    WHERE organisation = 'nu'
),
shown AS (SELECT window_q, key, enhed, q FROM counted JOIN members USING (enhed, q)),
difference AS (
    (SELECT * FROM today EXCEPT SELECT * FROM shown)
    UNION ALL
    (SELECT * FROM shown EXCEPT SELECT * FROM today)
)
SELECT DISTINCT window_q, difference.key, difference.q
FROM difference
JOIN windows USING (window_q)
JOIN masks
    ON masks.key = 'enhed:' || enhed AND masks.q = if(rolling, window_q, difference.q);

CREATE OR REPLACE TEMP TABLE hidden AS
SELECT DISTINCT window_q, key
FROM windows
JOIN masks ON masks.q BETWEEN CASE WHEN rolling THEN window_q ELSE window_q - 3 END AND window_q
UNION
SELECT window_q, key FROM telling;

CREATE OR REPLACE TEMP TABLE covered AS
SELECT key, q FROM masks
UNION
SELECT key, q FROM telling WHERE q = window_q;
