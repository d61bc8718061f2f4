-- Temporary views of one cursor. `as_of`, `version`, `levels` and `within` are its variables.

-- The uploads whose rows counted at the moment `as_of`, one row an upload and period.
CREATE OR REPLACE TEMP VIEW current_uploads AS
SELECT upload_id, kind, period
FROM upload_events
WHERE happened_at <= getvariable('as_of')
QUALIFY row_number() OVER (PARTITION BY upload_id, period ORDER BY seq DESC) = 1
    AND event IN ('stored', 'restored');

CREATE OR REPLACE TEMP VIEW facts AS
SELECT
    kvartal.*,
    CAST(left(quarter, 4) AS INTEGER) * 4 + CAST(right(quarter, 1) AS INTEGER) - 1 AS q
FROM kvartal
JOIN current_uploads
    ON current_uploads.upload_id = kvartal.upload_id AND current_uploads.period = kvartal.quarter;
