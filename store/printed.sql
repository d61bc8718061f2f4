-- Figures as they are printed: for everybody but HR, and for all that leaves the program. Each measure
-- has `decimals`, and others where the group is small and the edition public: it is `coarse` then.
CREATE OR REPLACE TEMP MACRO round_half_away(figure, places) AS
CAST(
    CASE places
        WHEN 0 THEN round(try_cast(figure AS DECIMAL(28, 10)), 0)
        WHEN 1 THEN round(try_cast(figure AS DECIMAL(28, 10)), 1)
        WHEN 2 THEN round(try_cast(figure AS DECIMAL(28, 10)), 2)
    END AS DOUBLE
);

CREATE OR REPLACE TEMP MACRO print_measures(kpi, measures, places) AS
map_from_entries(list_transform(
    map_entries(measures),
    lambda entry: {
        'key': entry.key,
        'value': round_half_away(entry.value, coalesce(places[kpi || '.' || entry.key], 0))
    }
));

-- How many there are in a group stands with its rolling figure.
CREATE OR REPLACE TEMP VIEW group_sizes AS
SELECT version, key, quarter, measures['employees'] AS employees
FROM figures_kpi
WHERE kpi = 'rullende';

CREATE OR REPLACE TEMP MACRO print_rows(source) AS TABLE
WITH sized AS (
    SELECT
        source.*,
        is_public AND coalesce(
            least(
                coalesce(source.measures['employees'], now.employees), earlier.employees
            ) < getvariable('coarse_below'),
            false
        ) AS coarse
    FROM query_table(source) AS source
    LEFT JOIN group_sizes AS now
        ON now.version = source.version AND now.key = source.key AND now.quarter = source.quarter
    LEFT JOIN group_sizes AS earlier
        ON earlier.version = source.version AND earlier.key = source.key
        AND earlier.quarter = source.against
)
SELECT
    * EXCLUDE (is_public)
    REPLACE (
        CASE WHEN coarse THEN print_measures(kpi, measures, getvariable('coarse_decimals'))
            ELSE print_measures(kpi, measures, getvariable('decimals')) END AS measures
    )
FROM sized;
