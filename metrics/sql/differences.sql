-- How many figures of an opgørelse are others than one of the sets shown of it had. An enhed that may be
-- seen only in one of the two is none of them; what stands beyond a figure's ninth decimal is noise.
WITH
now AS (SELECT * FROM rullende WHERE quarter = $quarter),
shown AS (SELECT * FROM shown_rullende WHERE version = $version AND quarter = $quarter)
SELECT count(*) AS differences
FROM now
FULL JOIN shown ON shown.key = now.key
WHERE NOT coalesce(now.masked, false) AND NOT coalesce(shown.masked, false)
    AND (
        round(now.value, 9) IS DISTINCT FROM round(shown.value, 9)
        OR round(now.short, 9) IS DISTINCT FROM round(shown.short, 9)
        OR round(now.long, 9) IS DISTINCT FROM round(shown.long, 9)
        OR round(now.employees, 9) IS DISTINCT FROM round(shown.employees, 9)
    )
