-- From the rows that are known at each moment that is asked for to `kept_rows` and `kept_counting`, and to `read_facts`: what they
-- say of each enhed.
CREATE OR REPLACE TEMP TABLE kept_rows AS FROM known_rows;

CREATE OR REPLACE TEMP TABLE kept_counting AS FROM counting_of('kept_rows');

-- Of a quarter that spells are loaded of, an enhed without any has none, unless it was absent all the same: then
-- the files do not have it. `gentagne` is known of a quarter where all files cover its twelve months.
CREATE OR REPLACE TEMP TABLE read_facts AS
WITH spell_counts AS (FROM spell_counts_of('kept_rows')),
spell_quarters AS (
    SELECT moment, q, count(gentagne) = count(*) AS has_twelve_months
    FROM spell_counts
    GROUP BY moment, q
    HAVING count(forloeb) = count(*)
),
groups AS (
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
    NOT rolling AND has_twelve_months IS NOT NULL
        AND (spell_counts.enhed IS NOT NULL OR dagsvaerk = 0) AS has_spells,
    CASE WHEN has_spells THEN coalesce(forloeb, 0) END AS forloeb,
    CASE WHEN has_spells THEN coalesce(forloebsdage, 0) END AS forloebsdage,
    CASE WHEN has_spells AND has_twelve_months THEN coalesce(gentagne, 0) END AS gentagne,
    CASE WHEN has_spells THEN coalesce(delvis, 0) END AS delvis,
    CASE WHEN has_spells THEN coalesce(hele, 0) END AS hele,
    groups,
    same_enhed(enhed) AS same,
    coalesce(medarbejdere, fuldtidsstillinger) AS people
FROM (
    SELECT *, false AS rolling FROM facts_of('kept_counting')
    UNION ALL BY NAME
    SELECT *, true AS rolling FROM rolling_facts_of('kept_rows')
) AS rows
LEFT JOIN groups USING (moment, enhed, q)
LEFT JOIN spell_counts USING (moment, enhed, q)
LEFT JOIN spell_quarters USING (moment, q);
