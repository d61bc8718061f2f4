-- From `facts` to `cells`: one row per node of the organisation and quarter, what masks are laid on.
-- Also leaves `members` (which enhed is under which node), `nodes`, `lives`, `windows` and `pool`.

-- Who stood where, and when: quarters' own rows, and those of rolling twelve months.
CREATE OR REPLACE TEMP TABLE sightings AS
SELECT enhed, enhed_navn, afdeling, omraade, q FROM facts
UNION ALL
SELECT enhed, enhed_navn, afdeling, omraade, q FROM rolling_facts;

-- Today's organisation: each enhed stands where its newest row puts it.
CREATE OR REPLACE TEMP TABLE placed AS
WITH newest AS (
    SELECT
        enhed,
        arg_max(enhed_navn, q) AS name,
        arg_max(afdeling, q) FILTER (WHERE afdeling IS NOT NULL) AS afdeling,
        arg_max(omraade, q) FILTER (WHERE omraade IS NOT NULL) AS omraade
    FROM sightings
    GROUP BY enhed
),
-- Where the afdeling stood when last seen, if that was under one område only.
above AS (
    SELECT afdeling, min(omraade) AS omraade
    FROM (
        SELECT afdeling, omraade FROM sightings WHERE omraade IS NOT NULL
        QUALIFY q = max(q) OVER (PARTITION BY afdeling)
    )
    GROUP BY afdeling
    HAVING min(omraade) = max(omraade)
)
SELECT
    enhed,
    name,
    coalesce(newest.afdeling, 'Ikke tilknyttet') AS afdeling,
    coalesce(above.omraade, newest.omraade) AS omraade
FROM newest
LEFT JOIN above USING (afdeling);

CREATE OR REPLACE TEMP TABLE members AS
SELECT enhed, 'enhed' AS level, 'enhed:' || enhed AS key, name, 'afdeling:' || afdeling AS parent,
    'omraade:' || omraade AS grandparent
FROM placed
UNION ALL
SELECT enhed, 'afdeling', 'afdeling:' || afdeling, afdeling, 'omraade:' || omraade, 'kommune'
FROM placed
UNION ALL
SELECT enhed, 'omraade', 'omraade:' || omraade, omraade, 'kommune', ''
FROM placed
WHERE omraade IS NOT NULL
UNION ALL
SELECT enhed, 'kommune', 'kommune', $municipality, '', ''
FROM placed;

-- An afdeling of several områder stands under the one that most of its enheder are in.
CREATE OR REPLACE TEMP TABLE nodes AS
SELECT level, key, min(name) AS name, coalesce(mode(parent ORDER BY parent), '') AS parent,
    coalesce(mode(grandparent ORDER BY grandparent), '') AS grandparent, min(enhed) AS position
FROM members
GROUP BY level, key;

-- An enhed exists from its first to its last quarter. A hole inside is a row without figures.
CREATE OR REPLACE TEMP TABLE lives AS
WITH spans AS (
    SELECT enhed, unnest(range(min(q), max(q) + 1)) AS q FROM facts GROUP BY enhed
)
SELECT spans.enhed, spans.q, dagsvaerk, korttid, langtid, medarbejdere, fuldtidsstillinger
FROM spans
LEFT JOIN facts USING (enhed, q);

-- The denominator of each window of four quarters: the preferred one where all files of all four
-- have it; else the other one where all have that; else the preferred one. A window is made of its
-- quarters' own rows; where not all four have any, it is the file's own rolling row, if there is one.
CREATE OR REPLACE TEMP TABLE windows AS
WITH files AS (
    SELECT false AS rolling, q, upload_id,
        count(medarbejdere) > 0 AS heads, count(fuldtidsstillinger) > 0 AS posts
    FROM facts GROUP BY q, upload_id
    UNION ALL
    SELECT true, q, upload_id, count(medarbejdere) > 0, count(fuldtidsstillinger) > 0
    FROM rolling_facts GROUP BY q, upload_id
),
quarters AS (
    SELECT rolling, q, bool_and(heads) AS heads, bool_and(posts) AS posts
    FROM files GROUP BY rolling, q
),
possible AS (
    SELECT
        newest.q AS window_q,
        newest.rolling,
        newest.rolling OR count(*) = 4 AS whole,
        CASE
            WHEN bool_and(CASE $denominator WHEN 'medarbejdere' THEN four.heads ELSE four.posts END)
                THEN $denominator
            WHEN bool_and(four.heads) THEN 'medarbejdere'
            WHEN bool_and(four.posts) THEN 'fuldtidsstillinger'
            ELSE $denominator
        END AS denominator
    FROM quarters AS newest
    JOIN quarters AS four
        ON four.rolling = newest.rolling
        AND four.q BETWEEN CASE WHEN newest.rolling THEN newest.q ELSE newest.q - 3 END AND newest.q
    GROUP BY newest.q, newest.rolling
)
SELECT window_q, rolling, denominator
FROM possible
QUALIFY row_number() OVER (PARTITION BY window_q ORDER BY whole DESC, rolling) = 1;

-- Each enhed in each quarter of each window; a hole has no days or nothing to divide them by. A
-- rolling row stands for four quarters: a fourth of its days, and its people, in each of them.
CREATE OR REPLACE TEMP TABLE pool AS
WITH pooled AS (
    SELECT window_q, rolling, denominator, enhed, q, dagsvaerk, korttid, langtid, medarbejdere,
        fuldtidsstillinger
    FROM windows
    JOIN lives ON lives.q BETWEEN window_q - 3 AND window_q
    WHERE NOT rolling
    UNION ALL
    SELECT window_q, rolling, denominator, enhed, window_q - back, 0.25 * dagsvaerk,
        0.25 * korttid, 0.25 * langtid, medarbejdere, fuldtidsstillinger
    FROM windows
    JOIN rolling_facts ON q = window_q
    CROSS JOIN (SELECT unnest(range(4)) AS back)
    WHERE rolling
)
SELECT
    window_q, rolling, denominator, enhed, q, dagsvaerk, korttid, langtid,
    coalesce(medarbejdere, fuldtidsstillinger) AS people,
    CASE denominator WHEN 'medarbejdere' THEN medarbejdere ELSE fuldtidsstillinger END AS n,
    dagsvaerk IS NULL OR n IS NULL AS hole
FROM pooled;

-- Who stands behind a node's figure is who is pooled in it: a hole hides nobody. Of several windows
-- the one with the fewest decides. A rolling row is a cell of the quarter that it ends with.
CREATE OR REPLACE TEMP TABLE cells AS
WITH pooled AS (
    SELECT
        level, key, window_q, q,
        coalesce(sum(people) FILTER (WHERE NOT hole), 0) AS employees,
        coalesce(sum(dagsvaerk) FILTER (WHERE NOT hole), 0) AS dagsvaerk
    FROM members
    JOIN pool USING (enhed)
    WHERE NOT rolling OR q = window_q
    GROUP BY level, key, window_q, q
)
SELECT level, key, q, employees, dagsvaerk
FROM pooled
QUALIFY row_number() OVER (PARTITION BY key, q ORDER BY employees, dagsvaerk DESC, window_q) = 1;
