-- The nodes of a level as an earlier opgørelse was sent with them: over four quarters, or in a `single`.
SELECT key, name, quarter, parent, masked, missing, denominator, value
FROM shown_rullende
WHERE NOT $single AND version = $sent AND quarter = $quarter AND level = $level AND NOT missing
UNION ALL
SELECT key, name, quarter, parent, masked, missing, words['denominator'], measures['value']
FROM shown_figures
WHERE $single AND kpi = 'kvartal'
    AND version = $sent AND quarter = $quarter AND level = $level AND NOT missing
