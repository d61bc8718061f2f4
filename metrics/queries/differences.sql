-- What a set of figures shown of an opgørelse had of a nøgletal, and what the data give now: a row for
-- each node and measure where the two differ by more than noise, the kommune first. A node that is
-- hidden in one of the two is left out.
WITH
now AS (FROM figures WHERE kpi = $kpi AND quarter = $quarter),
shown AS (FROM shown_figures WHERE version = $version AND kpi = $kpi AND quarter = $quarter),
pairs AS (
    SELECT
        coalesce(now.key, shown.key) AS key,
        coalesce(now.name, shown.name) AS name,
        coalesce(now.level, shown.level) AS level,
        coalesce(now.position, shown.position) AS position,
        unnest($names) AS measure,
        unnest([shown.measures[name] FOR name IN $names]) AS sent,
        unnest([now.measures[name] FOR name IN $names]) AS now
    FROM now
    FULL JOIN shown ON shown.key = now.key AND shown.against = now.against
    WHERE NOT coalesce(now.masked, false) AND NOT coalesce(shown.masked, false)
)
SELECT key, name, level, measure, sent, now
FROM pairs
WHERE round(sent, 9) IS DISTINCT FROM round(now, 9)
ORDER BY level != 'kommune', level, position, key, list_position($names, measure)
