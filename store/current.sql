-- Temporary views of one cursor. `as_of` and `incoming` are its variables, and `part_days`: whether
-- absence of part of a day counts (it does where nothing is said).

-- The uploads whose rows counted at the moment `as_of`, one row an upload and period.
CREATE OR REPLACE TEMP VIEW current_uploads AS
SELECT upload_id, kind, period
FROM upload_events
WHERE happened_at <= getvariable('as_of')
QUALIFY row_number() OVER (PARTITION BY upload_id, period ORDER BY seq DESC) = 1
    AND event IN ('stored', 'restored', 'redone');

-- The uploads whose rows counted at each of the cursor's `moments`; at `as_of` alone where it has none.
CREATE OR REPLACE TEMP VIEW uploads_at_moments AS
SELECT moment, upload_id, kind, period
FROM upload_events
JOIN (
    SELECT unnest(coalesce(
        CAST(getvariable('moments') AS TIMESTAMP[]), [CAST(getvariable('as_of') AS TIMESTAMP)]
    )) AS moment
) AS asked ON happened_at <= moment
QUALIFY row_number() OVER (PARTITION BY moment, upload_id, period ORDER BY seq DESC) = 1
    AND event IN ('stored', 'restored', 'redone');

-- The number of a quarter, as core.quarter counts them: "2024K4" is 8099. NULL for the period of a list
-- that is not by quarter: a filter may meet it before the rows that it is of are left out.
CREATE OR REPLACE TEMP MACRO quarter_number(quarter) AS
    TRY_CAST(left(quarter, 4) AS INTEGER) * 4 + TRY_CAST(right(quarter, 1) AS INTEGER) - 1;
CREATE OR REPLACE TEMP MACRO quarter_text(number) AS
    (number // 4) || 'K' || (number % 4 + 1);

-- The quarter that a period is of: an extract of one month has that month, "2024-04", as its period.
CREATE OR REPLACE TEMP MACRO is_month(period) AS regexp_full_match(period, '[0-9]{4}-[0-9]{2}');
CREATE OR REPLACE TEMP MACRO quarter_of(period) AS CASE WHEN is_month(period)
    THEN left(period, 4) || 'K' || ((CAST(right(period, 2) AS INTEGER) + 2) // 3) ELSE period END;

-- The last day of a quarter, a month or a year.
CREATE OR REPLACE TEMP MACRO last_day_of(period) AS last_day(make_date(
    TRY_CAST(left(period, 4) AS INTEGER),
    CASE WHEN is_month(period) THEN CAST(right(period, 2) AS INTEGER)
        WHEN length(period) = 6 THEN TRY_CAST(right(period, 1) AS INTEGER) * 3 ELSE 12 END,
    1
));

-- When the data of a period that counts were drawn. Where the file does not tell, or tells of a day that
-- has not come, it is the day that it was loaded, in Denmark. What a file calls preliminary itself, its last
-- period, is as if it had not been over.
CREATE OR REPLACE TEMP VIEW draws AS
SELECT
    current_uploads.kind,
    period,
    last_day_of(period) AS until,
    CAST(loaded_at + INTERVAL 1 HOUR AS DATE) AS loaded,
    least(
        coalesce(extract_date, loaded),
        loaded,
        CASE WHEN contains(problems, '"stated_preliminary"')
            AND until = max(until) OVER (PARTITION BY upload_id) THEN until END
    ) AS drawn
FROM current_uploads
JOIN uploads USING (upload_id)
WHERE current_uploads.kind IN ('kvartal', 'rullende', 'fravaer', 'bemanding', 'personer');

-- The quarters that have extracts of some of their months: they have no figures before all three count.
CREATE OR REPLACE TEMP VIEW unfinished_quarters AS
SELECT moment, quarter_of(period) AS quarter, list(DISTINCT period ORDER BY period) AS months
FROM uploads_at_moments
WHERE kind = 'kvartal' AND is_month(period)
GROUP BY moment, quarter_of(period)
HAVING count(DISTINCT period) < 3;

-- One spelling of an enhed's number, with or without leading zeros, or of its name.
CREATE OR REPLACE TEMP MACRO same_enhed(enhed) AS CASE
    WHEN regexp_full_match(enhed, '[0-9]+') THEN lpad(enhed, 40, '0')
    ELSE lower(enhed)
END;

-- The people of the lists that count: a row an employment and year. An enhed has one spelling.
CREATE OR REPLACE TEMP VIEW people AS
WITH known AS (
    SELECT personer.*
    FROM personer
    JOIN current_uploads
        ON current_uploads.upload_id = personer.upload_id AND current_uploads.period = personer.year
),
spelled AS (
    SELECT enhed, min(enhed) OVER (PARTITION BY same_enhed(enhed)) AS spelling
    FROM (SELECT DISTINCT enhed FROM known)
)
SELECT known.* REPLACE (spelling AS enhed) FROM known JOIN spelled USING (enhed);
