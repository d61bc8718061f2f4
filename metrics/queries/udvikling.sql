-- Every node of a level at each quarter up to one. Earlier opgørelser that were sent stand as they were
-- sent, under today's names, and beside them what the data now say.
-- Where nothing changed but that spells went on, the split of a sent opgørelse stays as sent.
WITH
kept AS (
    SELECT key, quarter, short, long, long_share FROM shown_rullende
    WHERE version = $sent_set AND quarter = $quarter AND list_contains($continued::VARCHAR[], key)
),
today AS (
    SELECT rullende.* REPLACE (
        coalesce(kept.short, rullende.short) AS short,
        coalesce(kept.long, rullende.long) AS long,
        coalesce(kept.long_share, rullende.long_share) AS long_share
    )
    FROM rullende
    LEFT JOIN kept USING (key, quarter)
    WHERE quarter <= $quarter AND level = $level
),
sets AS (SELECT unnest($sent_quarters::VARCHAR[]) AS quarter, unnest($sent_sets::VARCHAR[]) AS version),
named AS (
    SELECT key, arg_max(name, quarter) AS name, arg_max(parent, quarter) AS parent,
        arg_max(position, quarter) AS position
    FROM today
    GROUP BY key
),
sent AS (
    SELECT shown_rullende.* EXCLUDE (version, name, parent, position),
        named.name, named.parent, named.position
    FROM shown_rullende
    SEMI JOIN sets USING (quarter, version)
    JOIN named USING (key)
    WHERE level = $level AND NOT missing AND preliminary = ''
),
shown AS (
    SELECT sent.*, now.value AS value_now, now.short AS short_now, now.long AS long_now,
        now.long_share AS long_share_now
    FROM sent
    LEFT JOIN today AS now
        ON now.key = sent.key AND now.quarter = sent.quarter AND now.denominator = sent.denominator
    UNION ALL BY NAME
    FROM today ANTI JOIN sent USING (key, quarter)
)
SELECT
    key, name, quarter, parent, denominator, preliminary, masked, missing, coarse, holes, unsplit, vanished,
    quarters, waits, has_split,
    value, short, long, long_share, employees, value_now, short_now, long_now, long_share_now
FROM shown
ORDER BY position, key, quarter
