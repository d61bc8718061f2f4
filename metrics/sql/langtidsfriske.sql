-- Of the people in the lists of two years, by node: those who were there for both whole years, those
-- of them below the limit in both, and those in either list who are left out.
WITH listed AS (
    SELECT
        year,
        person,
        enhed,
        enhed_navn,
        afdeling,
        omraade,
        dagsvaerk,
        greatest(coalesce(ansat_fra, first), first) AS begin,
        least(coalesce(ansat_til, last), last) AS until,
        first,
        last
    FROM (
        SELECT
            *,
            make_date(CAST(year AS INTEGER), 1, 1) AS first,
            make_date(CAST(year AS INTEGER), 12, 31) AS last
        FROM people
        WHERE person IS NOT NULL AND year IN ($year, $previous)
    )
),
-- One employment may follow another; `before` is the last day of all that began earlier.
stretches AS (
    SELECT
        person, year, begin, until, first, last,
        max(until) OVER (
            PARTITION BY person, year ORDER BY begin, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
    FROM listed
    WHERE begin <= until
),
whole AS (
    SELECT person, year
    FROM stretches
    GROUP BY person, year
    HAVING bool_or(begin = first) AND bool_or(until = last)
        AND bool_and(before IS NULL OR begin <= before + 1)
),
lost AS (SELECT person, year, sum(dagsvaerk) AS dagsvaerk FROM listed GROUP BY person, year),
compared AS (
    SELECT person, bool_and(dagsvaerk < CAST($limit AS DECIMAL(28, 12))) AS frisk
    FROM whole
    JOIN lost USING (person, year)
    GROUP BY person
    HAVING count(*) = 2
),
-- Somebody counts where an employment lasts the later year out, once in each node.
places AS (
    SELECT
        person, enhed, enhed_navn, afdeling, omraade,
        year = $year AND begin <= until AND until = last AS stays
    FROM listed
),
nodes AS (
    SELECT person, stays, 'kommune' AS level, 'kommune' AS key, $municipality AS name FROM places
    UNION ALL
    SELECT person, stays, 'omraade', 'omraade:' || omraade, omraade FROM places
    UNION ALL
    SELECT person, stays, 'afdeling', 'afdeling:' || afdeling, afdeling FROM places
    UNION ALL
    SELECT person, stays, 'enhed', 'enhed:' || enhed, enhed_navn FROM places
)
SELECT
    level,
    key,
    min(name) AS name,
    count(DISTINCT person) FILTER (WHERE stays AND frisk IS NOT NULL) AS counted,
    count(DISTINCT person) FILTER (WHERE stays AND frisk) AS langtidsfriske,
    count(DISTINCT person) - counted AS left_out
FROM nodes
LEFT JOIN compared USING (person)
WHERE key IS NOT NULL
GROUP BY level, key
ORDER BY level, key
