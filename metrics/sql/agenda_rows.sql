-- From HR's own list to `agenda_rows`: each figure of the agenda, of one period and one place in the
-- organisation. A place without a row of its own gets the pool of those below it where they are all
-- fractions; anything else is never summed. Needs `placed`.

-- The nodes that a place lies in, the nearest first; what is in no område lies in the kommune, and so
-- does an afdeling that is in several.
CREATE OR REPLACE TEMP MACRO list_up(nodes) AS
    list_concat(list_filter(nodes, lambda node: node != 'kommune'), ['kommune']);

CREATE OR REPLACE TEMP TABLE agenda_places AS
WITH above AS (
    SELECT DISTINCT
        enhed, name, 'afdeling:' || afdeling AS afdeling,
        coalesce('omraade:' || omraade, 'kommune') AS omraade, afdeling AS of_afdeling,
        omraade AS of_omraade
    FROM placed
)
SELECT 'kommune' AS node, 'kommune' AS level, $municipality AS name, CAST([] AS VARCHAR[]) AS above,
    '' AS position
UNION ALL
SELECT omraade, 'omraade', of_omraade, ['kommune'], min(enhed)
FROM above WHERE of_omraade IS NOT NULL GROUP BY ALL
UNION ALL
SELECT afdeling, 'afdeling', of_afdeling,
    list_up([if(min(omraade) = max(omraade), min(omraade), 'kommune')]), min(enhed)
FROM above GROUP BY afdeling, of_afdeling
UNION ALL
SELECT 'enhed:' || enhed, 'enhed', name, list_up([afdeling, omraade]), enhed
FROM above;

-- An enhed is found by its number or its name, other places by their names. `first` and `last` are
-- the days of the period. `persons` says that a figure is about people; unless the list says no, it is.
-- `talks` are sygefraværssamtaler: shown as a share, and from the afdeling up.
CREATE OR REPLACE TEMP TABLE agenda_rows AS
WITH counting AS (
    SELECT noegletal.* EXCLUDE (upload_id, period)
    FROM noegletal
    JOIN current_uploads USING (upload_id, period)
    WHERE niveau IS NOT NULL
),
dated AS (
    SELECT
        counting.*,
        coalesce(
            try_cast(split_part(periode, '/', 1) AS DATE),
            CASE WHEN periode LIKE '%K%'
                THEN try_cast(left(periode, 4) || '-' || (3 * right(periode, 1)::INTEGER - 2) || '-1' AS DATE) END,
            try_cast(periode || '-01' AS DATE),
            make_date(left(periode, 4)::INTEGER, 1, 1)
        ) AS first,
        CASE
            WHEN length(periode) > 7 THEN try_cast(split_part(periode, '/', -1) AS DATE)
            WHEN length(periode) = 4 THEN make_date(periode::INTEGER, 12, 31)
            WHEN periode LIKE '%K%' THEN last_day(first + INTERVAL 2 MONTH)
            ELSE last_day(first)
        END AS last,
        CASE niveau
            WHEN 'kommune' THEN 'kommune'
            WHEN 'enhed' THEN coalesce(numbered.node, named.node, 'enhed:' || omfang)
            ELSE coalesce(named.node, niveau || ':' || omfang)
        END AS node
    FROM counting
    LEFT JOIN (SELECT same_enhed(position) AS same, min(node) AS node FROM agenda_places
        WHERE level = 'enhed' GROUP BY ALL) AS numbered
        ON niveau = 'enhed' AND numbered.same = same_enhed(omfang)
    LEFT JOIN (SELECT level, lower(name) AS plain, min(node) AS node FROM agenda_places GROUP BY ALL)
        AS named ON named.level = niveau AND named.plain = lower(omfang)
)
SELECT
    dated.noegletal, periode, first, last, dated.node, niveau AS level,
    coalesce(name, omfang) AS place,
    CASE WHEN niveau = 'kommune' THEN [] ELSE coalesce(above, ['kommune']) END AS above,
    coalesce(position, omfang) AS position,
    CAST(taeller AS DOUBLE) AS taeller,
    CAST(naevner AS DOUBLE) AS naevner,
    coalesce(CAST(vaerdi AS DOUBLE), CAST(taeller AS DOUBLE) / nullif(CAST(naevner AS DOUBLE), 0))
        AS value,
    coalesce(maaleenhed, '') AS unit,
    vaerdi IS NULL AND naevner IS NOT NULL AND NOT contains(unit, 'pr.')
        OR regexp_matches(lower(unit), '^(%|pct|procent|andel)') AS share,
    CAST(maal_fra AS DOUBLE) AS target_from,
    CAST(maal_til AS DOUBLE) AS target_to,
    coalesce(retning, '') AS direction,
    frist AS deadline,
    coalesce(kilde, '') AS source,
    regexp_matches(dated.noegletal, '^reference\b', 'i') AS reference,
    coalesce(personer, true) AS persons,
    persons AND regexp_matches(lower(dated.noegletal), 'syge[^ ]*samtale') AS talks,
    0 AS parts
FROM dated
LEFT JOIN agenda_places USING (node);

-- What has no row of its own at a level, of those on the level below.
CREATE OR REPLACE TEMP MACRO agenda_pool(below, upper) AS TABLE
    SELECT
        noegletal, periode, any_value(first) AS first, any_value(last) AS last, pooled.node,
        upper AS level, any_value(agenda_places.name) AS place,
        any_value(agenda_places.above) AS above, any_value(agenda_places.position) AS position,
        sum(taeller) AS taeller, sum(naevner) AS naevner, sum(taeller) / sum(naevner) AS value,
        any_value(unit) AS unit, true AS share,
        CASE WHEN count(DISTINCT (target_from, target_to)) = 1 THEN any_value(target_from) END
            AS target_from,
        CASE WHEN count(DISTINCT (target_from, target_to)) = 1 THEN any_value(target_to) END
            AS target_to,
        CASE WHEN count(DISTINCT direction) = 1 THEN any_value(direction) ELSE '' END AS direction,
        max(deadline) AS deadline, min(source) AS source, false AS reference,
        bool_or(persons) AS persons, bool_or(talks) AS talks, count(value) AS parts
    FROM (
        SELECT * REPLACE (list_filter(above, lambda key: starts_with(key, upper))[1] AS node)
        FROM agenda_rows
        WHERE level = below AND NOT reference
    ) AS pooled
    JOIN agenda_places ON agenda_places.node = pooled.node
    ANTI JOIN (SELECT noegletal, periode, node FROM agenda_rows) AS own
        ON own.noegletal = pooled.noegletal AND own.periode = pooled.periode
        AND own.node = pooled.node
    GROUP BY noegletal, periode, pooled.node
    HAVING count(value) > 0 AND sum(naevner) > 0
        AND count(DISTINCT unit) = 1 AND bool_and(share)
        AND bool_and(value IS NULL OR (taeller IS NOT NULL AND naevner IS NOT NULL));

INSERT INTO agenda_rows BY NAME FROM agenda_pool('enhed', 'afdeling');
INSERT INTO agenda_rows BY NAME FROM agenda_pool('afdeling', 'omraade');
INSERT INTO agenda_rows BY NAME FROM agenda_pool('afdeling', 'kommune');
INSERT INTO agenda_rows BY NAME FROM agenda_pool('omraade', 'kommune');

-- Of each figure about people: how many there are in its place (`people`), where that is known; whether it
-- only `counts` people; how many it is about (`basis`): those that it is divided by, else all that are there,
-- else those that it counts; how many of them it counts (`amount`), and how many it does not
-- (`remainder`), where both are known; and who leads the place. One that is about nobody, "0 of 0", tells so.
CREATE OR REPLACE TEMP TABLE agenda_people AS
SELECT
    noegletal, periode, agenda_rows.node, level, above,
    newest.employees AS people,
    NOT share AND NOT contains(unit, 'pr.') AS counts,
    coalesce(naevner, newest.employees, CASE WHEN counts THEN value END, 0) AS basis,
    coalesce(taeller, CASE WHEN share AND basis > 0 THEN value * basis ELSE value END, 0) AS amount,
    CASE WHEN share AND basis > 0 THEN basis - amount END AS remainder,
    leader
FROM agenda_rows
LEFT JOIN leaders ON leaders.key = agenda_rows.node
LEFT JOIN (SELECT key, CAST(arg_max(employees, q) AS DOUBLE) AS employees FROM cells GROUP BY key)
    AS newest ON newest.key = agenda_rows.node
WHERE persons AND NOT reference AND (value IS NOT NULL OR naevner = 0)
    AND NOT (talks AND level = 'enhed');
