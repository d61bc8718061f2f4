-- From the set `kept_version` to `printed_sums`: the rows that tell of all enheder in one of the nodes
-- `kept_line` together, as they are printed. Personalegrupper and grupper go across the nodes, and what drove
-- a change rests on the sums.
CREATE OR REPLACE TEMP MACRO is_sum_with_unit(key, level, kpi) AS
    list_contains(CAST(getvariable('kept_line') AS VARCHAR[]), key)
    OR level IN ('personalegruppe', 'gruppe')
    OR starts_with(kpi, 'forklaring');

CREATE OR REPLACE TEMP VIEW sums_with_unit AS
SELECT *, CAST(getvariable('kept_is_public') AS BOOLEAN) AS is_public
FROM figures_kpi
WHERE version = getvariable('kept_version') AND is_sum_with_unit(key, level, kpi);

CREATE OR REPLACE TEMP TABLE printed_sums AS
SELECT * EXCLUDE (coarse) FROM print_rows('sums_with_unit');
