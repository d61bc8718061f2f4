-- From `facts` to `cells`: one row per node of the organisation and quarter, what masks are laid on.
-- Also leaves `members` (which enhed is under which node), `nodes` and `lives` behind.

-- Today's organisation: each enhed stands where its newest row puts it.
CREATE OR REPLACE TEMP TABLE organisation AS
WITH newest AS (
    SELECT
        enhed,
        arg_max(enhed_navn, q) AS name,
        arg_max(afdeling, q) FILTER (WHERE afdeling IS NOT NULL) AS afdeling,
        arg_max(omraade, q) FILTER (WHERE omraade IS NOT NULL) AS omraade
    FROM facts
    GROUP BY enhed
),
-- Where the afdeling stood when last seen, if that was under one område only.
above AS (
    SELECT afdeling, min(omraade) AS omraade
    FROM (
        SELECT afdeling, omraade FROM facts WHERE omraade IS NOT NULL
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
FROM organisation
UNION ALL
SELECT enhed, 'afdeling', 'afdeling:' || afdeling, afdeling, 'omraade:' || omraade, 'kommune'
FROM organisation
UNION ALL
SELECT enhed, 'omraade', 'omraade:' || omraade, omraade, 'kommune', ''
FROM organisation
WHERE omraade IS NOT NULL
UNION ALL
SELECT enhed, 'kommune', 'kommune', $municipality, '', ''
FROM organisation;

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

CREATE OR REPLACE TEMP TABLE cells AS
SELECT
    level,
    key,
    q,
    coalesce(sum(coalesce(medarbejdere, fuldtidsstillinger)), 0) AS employees,
    coalesce(sum(dagsvaerk), 0) AS dagsvaerk
FROM members
JOIN lives USING (enhed)
GROUP BY level, key, q;
