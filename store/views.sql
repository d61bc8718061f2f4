-- Temporary views of one cursor over the rows that count: what the figures are made of.

-- One enhed in one quarter, as an extract had it or as it was summed from spells, or its people only.
CREATE OR REPLACE TEMP VIEW read_rows AS
SELECT 'kvartal' AS kind, * EXCLUDE (graense) FROM kvartal
UNION ALL BY NAME
SELECT 'rullende' AS kind, * EXCLUDE (graense) FROM rullende_rows
UNION ALL BY NAME
SELECT 'bemanding' AS kind, * FROM bemanding
UNION ALL BY NAME
SELECT *, CAST(korttid + langtid AS DECIMAL(28, 12)) AS dagsvaerk
FROM (
    SELECT
        'fravaer' AS kind,
        * EXCLUDE (korttid_delvis, langtid_delvis, graense, klippet) REPLACE (
            CAST(korttid + share * korttid_delvis AS DECIMAL(28, 12)) AS korttid,
            CAST(langtid + share * langtid_delvis AS DECIMAL(28, 12)) AS langtid
        ),
        CAST(korttid_delvis + langtid_delvis AS DECIMAL(28, 12)) AS delvis,
        CAST(fravaer.korttid + fravaer.langtid AS DECIMAL(28, 12)) AS hele
    FROM fravaer
    CROSS JOIN (SELECT CAST(coalesce(getvariable('part_days'), true) AS INTEGER) AS share)
);

-- Those rows that count, and those of the upload `incoming` that is on its way in. An enhed is the
-- same where its number is, with or without leading zeros; a row without a number (its key is its
-- name) is the enhed that alone has that name. `enhed` becomes one spelling for all rows of an enhed.
-- Where the variable `known_quarters` is set, only the rows of these are known.
-- `period` is the quarter, or the month of it that the row is of. They are those of each `moment` that the
-- cursor asks for, `as_of` alone where it asks for none.
CREATE OR REPLACE TEMP VIEW known_rows AS
WITH row_uploads AS (
    SELECT *, quarter_of(period) AS quarter, true AS counts
    FROM uploads_at_moments
    UNION ALL BY NAME
    SELECT DISTINCT
        CAST(getvariable('as_of') AS TIMESTAMP) AS moment, upload_id, quarter AS period,
        quarter_of(coming.quarter) AS quarter, false AS counts
    FROM (SELECT * FROM read_rows WHERE upload_id = getvariable('incoming')) AS coming
    ANTI JOIN uploads_at_moments AS counting
        ON counting.upload_id = coming.upload_id AND counting.period = coming.quarter
),
rows AS (
    SELECT
        read_rows.* REPLACE (row_uploads.quarter AS quarter),
        row_uploads.period,
        moment,
        counts
    FROM read_rows
    JOIN row_uploads
        ON row_uploads.upload_id = read_rows.upload_id
        AND row_uploads.period = read_rows.quarter
    WHERE coalesce(list_contains(
        CAST(getvariable('known_quarters') AS BIGINT[]), quarter_number(row_uploads.quarter)
    ), true)
),
spelled AS (
    SELECT
        *,
        enhed = enhed_navn AS by_name,
        lower(enhed_navn) AS same_name,
        same_enhed(enhed) AS same
    FROM (SELECT DISTINCT moment, enhed, enhed_navn FROM rows)
),
numbered AS (
    SELECT moment, same_name, min(same) AS number
    FROM spelled
    WHERE NOT by_name
    GROUP BY moment, same_name
    HAVING min(same) = max(same)
),
identified AS (
    SELECT spelled.*, coalesce(number, same) AS identity
    FROM spelled
    LEFT JOIN numbered
        ON by_name AND numbered.same_name = spelled.same_name AND numbered.moment = spelled.moment
),
-- Not a window: one with a partition an enhed takes many times as long as this.
named AS (
    SELECT moment, identity, coalesce(min(enhed) FILTER (WHERE NOT by_name), min(enhed)) AS spelling
    FROM identified
    GROUP BY moment, identity
)
SELECT rows.* REPLACE (spelling AS enhed)
FROM rows
JOIN (FROM identified JOIN named USING (moment, identity)) AS names
    ON names.moment = rows.moment AND names.enhed = rows.enhed
    AND names.enhed_navn IS NOT DISTINCT FROM rows.enhed_navn;

-- What an enhed has in a quarter's three months; where it lacks one of them, there is nothing.
CREATE OR REPLACE TEMP MACRO sum_of_months(figure) AS
    CASE WHEN count(figure) = 3 THEN sum(figure) END;

-- The rows of quarters, of those in a table or view like `known_rows`. Three months make one: days are summed
-- and people averaged. In a quarter without an extract that counts, spells and people are put together: see
-- `facts`.
CREATE OR REPLACE TEMP MACRO counting_of(rows_name) AS TABLE
WITH rows AS (
    SELECT * EXCLUDE (counts) FROM query_table(rows_name) WHERE counts AND kind != 'rullende'
),
extracts AS (
    SELECT * EXCLUDE (period) FROM rows WHERE kind = 'kvartal' AND period = quarter
    UNION ALL BY NAME
    SELECT
        moment, kind, quarter, enhed, personalegruppe,
        min(upload_id) AS upload_id,
        arg_max(enhed_navn, period) AS enhed_navn,
        arg_max(afdeling, period) AS afdeling,
        arg_max(omraade, period) AS omraade,
        CAST(sum_of_months(dagsvaerk) AS DECIMAL(28, 12)) AS dagsvaerk,
        CAST(sum_of_months(korttid) AS DECIMAL(28, 12)) AS korttid,
        CAST(sum_of_months(langtid) AS DECIMAL(28, 12)) AS langtid,
        CAST(sum_of_months(medarbejdere) / 3 AS DECIMAL(28, 12)) AS medarbejdere,
        CAST(sum_of_months(fuldtidsstillinger) / 3 AS DECIMAL(28, 12)) AS fuldtidsstillinger
    FROM rows
    ANTI JOIN unfinished_quarters USING (moment, quarter)
    WHERE kind = 'kvartal' AND period != quarter
    GROUP BY moment, kind, quarter, enhed, personalegruppe
),
extracted AS (SELECT DISTINCT moment, quarter FROM extracts)
FROM extracts
UNION ALL BY NAME
SELECT rows.* EXCLUDE (period)
FROM rows
SEMI JOIN (SELECT moment, quarter FROM rows WHERE kind = 'fravaer') USING (moment, quarter)
ANTI JOIN extracted USING (moment, quarter)
WHERE kind != 'kvartal';

-- A sum of what all have; where one has nothing, there is none.
CREATE OR REPLACE TEMP MACRO sum_of_all(figure) AS
    CAST(CASE WHEN count(figure) = count(*) THEN sum(figure) END AS DECIMAL(28, 12));

-- One enhed in one quarter, of the rows in a table or view like `counting`. An extract may have a row for each of its personalegrupper. With spells
-- and people, an enhed with people and no spells was not absent; one with spells and no people has
-- nothing to divide by. Such a row is of the upload that its people are from, or would be.
CREATE OR REPLACE TEMP MACRO facts_of(rows_name) AS TABLE
SELECT *, quarter_number(quarter) AS q
FROM (
    SELECT
        moment,
        quarter,
        enhed,
        min(upload_id) AS upload_id,
        min(enhed_navn) AS enhed_navn,
        min(afdeling) AS afdeling,
        min(omraade) AS omraade,
        sum_of_all(dagsvaerk) AS dagsvaerk,
        sum_of_all(korttid) AS korttid,
        sum_of_all(langtid) AS langtid,
        sum_of_all(medarbejdere) AS medarbejdere,
        sum_of_all(fuldtidsstillinger) AS fuldtidsstillinger
    FROM query_table(rows_name)
    WHERE kind = 'kvartal'
    GROUP BY moment, quarter, enhed
    UNION ALL BY NAME
    SELECT
        moment,
        quarter,
        enhed,
        coalesce(
            min(upload_id) FILTER (WHERE kind = 'bemanding'),
            min(min(upload_id) FILTER (WHERE kind = 'bemanding')) OVER (PARTITION BY moment, quarter),
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
    FROM query_table(rows_name)
    WHERE kind != 'kvartal'
    GROUP BY moment, quarter, enhed
);

-- What was counted of the spells of one enhed in one quarter, and their dagsværk with (`delvis`) and without
-- part-days (`hele`), of the rows in a table or view like `known_rows`: also where an extract has the days.
CREATE OR REPLACE TEMP MACRO spell_counts_of(rows_name) AS TABLE
SELECT
    moment,
    enhed,
    quarter_number(quarter) AS q,
    sum_of_all(forloeb) AS forloeb,
    sum_of_all(forloebsdage) AS forloebsdage,
    sum_of_all(gentagne) AS gentagne,
    sum_of_all(delvis) AS delvis,
    sum_of_all(hele) AS hele
FROM query_table(rows_name)
WHERE counts AND kind = 'fravaer'
GROUP BY moment, quarter, enhed;

-- One personalegruppe of an enhed in one quarter, where the rows tell it.
CREATE OR REPLACE TEMP MACRO group_facts_of(rows_name) AS TABLE
SELECT
    moment,
    enhed,
    personalegruppe,
    quarter_number(quarter) AS q,
    CASE WHEN kind = 'kvartal' THEN sum_of_all(dagsvaerk)
        ELSE CAST(coalesce(sum(dagsvaerk), 0) AS DECIMAL(28, 12)) END AS dagsvaerk,
    CASE WHEN kind = 'kvartal' THEN sum_of_all(korttid)
        ELSE CAST(coalesce(sum(korttid), 0) AS DECIMAL(28, 12)) END AS korttid,
    CASE WHEN kind = 'kvartal' THEN sum_of_all(langtid)
        ELSE CAST(coalesce(sum(langtid), 0) AS DECIMAL(28, 12)) END AS langtid,
    CAST(sum(medarbejdere) AS DECIMAL(28, 12)) AS medarbejdere,
    CAST(sum(fuldtidsstillinger) AS DECIMAL(28, 12)) AS fuldtidsstillinger
FROM (SELECT * REPLACE (if(kind = 'kvartal', kind, 'forloeb') AS kind) FROM query_table(rows_name))
WHERE personalegruppe IS NOT NULL
GROUP BY moment, kind, quarter, enhed, personalegruppe;

-- One enhed in the twelve months that end with a quarter. No part of a quarter's own `facts`.
CREATE OR REPLACE TEMP MACRO rolling_facts_of(rows_name) AS TABLE
SELECT
    moment,
    quarter,
    enhed,
    min(upload_id) AS upload_id,
    min(enhed_navn) AS enhed_navn,
    min(afdeling) AS afdeling,
    min(omraade) AS omraade,
    sum_of_all(dagsvaerk) AS dagsvaerk,
    sum_of_all(korttid) AS korttid,
    sum_of_all(langtid) AS langtid,
    sum_of_all(medarbejdere) AS medarbejdere,
    sum_of_all(fuldtidsstillinger) AS fuldtidsstillinger,
    quarter_number(quarter) AS q
FROM query_table(rows_name)
WHERE counts AND kind = 'rullende'
GROUP BY moment, quarter, enhed;

CREATE OR REPLACE TEMP VIEW counting AS FROM counting_of('known_rows');
CREATE OR REPLACE TEMP VIEW facts AS FROM facts_of('counting');
CREATE OR REPLACE TEMP VIEW group_facts AS FROM group_facts_of('counting');
CREATE OR REPLACE TEMP VIEW rolling_facts AS FROM rolling_facts_of('known_rows');
