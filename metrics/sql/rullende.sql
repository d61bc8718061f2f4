-- From `lives`, `members`, `nodes` and `masks` to `figures_rullende`: pool four quarters, then divide.

INSERT INTO figures_rullende
WITH
-- The preferred denominator where all files of all four quarters have it; else the other one where
-- all have that; else the preferred one, and what lacks it is missing.
files AS (
    SELECT q, upload_id, count(medarbejdere) > 0 AS heads, count(fuldtidsstillinger) > 0 AS posts
    FROM facts GROUP BY q, upload_id
),
quarters AS (SELECT q, bool_and(heads) AS heads, bool_and(posts) AS posts FROM files GROUP BY q),
windows AS (
    SELECT
        newest.q,
        CASE
            WHEN bool_and(CASE $denominator WHEN 'medarbejdere' THEN four.heads ELSE four.posts END)
                THEN $denominator
            WHEN bool_and(four.heads) THEN 'medarbejdere'
            WHEN bool_and(four.posts) THEN 'fuldtidsstillinger'
            ELSE $denominator
        END AS denominator
    FROM quarters AS newest
    JOIN quarters AS four ON four.q BETWEEN newest.q - 3 AND newest.q
    GROUP BY newest.q
),
counted AS (
    SELECT windows.q AS window_q, windows.denominator, lives.*,
        CASE windows.denominator WHEN 'medarbejdere' THEN medarbejdere ELSE fuldtidsstillinger END AS n
    FROM windows
    JOIN lives ON lives.q BETWEEN windows.q - 3 AND windows.q
),
flagged AS (SELECT *, dagsvaerk IS NULL OR n IS NULL AS hole FROM counted),
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
        count(DISTINCT flagged.q) FILTER (WHERE NOT hole) AS quarters,
        count(DISTINCT enhed) FILTER (WHERE flagged.q = window_q - 1)
            - count(DISTINCT enhed) FILTER (WHERE flagged.q = window_q - 1 AND lasting) AS vanished
    FROM (
        SELECT flagged.*, EXISTS (
            FROM lives WHERE lives.enhed = flagged.enhed AND lives.q = flagged.window_q
        ) AS lasting
        FROM flagged
    ) AS flagged
    JOIN members USING (enhed)
    GROUP BY window_q, key
),
hidden AS (
    SELECT DISTINCT windows.q AS window_q, key
    FROM windows JOIN masks ON masks.q BETWEEN windows.q - 3 AND windows.q
),
judged AS (
    SELECT
        pooled.*,
        quarters < 4 OR n IS NULL OR n <= 0 OR (level = 'enhed' AND holes > 0) AS missing,
        hidden.key IS NOT NULL AS hidden,
        level, name, parent, grandparent, position
    FROM pooled
    JOIN nodes USING (key)
    LEFT JOIN hidden USING (window_q, key)
),
shown AS (SELECT *, NOT missing AND NOT hidden AS visible FROM judged)
SELECT
    $version,
    (window_q // 4) || 'K' || (window_q % 4 + 1),
    level, key, name, parent, grandparent, position, denominator,
    CASE WHEN visible THEN 4 * days / n END,
    CASE WHEN visible AND split THEN 4 * short / n END,
    CASE WHEN visible AND split THEN 4 * long / n END,
    CASE WHEN visible AND split AND days > 0 THEN long / days END,
    CASE WHEN visible THEN n / 4 END,
    hidden AND NOT missing,
    missing,
    holes, CASE WHEN unsplit < counted THEN unsplit ELSE 0 END, vanished, quarters
FROM shown;
