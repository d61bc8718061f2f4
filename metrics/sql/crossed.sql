-- From `group_facts` to `group_pool`, each personalegruppe of an afdeling and of the kommune in each
-- quarter of each window, and to `crossed`: what its masks are decided on, a row a cell and quarter.
-- `rest` are those of an afdeling whose rows tell no personalegruppe. In today's organisation alone:
-- beside it another one would tell an enhed's own personalegrupper.
CREATE OR REPLACE TEMP TABLE group_pool AS
SELECT window_q, denominator, q, afdeling, personalegruppe, dagsvaerk, korttid, langtid,
    coalesce(medarbejdere, fuldtidsstillinger) AS people,
    CASE denominator WHEN 'medarbejdere' THEN medarbejdere ELSE fuldtidsstillinger END AS n
FROM windows
JOIN group_facts ON q BETWEEN window_q - 3 AND window_q
JOIN placed USING (enhed)
WHERE NOT rolling AND $organisation = 'nu' AND $closed_units
    AND dagsvaerk IS NOT NULL AND n IS NOT NULL;

CREATE OR REPLACE TEMP TABLE crossed AS
SELECT afdeling, personalegruppe, q,
    CAST(sum(people) AS DOUBLE) AS employees, CAST(sum(dagsvaerk) AS DOUBLE) AS dagsvaerk
FROM group_pool
WHERE q = window_q
GROUP BY afdeling, personalegruppe, q;
