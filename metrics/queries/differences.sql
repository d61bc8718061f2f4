-- What a set of figures shown of an opgørelse had of a nøgletal, and what the data give now: a row for
-- each node and measure where the two differ by more than noise, the kommune first. A node that is
-- hidden in one of the two is left out. What `moves_yearly` stands in an opgørelse as it was last
-- given before it; of targets and of that, only what both have is compared, and targets of one year.
WITH
now AS (
    FROM figures WHERE kpi = $kpi AND quarter = if(
        $moves_yearly,
        (SELECT max(quarter) FROM figures WHERE kpi = $kpi AND quarter <= $quarter),
        $quarter
    )
),
shown AS (
    FROM shown_figures WHERE version = $version AND kpi = $kpi AND quarter = if(
        $moves_yearly,
        (
            SELECT max(quarter) FROM shown_figures
            WHERE version = $version AND kpi = $kpi AND quarter <= $quarter
        ),
        $quarter
    )
),
pairs AS (
    SELECT
        coalesce(now.key, shown.key) AS key,
        coalesce(now.name, shown.name) AS name,
        coalesce(now.level, shown.level) AS level,
        coalesce(now.position, shown.position) AS position,
        coalesce(now.against, '') != '' AS of_ended_year,
        unnest($names) AS measure,
        unnest([shown.measures[name] FOR name IN $names]) AS sent,
        unnest([now.measures[name] FOR name IN $names]) AS now
    FROM now
    FULL JOIN shown ON shown.key = now.key
        AND coalesce(shown.words['target_year'], '') = coalesce(now.words['target_year'], '')
    WHERE NOT coalesce(now.masked, false) AND NOT coalesce(shown.masked, false)
)
SELECT key, name, level, measure, of_ended_year, sent, now
FROM pairs
WHERE round(sent, 9) IS DISTINCT FROM round(now, 9)
    AND ($kpi = 'rullende' OR (sent IS NOT NULL AND now IS NOT NULL))
ORDER BY level != 'kommune', level, position, key, of_ended_year, list_position($names, measure)
