-- From `windows` to `pairs`: which opgørelser are compared, over four quarters and in single ones. The
-- usual ones are the one before and the one a year before; others are asked for, one pair at a time.
-- Nothing is compared with what was not over.
CREATE OR REPLACE TEMP TABLE pairs AS
SELECT
    views.kpi,
    earlier.window_q AS q0,
    later.window_q AS q1,
    CASE views.kpi WHEN 'forklaring' THEN 4 ELSE 1 END AS quarters
FROM windows AS earlier
JOIN windows AS later ON later.window_q > earlier.window_q
CROSS JOIN (VALUES ('forklaring'), ('forklaring_kvartal')) AS views (kpi)
ANTI JOIN (
    SELECT DISTINCT window_q AS q0, 'forklaring' AS kpi FROM pool WHERE preliminary
    UNION ALL
    SELECT DISTINCT q, 'forklaring_kvartal' FROM pool WHERE preliminary AND NOT rolling
) AS unsettled ON unsettled.q0 = earlier.window_q AND unsettled.kpi = views.kpi
WHERE CASE
    WHEN $compared_from IS NULL THEN later.window_q - earlier.window_q IN (1, 4)
    ELSE earlier.window_q = $compared_from AND later.window_q = $compared_to
END;
