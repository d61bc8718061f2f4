-- From the rows that are known at each moment that is asked for to `kept_rows` and `kept_counting`, and to `read_facts`: what they
-- say of each enhed.
CREATE OR REPLACE TEMP TABLE kept_rows AS FROM known_rows;

CREATE OR REPLACE TEMP TABLE kept_counting AS FROM counting_of('kept_rows');

CREATE OR REPLACE TEMP TABLE read_facts AS
WITH groups AS (
    SELECT
        moment, enhed, q,
        list({
            'personalegruppe': personalegruppe, 'dagsvaerk': dagsvaerk, 'korttid': korttid,
            'langtid': langtid, 'medarbejdere': medarbejdere, 'fuldtidsstillinger': fuldtidsstillinger
        }) AS groups
    FROM group_facts_of('kept_counting')
    WHERE list_contains(CAST(getvariable('corrected') AS BIGINT[]), q)
    GROUP BY moment, enhed, q
)
SELECT
    rows.*,
    groups,
    same_enhed(enhed) AS same,
    coalesce(medarbejdere, fuldtidsstillinger) AS people
FROM (
    SELECT *, false AS rolling FROM facts_of('kept_counting')
    UNION ALL BY NAME
    SELECT *, true AS rolling FROM rolling_facts_of('kept_rows')
) AS rows
LEFT JOIN groups USING (moment, enhed, q);
