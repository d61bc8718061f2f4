-- From `read_facts` of the moment `as_of`, and from `released_rows`, what earlier opgørelser that were released rested on in quarters that
-- were corrected since, to `resting`: the rows that figures rest on now. A correction `waits` where a small
-- enhed came, went, shrank below the limit, or was corrected so much that the difference would tell nearly
-- all that it has: the row is the one that was shown, and none where there was none. Other corrections of
-- an enhed that was hidden and is tell no more than the difference itself.
CREATE OR REPLACE TEMP VIEW facts_then AS
SELECT * EXCLUDE (moment) FROM read_facts
WHERE moment = getvariable('as_of') AND q <= getvariable('newest');

-- None where nothing was corrected.
CREATE TEMP TABLE IF NOT EXISTS released_rows AS FROM facts_then LIMIT 0;

-- Whether what one part has more than another is nearly all of it.
CREATE OR REPLACE TEMP MACRO is_nearly_all(part, of_part) AS coalesce(of_part < 0.25 * part, false);

CREATE OR REPLACE TEMP TABLE waiting AS
SELECT DISTINCT
    rolling, q, same,
    coalesce(shown.enhed, now.enhed) AS enhed,
    coalesce(shown.afdeling, now.afdeling) AS afdeling,
    coalesce(shown.omraade, now.omraade) AS omraade
FROM (FROM facts_then SEMI JOIN released_rows USING (rolling, q)) AS now
FULL JOIN (FROM released_rows WHERE q <= getvariable('newest')) AS shown USING (rolling, q, same)
CROSS JOIN (SELECT unnest($smallest_groups) AS smallest_group)
WHERE CASE
    WHEN shown.enhed IS NULL THEN now.people < smallest_group
    WHEN now.enhed IS NULL THEN shown.people < smallest_group
    WHEN now.people < smallest_group AND shown.people >= smallest_group THEN
        (now.people, now.dagsvaerk, now.korttid)
        IS DISTINCT FROM (shown.people, shown.dagsvaerk, shown.korttid)
    ELSE now.people < smallest_group AND (
        is_nearly_all(now.dagsvaerk, shown.dagsvaerk)
        OR is_nearly_all(now.korttid, shown.korttid)
        OR is_nearly_all(now.langtid, shown.langtid)
        OR is_nearly_all(now.forloeb, shown.forloeb)
        OR is_nearly_all(now.forloebsdage, shown.forloebsdage)
        OR is_nearly_all(now.delvis, shown.delvis)
    ) OR shown.people < smallest_group AND (
        is_nearly_all(shown.dagsvaerk, now.dagsvaerk)
        OR is_nearly_all(shown.korttid, now.korttid)
        OR is_nearly_all(shown.langtid, now.langtid)
        OR is_nearly_all(shown.forloeb, now.forloeb)
        OR is_nearly_all(shown.forloebsdage, now.forloebsdage)
        OR is_nearly_all(shown.delvis, now.delvis)
    )
END;

CREATE OR REPLACE TEMP TABLE resting AS
FROM facts_then ANTI JOIN waiting USING (rolling, q, same)
UNION ALL BY NAME
SELECT released_rows.* REPLACE (coalesce(spelling, released_rows.enhed) AS enhed)
FROM released_rows
SEMI JOIN waiting USING (rolling, q, same)
LEFT JOIN (SELECT same, min(enhed) AS spelling FROM facts_then GROUP BY same) USING (same);
