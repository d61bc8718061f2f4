-- Of the people in the lists of two years, by node of today's organisation: those who were there for
-- both whole years, those of them below the limit in both, and those in either list who are left out,
-- each for the first reason that holds.
WITH employed AS MATERIALIZED (
    SELECT
        people.year,
        people.person,
        coalesce(placed.enhed, people.enhed) AS enhed,
        coalesce(placed.name, people.enhed_navn) AS enhed_navn,
        CASE WHEN placed.enhed IS NULL THEN people.afdeling ELSE placed.afdeling END AS afdeling,
        CASE WHEN placed.enhed IS NULL THEN people.omraade ELSE placed.omraade END AS omraade,
        people.dagsvaerk,
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
    ) AS people
    LEFT JOIN placed ON same_enhed(placed.enhed) = same_enhed(people.enhed)
),
-- One employment may follow another; `before` is the last day of all that began earlier.
stretches AS (
    SELECT
        person, year, begin, until, first, last,
        max(until) OVER (
            PARTITION BY person, year ORDER BY begin, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
    FROM employed
    WHERE begin <= until
),
whole AS (
    SELECT person, year
    FROM stretches
    GROUP BY person, year
    HAVING bool_or(begin = first) AND bool_or(until = last)
        AND bool_and(before IS NULL OR begin <= before + 1)
),
lost AS (SELECT person, year, sum(dagsvaerk) AS dagsvaerk FROM employed GROUP BY person, year),
-- `frisk` of those who were there for both whole years.
judged AS (
    SELECT
        person,
        coalesce(bool_or(year = $previous AND whole.year IS NOT NULL), false) AS in_first,
        coalesce(bool_or(year = $year AND whole.year IS NOT NULL), false) AS in_last,
        in_first AND in_last AS stayed,
        bool_and(dagsvaerk < CAST($limit AS DECIMAL(28, 12))) AS frisk
    FROM lost
    LEFT JOIN whole USING (person, year)
    GROUP BY person
),
-- Somebody counts where an employment lasts the later year out, once in each node.
places AS (
    SELECT
        person, enhed, enhed_navn, afdeling, omraade,
        year = $year AND begin <= until AND until = last AS stays
    FROM employed
),
nodes AS (
    SELECT person, stays, enhed, 'kommune' AS level, 'kommune' AS key, $municipality AS name,
        '' AS parent, '' AS grandparent
    FROM places
    UNION ALL
    SELECT person, stays, enhed, 'omraade', 'omraade:' || omraade, omraade, 'kommune', ''
    FROM places
    UNION ALL
    SELECT person, stays, enhed, 'afdeling', 'afdeling:' || afdeling, afdeling,
        'omraade:' || omraade, 'kommune'
    FROM places
    UNION ALL
    SELECT person, stays, enhed, 'enhed', 'enhed:' || enhed, enhed_navn, 'afdeling:' || afdeling,
        'omraade:' || omraade
    FROM places
),
once AS (
    SELECT level, key, person, bool_or(stays) AS here, any_value(stayed) AS stayed,
        any_value(frisk) AS frisk, any_value(in_first) AS in_first, any_value(in_last) AS in_last
    FROM nodes
    JOIN judged USING (person)
    WHERE key IS NOT NULL
    GROUP BY level, key, person
),
-- An afdeling that is in several områder is part of none of them.
named AS (
    SELECT key, min(name) AS name,
        CASE WHEN any_value(level) != 'afdeling' OR count(DISTINCT coalesce(parent, '')) = 1
            THEN coalesce(mode(parent ORDER BY parent), '') ELSE '' END AS parent,
        coalesce(mode(grandparent ORDER BY grandparent), '') AS grandparent, min(enhed) AS position
    FROM nodes
    GROUP BY key
)
SELECT
    $year AS year, level, key,
    any_value(name) AS name, any_value(parent) AS parent, any_value(grandparent) AS grandparent,
    any_value(position) AS position,
    count(*) FILTER (WHERE here AND stayed) AS counted,
    count(*) FILTER (WHERE here AND stayed AND frisk) AS friske,
    count(*) - counted AS left_out,
    count(*) FILTER (WHERE in_last AND NOT in_first) AS joined,
    count(*) FILTER (WHERE in_first AND NOT in_last) AS departed,
    count(*) FILTER (WHERE NOT in_first AND NOT in_last) AS neither,
    count(*) FILTER (WHERE stayed AND NOT here) AS elsewhere
FROM once
JOIN named USING (key)
GROUP BY level, key
ORDER BY level, key
