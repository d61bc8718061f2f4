-- Temporary views of one cursor. `as_of` and `incoming` are its variables, and `part_days`: whether
-- absence of part of a day counts (it does where nothing is said).

-- The uploads whose rows counted at the moment `as_of`, one row an upload and period.
CREATE OR REPLACE TEMP VIEW current_uploads AS
SELECT upload_id, kind, period
FROM upload_events
WHERE happened_at <= getvariable('as_of')
QUALIFY row_number() OVER (PARTITION BY upload_id, period ORDER BY seq DESC) = 1
    AND event IN ('stored', 'restored', 'redone');

-- One spelling of an enhed's number, with or without leading zeros, or of its name.
CREATE OR REPLACE TEMP MACRO same_enhed(enhed) AS CASE
    WHEN regexp_full_match(enhed, '[0-9]+') THEN lpad(enhed, 40, '0')
    ELSE lower(enhed)
END;
