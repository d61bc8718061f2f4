-- From `pool`, `kept_counting` and what is `waiting` to `group_pool`, each personalegruppe of an afdeling and of the kommune in
-- each quarter of each window, and to `crossed`: what its masks are decided on, a row a cell and quarter.
-- Those of an afdeling whose rows tell no personalegruppe are one without a name: what the afdeling is more
-- than its personalegrupper.
CREATE OR REPLACE TEMP TABLE group_pool AS
WITH told AS (
    FROM group_facts_of('kept_counting') AS group_facts
    ANTI JOIN (SELECT same, q FROM waiting WHERE NOT rolling) AS late
        ON late.same = same_enhed(group_facts.enhed) AND late.q = group_facts.q
    UNION ALL BY NAME
    SELECT enhed, q, unnest(groups, recursive := true)
    FROM resting SEMI JOIN waiting USING (rolling, q, same)
    WHERE NOT rolling
)
SELECT window_q, denominator, q, afdeling, personalegruppe, told.dagsvaerk, told.korttid, told.langtid,
    coalesce(told.medarbejdere, told.fuldtidsstillinger, 0) AS people,
    CASE denominator WHEN 'medarbejdere' THEN coalesce(told.medarbejdere, 0)
        ELSE coalesce(told.fuldtidsstillinger, 0) END AS n,
    hole,
    base,
    preliminary,
    early
FROM pool
JOIN told USING (enhed, q)
JOIN placed USING (enhed)
WHERE NOT rolling AND (base OR NOT hole);

CREATE OR REPLACE TEMP TABLE crossed AS
WITH groups AS (
    SELECT afdeling, personalegruppe, q, sum(people) AS employees, sum(dagsvaerk) AS dagsvaerk,
        sum(korttid) AS korttid, sum(langtid) AS langtid
    FROM group_pool
    WHERE q = window_q AND base
    GROUP BY afdeling, personalegruppe, q
),
rest AS (
    SELECT afdeling, '' AS personalegruppe, q, sum(people) AS employees, sum(dagsvaerk) AS dagsvaerk,
        sum(korttid) AS korttid, sum(langtid) AS langtid
    FROM pool
    JOIN placed USING (enhed)
    SEMI JOIN groups USING (afdeling, q)
    WHERE q = window_q AND base AND NOT rolling
    GROUP BY afdeling, q
    UNION ALL
    SELECT afdeling, '', q, -employees, -dagsvaerk, -korttid, -langtid FROM groups
)
SELECT afdeling, personalegruppe, q,
    CAST(sum(employees) AS DOUBLE) AS employees, CAST(sum(dagsvaerk) AS DOUBLE) AS dagsvaerk,
    CAST(coalesce(sum(korttid), 0) AS DOUBLE) AS korttid,
    CAST(coalesce(sum(langtid), 0) AS DOUBLE) AS langtid
FROM (FROM groups UNION ALL FROM rest)
GROUP BY afdeling, personalegruppe, q;
