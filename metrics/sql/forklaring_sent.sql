-- The nodes of a level as an earlier opgørelse was sent with them: over four quarters, or in a `single`.
SELECT key, denominator AS sent_denominator, value AS sent_value
FROM shown_rullende
WHERE NOT $single AND version = $sent AND quarter = $quarter AND level = $level AND NOT missing
UNION ALL
SELECT key, words['denominator'], measures['value']
FROM shown_figures
WHERE $single AND kpi = 'kvartal'
    AND version = $sent AND quarter = $quarter AND level = $level AND NOT missing
