-- From `read_facts` of all moments that corrected quarters were shown at to `shown_waits`: whether a correction
-- may have waited at any of them, which is then found moment by moment; and where none has, to
-- `released_rows`: what each quarter showed last. No row waits that is never of a small enhed, nor one that
-- is there each time, on the same side of each limit, and never less than a fourth of what it was.
CREATE OR REPLACE TEMP TABLE states AS
SELECT moment, q, row_number() OVER newest_first = 1 AS is_last, count(*) OVER (PARTITION BY q) AS states
FROM (
    SELECT
        unnest(CAST(getvariable('moments') AS TIMESTAMP[])) AS moment,
        unnest(CAST(getvariable('newests') AS BIGINT[])) AS newest
)
JOIN (SELECT unnest(CAST(getvariable('corrected') AS BIGINT[])) AS q) ON q <= newest
WINDOW newest_first AS (PARTITION BY q ORDER BY moment DESC);

CREATE OR REPLACE TEMP TABLE shown_waits AS
WITH rows AS (SELECT * FROM read_facts JOIN states USING (moment, q)),
spans AS (
    SELECT
        count(*) != any_value(states) AS comes_or_goes,
        min(people) AS fewest, max(people) AS most,
        min(dagsvaerk) < 0.25 * max(dagsvaerk) OR min(korttid) < 0.25 * max(korttid)
            OR min(langtid) < 0.25 * max(langtid)
            OR min(forloeb) < 0.25 * max(forloeb)
            OR min(forloebsdage) < 0.25 * max(forloebsdage)
            OR min(delvis) < 0.25 * max(delvis) AS has_leap
    FROM rows
    GROUP BY q, same
)
SELECT
    EXISTS (FROM rows WHERE rolling)
    OR (SELECT count(*) FROM (SELECT DISTINCT moment, q FROM rows)) != (SELECT count(*) FROM states)
    OR EXISTS (
        FROM spans CROSS JOIN (SELECT unnest($smallest_groups) AS smallest_group)
        WHERE fewest < smallest_group AND (comes_or_goes OR has_leap OR most >= smallest_group)
    ) AS may_wait;

CREATE TEMP TABLE released_rows AS
SELECT read_facts.* EXCLUDE (moment)
FROM read_facts
JOIN states USING (moment, q)
WHERE is_last AND NOT (SELECT may_wait FROM shown_waits);
