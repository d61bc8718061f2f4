-- Temporary views of one cursor. `as_of` and `incoming` are its variables.

-- The uploads whose rows counted at the moment `as_of`, one row an upload and period.
CREATE OR REPLACE TEMP VIEW current_uploads AS
SELECT upload_id, kind, period
FROM upload_events
WHERE happened_at <= getvariable('as_of')
QUALIFY row_number() OVER (PARTITION BY upload_id, period ORDER BY seq DESC) = 1
    AND event IN ('stored', 'restored');

-- One spelling of an enhed's number, with or without leading zeros, or of its name.
CREATE OR REPLACE TEMP MACRO same_enhed(enhed) AS CASE
    WHEN regexp_full_match(enhed, '[0-9]+') THEN lpad(enhed, 40, '0')
    ELSE lower(enhed)
END;

-- Those rows, and those of the upload `incoming` that is on its way in. An enhed is the same where
-- its number is, with or without leading zeros; a row without a number (its key is its name) is the
-- enhed that alone has that name. `enhed` becomes one spelling for all rows of an enhed.
CREATE OR REPLACE TEMP VIEW known_rows AS
WITH spelled AS (
    SELECT
        kvartal.*,
        current_uploads.upload_id IS NOT NULL AS counts,
        enhed = enhed_navn AS by_name,
        lower(enhed_navn) AS same_name,
        same_enhed(enhed) AS same
    FROM kvartal
    LEFT JOIN current_uploads
        ON current_uploads.upload_id = kvartal.upload_id
        AND current_uploads.period = kvartal.quarter
    WHERE current_uploads.upload_id IS NOT NULL OR kvartal.upload_id = getvariable('incoming')
),
numbered AS (
    SELECT same_name, min(same) AS number
    FROM spelled
    WHERE NOT by_name
    GROUP BY same_name
    HAVING min(same) = max(same)
),
identified AS (
    SELECT spelled.*, coalesce(number, same) AS identity
    FROM spelled
    LEFT JOIN numbered ON by_name AND numbered.same_name = spelled.same_name
)
SELECT
    * EXCLUDE (by_name, same_name, same, identity) REPLACE (
        coalesce(
            min(enhed) FILTER (WHERE NOT by_name) OVER (PARTITION BY identity),
            min(enhed) OVER (PARTITION BY identity)
        ) AS enhed
    )
FROM identified;

CREATE OR REPLACE TEMP VIEW facts AS
SELECT
    * EXCLUDE (counts),
    CAST(left(quarter, 4) AS INTEGER) * 4 + CAST(right(quarter, 1) AS INTEGER) - 1 AS q
FROM known_rows
WHERE counts;
