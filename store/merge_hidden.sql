-- From the sets `$version` and `$trial` to `merged_figures`: the first one, without what the second hides,
-- and without anything of the nodes `$keys`. Where the second one has no such row, or nothing in it, what
-- lies in one of the nodes of `$line` is hidden; so are the personalegrupper that erasure `$number` hides.
CREATE OR REPLACE TEMP TABLE merged_figures AS
WITH numbered AS (
    SELECT *, row_number() OVER (
        PARTITION BY version, kpi, quarter, against, key, words['noegletal'], words['period']
        ORDER BY position
    ) AS twin
    FROM figures_kpi
    WHERE version IN ($version, $trial)
),
paired AS (
    SELECT
        kept.* EXCLUDE (twin),
        again.key IS NOT NULL AND (kept.missing OR NOT again.missing) AS is_compared,
        coalesce(again.masked, false) AS again_masked,
        again.measures AS again_measures,
        list_contains($keys, kept.key) OR list_contains($keys, kept.parent) AS is_unit,
        list_has_any($line, [kept.key, kept.parent, kept.grandparent]) AS in_line,
        EXISTS (
            SELECT 1 FROM erased_sums
            WHERE number = $number AND kept.level = 'personalegruppe'
                AND kept.key IN (erased_sums.key, erased_sums.key || '/resten')
                AND quarter_number(kept.quarter) - quarter_number(erased_sums.quarter) BETWEEN 0 AND 3
        ) AS is_telling
    FROM (FROM numbered WHERE version = $version) AS kept
    LEFT JOIN (FROM numbered WHERE version = $trial) AS again
        ON again.kpi = kept.kpi AND again.quarter = kept.quarter AND again.against = kept.against
        AND again.key = kept.key AND again.twin = kept.twin
        AND again.words['noegletal'] IS NOT DISTINCT FROM kept.words['noegletal']
        AND again.words['period'] IS NOT DISTINCT FROM kept.words['period']
),
judged AS (
    SELECT
        *,
        is_unit OR is_telling
            OR (in_line OR starts_with(kpi, 'forklaring')) AND NOT is_compared AND NOT missing
            AS is_hidden
    FROM paired
)
SELECT
    * EXCLUDE (is_compared, again_masked, again_measures, is_unit, in_line, is_telling, is_hidden)
    REPLACE (
        masked OR NOT missing AND (is_hidden OR is_compared AND again_masked) AS masked,
        map_from_entries(list_transform(
            map_entries(measures),
            lambda entry: {
                'key': entry.key,
                'value': CASE
                    WHEN is_hidden THEN NULL
                    WHEN is_compared AND list_contains(map_keys(again_measures), entry.key)
                        AND again_measures[entry.key] IS NULL THEN NULL
                    ELSE entry.value
                END
            }
        )) AS measures
    )
FROM judged;
