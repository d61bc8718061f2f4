-- How many figures of an opgørelse are others than one of the sets shown of it had: the rolling ones, the
-- targets beside them, and the langtidsfriske that are valid then. An enhed that may be seen only in one
-- of the two is none of them; what stands beyond a figure's ninth decimal is noise. The agenda's other
-- nøgletal are not counted: those of a whole year go on changing in it.
WITH
now AS (SELECT * FROM rullende WHERE quarter = $quarter),
shown AS (SELECT * FROM shown_rullende WHERE version = $version AND quarter = $quarter),
beside AS (
    SELECT kpi, key, against, masked, measures['value'] AS value, measures['target'] AS target,
        measures['expected_all'] AS expected, measures['reported'] AS reported
    FROM figures
    WHERE (kpi = 'maaltal' AND quarter = $quarter) OR (kpi = 'langtidsfriske' AND quarter = $friske)
),
shown_beside AS (
    SELECT kpi, key, against, masked, measures['value'] AS value, measures['target'] AS target,
        measures['expected_all'] AS expected, measures['reported'] AS reported
    FROM shown_figures
    WHERE version = $version AND (
        (kpi = 'maaltal' AND quarter = $quarter) OR (kpi = 'langtidsfriske' AND quarter = $friske)
    )
),
others AS (
    SELECT now.key
    FROM now
    FULL JOIN shown ON shown.key = now.key
    WHERE NOT coalesce(now.masked, false) AND NOT coalesce(shown.masked, false)
        AND (
            round(now.value, 9) IS DISTINCT FROM round(shown.value, 9)
            OR round(now.short, 9) IS DISTINCT FROM round(shown.short, 9)
            OR round(now.long, 9) IS DISTINCT FROM round(shown.long, 9)
            OR round(now.employees, 9) IS DISTINCT FROM round(shown.employees, 9)
        )
    UNION ALL
    SELECT beside.key
    FROM beside
    LEFT JOIN shown_beside AS shown USING (kpi, key, against)
    WHERE NOT beside.masked AND NOT coalesce(shown.masked, false)
        AND (
            round(beside.value, 9) IS DISTINCT FROM round(shown.value, 9)
            OR round(beside.target, 9) IS DISTINCT FROM round(shown.target, 9)
            OR round(beside.expected, 9) IS DISTINCT FROM round(shown.expected, 9)
            OR beside.reported IS DISTINCT FROM shown.reported
        )
)
SELECT count(*) AS differences FROM others
