-- Rows that stand in the order of an enhed of the nodes `erased_keys` stand in that of the next enhed.
CREATE OR REPLACE TEMP TABLE following AS
SELECT gone.version, gone.position, min(other.position) AS next
FROM (
    SELECT DISTINCT version, position FROM figures_kpi
    WHERE list_contains(CAST(getvariable('erased_keys') AS VARCHAR[]), 'enhed:' || position)
) AS gone
LEFT JOIN (
    SELECT DISTINCT version, position FROM figures_kpi
    WHERE level = 'enhed' AND NOT contains(position, '|')
        AND NOT list_contains(CAST(getvariable('erased_keys') AS VARCHAR[]), 'enhed:' || position)
) AS other ON other.version = gone.version AND other.position > gone.position
GROUP BY gone.version, gone.position;

UPDATE figures_kpi SET position = coalesce(following.next, '')
FROM following
WHERE following.version = figures_kpi.version AND following.position = figures_kpi.position;

DROP TABLE following;
