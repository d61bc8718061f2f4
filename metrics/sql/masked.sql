-- From `masks` and `split_masks` to `hidden`: the rows over four quarters that may not be seen
-- (`hidden_today` those of today's organisation with all counted in), and to `covered`: those of one
-- quarter. In another organisation, without the closed, or where an enhed has only one of the
-- denominators, a row is hidden as well where what it tells beside the row that masks are decided on
-- (today's, all counted in, by the usual denominator) holds a cell that may not be seen.

-- What the usual denominator leaves out is in no such row, so it is hidden if it is small itself.
CREATE OR REPLACE TEMP TABLE unseen_cells AS
SELECT key, q FROM masks WHERE level = 'enhed'
UNION
SELECT 'enhed:' || enhed, if(rolling, window_q, q)
FROM pool
WHERE NOT base AND dagsvaerk IS NOT NULL AND people IS NOT NULL
    AND people < $smallest_group;

CREATE OR REPLACE TEMP TABLE variations AS
WITH today AS (
    SELECT window_q, key, enhed, q FROM pool JOIN everywhere USING (enhed, q)
    WHERE organisation = 'nu' AND base
),
shown AS (
    SELECT window_q, key, enhed, q FROM counted JOIN members USING (enhed, q) WHERE NOT hole
),
difference AS (
    (SELECT * FROM today EXCEPT SELECT * FROM shown)
    UNION ALL
    (SELECT * FROM shown EXCEPT SELECT * FROM today)
)
SELECT window_q, key, q, 'enhed:' || enhed AS enhed_key, if(rolling, window_q, q) AS cell_q
FROM difference
JOIN windows USING (window_q);

CREATE OR REPLACE TEMP TABLE telling AS
SELECT DISTINCT window_q, variations.key, variations.q
FROM variations
JOIN unseen_cells ON unseen_cells.key = enhed_key AND unseen_cells.q = cell_q;

CREATE OR REPLACE TEMP TABLE hidden_today AS
SELECT DISTINCT window_q, key
FROM windows
JOIN masks ON masks.q BETWEEN CASE WHEN rolling THEN window_q ELSE window_q - 3 END AND window_q;

CREATE OR REPLACE TEMP TABLE hidden AS
FROM hidden_today UNION SELECT window_q, key FROM telling;

CREATE OR REPLACE TEMP TABLE covered AS
SELECT key, q FROM masks
UNION
SELECT key, q FROM telling WHERE q = window_q;

-- The same of how days split in short and long: what is hidden whole, and what shows its days only.
CREATE OR REPLACE TEMP TABLE telling_split AS
SELECT DISTINCT window_q, variations.key, variations.q
FROM variations
JOIN (SELECT key, q FROM split_masks UNION FROM unseen_cells) AS unseen
    ON unseen.key = enhed_key AND unseen.q = cell_q;

CREATE OR REPLACE TEMP TABLE hidden_splits AS
SELECT DISTINCT window_q, key
FROM windows
JOIN split_masks AS unseen
    ON unseen.q BETWEEN CASE WHEN rolling THEN window_q ELSE window_q - 3 END AND window_q
UNION
SELECT window_q, key FROM telling_split;

CREATE OR REPLACE TEMP TABLE covered_splits AS
SELECT key, q FROM split_masks
UNION
SELECT key, q FROM telling_split WHERE q = window_q;
