-- From `resting` and HR's list to `placed`: where each enhed stands in the organisation of today.

-- What counts, read once; `same` is one spelling of an enhed's number.
CREATE OR REPLACE TEMP TABLE quarterly AS SELECT * EXCLUDE (rolling) FROM resting WHERE NOT rolling;
CREATE OR REPLACE TEMP TABLE yearly AS SELECT * EXCLUDE (rolling) FROM resting WHERE rolling;

-- Who stood where, and when: quarters' own rows, and those of rolling twelve months.
CREATE OR REPLACE TEMP TABLE sightings AS
SELECT enhed, same, enhed_navn, afdeling, omraade, q FROM quarterly
UNION ALL
SELECT enhed, same, enhed_navn, afdeling, omraade, q FROM yearly;

-- Where HR's own list has the enheder, and when; `next` is the enhed of the kommune that goes on.
CREATE OR REPLACE TEMP TABLE listed AS
SELECT
    same_enhed(enhed) AS same,
    afdeling,
    omraade,
    fra,
    til,
    coalesce(aarsag, '') AS cause,
    CASE WHEN cause IN ('hjemtaget', 'sammenlagt', 'flyttet') AND efterfoelger != ''
        THEN same_enhed(efterfoelger) END AS next
FROM organisation
JOIN current_uploads USING (upload_id, period);

-- The enhed that goes on in the end; somebody who goes on as each other goes on as nobody.
CREATE OR REPLACE TEMP TABLE heirs AS
WITH RECURSIVE final AS (
    SELECT same, arg_max(next, coalesce(til, DATE '9999-12-31')) AS next FROM listed GROUP BY same
),
chain AS (
    SELECT same, same AS heir, 0 AS steps FROM final
    UNION ALL
    SELECT chain.same, final.next, steps + 1
    FROM chain JOIN final ON final.same = chain.heir
    WHERE final.next IS NOT NULL AND final.next != final.same AND steps < 20
)
SELECT same, arg_max(heir, steps) AS heir FROM chain GROUP BY same HAVING max(steps) < 20;

-- Today's organisation: an enhed stands where the list has it last, or who goes on after it; else
-- where its newest row puts it.
CREATE OR REPLACE TEMP TABLE placed AS
WITH newest AS (
    SELECT
        enhed,
        any_value(same) AS same,
        arg_max(enhed_navn, q) AS name,
        arg_max(afdeling, q) FILTER (WHERE afdeling IS NOT NULL) AS afdeling,
        arg_max(omraade, q) FILTER (WHERE omraade IS NOT NULL) AS omraade
    FROM sightings
    GROUP BY enhed
),
last_listed AS (
    SELECT
        same,
        arg_max(afdeling, coalesce(fra, DATE '0001-01-01')) AS afdeling,
        arg_max(omraade, coalesce(fra, DATE '0001-01-01')) AS omraade
    FROM listed
    GROUP BY same
),
put AS (
    SELECT
        newest.enhed,
        newest.name,
        coalesce(theirs.afdeling, heir.afdeling, own.afdeling, newest.afdeling) AS afdeling,
        CASE WHEN coalesce(theirs.afdeling, heir.afdeling, own.afdeling) IS NULL THEN newest.omraade
            ELSE coalesce(theirs.omraade, heir.omraade, own.omraade, newest.omraade) END AS omraade
    FROM newest
    LEFT JOIN heirs ON heirs.same = newest.same
    LEFT JOIN last_listed AS theirs ON theirs.same = heirs.heir
    LEFT JOIN newest AS heir ON heir.same = heirs.heir AND heirs.heir != newest.same
    LEFT JOIN last_listed AS own ON own.same = newest.same
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
    coalesce(put.afdeling, 'Ikke tilknyttet') AS afdeling,
    coalesce(above.omraade, put.omraade) AS omraade
FROM put
LEFT JOIN above USING (afdeling);

-- The nodes that an enhed is in, from itself upwards.
CREATE OR REPLACE TEMP MACRO list_nodes(enhed, name, afdeling, omraade, municipality) AS list_filter([
    {'level': 'enhed', 'key': 'enhed:' || enhed, 'name': name, 'parent': 'afdeling:' || afdeling,
        'grandparent': 'omraade:' || omraade},
    {'level': 'afdeling', 'key': 'afdeling:' || afdeling, 'name': afdeling,
        'parent': 'omraade:' || omraade, 'grandparent': 'kommune'},
    {'level': 'omraade', 'key': 'omraade:' || omraade, 'name': omraade, 'parent': 'kommune',
        'grandparent': ''},
    {'level': 'kommune', 'key': 'kommune', 'name': municipality, 'parent': '', 'grandparent': ''}
], lambda node: node.key IS NOT NULL);

-- The nodes and quarters that a correction waits in; who has no row any more stands where it stood.
CREATE OR REPLACE TEMP TABLE late AS
WITH standing AS (
    SELECT q, enhed, coalesce(placed.afdeling, waiting.afdeling, 'Ikke tilknyttet') AS afdeling,
        if(placed.enhed IS NULL, waiting.omraade, placed.omraade) AS omraade
    FROM waiting
    LEFT JOIN placed USING (enhed)
)
SELECT DISTINCT
    q,
    unnest(['enhed:' || enhed, 'afdeling:' || afdeling, 'omraade:' || omraade, 'kommune']) AS key
FROM standing;
