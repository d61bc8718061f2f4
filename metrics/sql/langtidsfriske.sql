-- From `friske` (the counts of each pair of years) and `friske_masks` to the figures. A pair is valid
-- from the last quarter of its later year.
INSERT INTO figures_kpi BY NAME
WITH unsettled AS (
    SELECT DISTINCT CAST(period AS INTEGER) AS year FROM draws
    WHERE kind = 'personer' AND until >= drawn
),
judged AS (
    SELECT
        friske.*,
        NOT complete OR counted = 0 AS missing,
        friske_masks.key IS NOT NULL AND NOT missing AS masked,
        NOT missing AND NOT masked AS visible,
        (
            SELECT string_agg(unsettled.year || 'K4', ' ' ORDER BY unsettled.year) FROM unsettled
            WHERE CAST(friske.year AS INTEGER) - unsettled.year BETWEEN 0 AND 1
        ) AS preliminary
    FROM friske
    LEFT JOIN friske_masks
        ON friske_masks.key = friske.key AND friske_masks.q = CAST(friske.year AS INTEGER)
)
SELECT
    $version AS version, 'langtidsfriske' AS kpi, year || 'K4' AS quarter, '' AS against,
    level, key, CASE level WHEN 'kommune' THEN $municipality ELSE name END AS name, parent,
    grandparent, position, masked, missing,
    MAP {
        'value': CASE WHEN visible THEN friske / counted END,
        'friske': CASE WHEN visible THEN friske END,
        'counted': CASE WHEN visible THEN counted END,
        'left_out': CASE WHEN visible THEN left_out END,
        'joined': CASE WHEN visible THEN joined END,
        'departed': CASE WHEN visible THEN departed END,
        'neither': CASE WHEN visible THEN neither END,
        'elsewhere': CASE WHEN visible THEN elsewhere END
    } AS measures,
    MAP {
        'years': (CAST(year AS INTEGER) - 1) || ' og ' || year,
        'basis': CASE WHEN by_dates THEN 'datoer' ELSE 'lister' END,
        'preliminary': coalesce(preliminary, ''),
        'reason': CASE WHEN NOT complete THEN 'uden nuller' WHEN counted = 0 THEN 'ingen' ELSE '' END
    } AS words
FROM judged;
