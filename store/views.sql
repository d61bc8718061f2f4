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

-- One enhed in one quarter, as an extract had it or as it was summed from spells, or its people only.
CREATE OR REPLACE TEMP VIEW read_rows AS
SELECT 'kvartal' AS kind, * FROM kvartal
UNION ALL BY NAME
SELECT 'rullende' AS kind, * FROM rullende_rows
UNION ALL BY NAME
SELECT 'bemanding' AS kind, * FROM bemanding
UNION ALL BY NAME
SELECT *, CAST(korttid + langtid AS DECIMAL(28, 12)) AS dagsvaerk
FROM (
    SELECT
        'fravaer' AS kind,
        * EXCLUDE (korttid_delvis, langtid_delvis, graense) REPLACE (
            CAST(korttid + share * korttid_delvis AS DECIMAL(28, 12)) AS korttid,
            CAST(langtid + share * langtid_delvis AS DECIMAL(28, 12)) AS langtid
        ),
    FROM fravaer
    CROSS JOIN (SELECT CAST(coalesce(getvariable('part_days'), true) AS INTEGER) AS share)
);

-- Those rows that count, and those of the upload `incoming` that is on its way in. An enhed is the
-- same where its number is, with or without leading zeros; a row without a number (its key is its
-- name) is the enhed that alone has that name. `enhed` becomes one spelling for all rows of an enhed.
CREATE OR REPLACE TEMP VIEW known_rows AS
WITH spelled AS (
    SELECT
        read_rows.*,
        current_uploads.upload_id IS NOT NULL AS counts,
        enhed = enhed_navn AS by_name,
        lower(enhed_navn) AS same_name,
        same_enhed(enhed) AS same
    FROM read_rows
    LEFT JOIN current_uploads
        ON current_uploads.upload_id = read_rows.upload_id
        AND current_uploads.period = read_rows.quarter
    WHERE current_uploads.upload_id IS NOT NULL OR read_rows.upload_id = getvariable('incoming')
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

-- In a quarter without an extract that counts, spells and people are put together. An enhed with
-- people and no spells was not absent; one with spells and no people has nothing to divide by. Such
-- a row is of the upload that its people are from, or would be.
CREATE OR REPLACE TEMP VIEW facts AS
WITH counting AS (SELECT * EXCLUDE (counts) FROM known_rows WHERE counts AND kind != 'rullende'),
extracted AS (SELECT DISTINCT quarter FROM counting WHERE kind = 'kvartal'),
spells AS (SELECT DISTINCT quarter FROM counting WHERE kind = 'fravaer'),
combined AS (
    SELECT
        quarter,
        enhed,
        coalesce(
            min(upload_id) FILTER (WHERE kind = 'bemanding'),
            min(min(upload_id) FILTER (WHERE kind = 'bemanding')) OVER (PARTITION BY quarter),
            min(upload_id)
        ) AS upload_id,
        min(enhed_navn) AS enhed_navn,
        coalesce(min(afdeling) FILTER (WHERE kind = 'bemanding'), min(afdeling)) AS afdeling,
        coalesce(min(omraade) FILTER (WHERE kind = 'bemanding'), min(omraade)) AS omraade,
        CAST(coalesce(sum(dagsvaerk), 0) AS DECIMAL(28, 12)) AS dagsvaerk,
        CAST(coalesce(sum(korttid), 0) AS DECIMAL(28, 12)) AS korttid,
        CAST(coalesce(sum(langtid), 0) AS DECIMAL(28, 12)) AS langtid,
        CAST(sum(medarbejdere) AS DECIMAL(28, 12)) AS medarbejdere,
        CAST(sum(fuldtidsstillinger) AS DECIMAL(28, 12)) AS fuldtidsstillinger
    FROM counting
    SEMI JOIN spells USING (quarter)
    ANTI JOIN extracted USING (quarter)
    GROUP BY quarter, enhed
)
SELECT *, CAST(left(quarter, 4) AS INTEGER) * 4 + CAST(right(quarter, 1) AS INTEGER) - 1 AS q
FROM (
    SELECT * EXCLUDE (kind) FROM counting WHERE kind = 'kvartal'
    UNION ALL BY NAME
    SELECT * FROM combined
);

-- One enhed in the twelve months that end with a quarter. No part of a quarter's own `facts`.
CREATE OR REPLACE TEMP VIEW rolling_facts AS
SELECT
    * EXCLUDE (counts, kind),
    CAST(left(quarter, 4) AS INTEGER) * 4 + CAST(right(quarter, 1) AS INTEGER) - 1 AS q
FROM known_rows
WHERE counts AND kind = 'rullende';

-- The people of the lists that count: a row an employment and year. An enhed has one spelling.
CREATE OR REPLACE TEMP VIEW people AS
SELECT personer.* REPLACE (min(enhed) OVER (PARTITION BY same_enhed(enhed)) AS enhed)
FROM personer
JOIN current_uploads
    ON current_uploads.upload_id = personer.upload_id AND current_uploads.period = personer.year;
