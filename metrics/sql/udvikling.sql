-- Every node of a level at each quarter up to one.
SELECT
    key, name, quarter, parent, denominator, masked, missing, holes, unsplit, vanished, quarters,
    value, short, long, long_share, employees
FROM rullende
WHERE quarter <= $quarter AND level = $level
ORDER BY position, key, quarter
