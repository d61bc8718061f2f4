-- From which day on each audience sees a release, the step `release_seq` of opgoerelse_events: a row each
-- time that somebody said so; of two about one audience the later one holds.
CREATE TABLE release_openings (
    seq BIGINT,
    happened_at TIMESTAMP,
    by_whom VARCHAR,
    release_seq BIGINT,
    audience VARCHAR,
    first_day DATE
);
-- An earlier version of the program released to all at once.
INSERT INTO release_openings
SELECT seq, happened_at, by_whom, seq, audience, CAST(happened_at AS DATE)
FROM opgoerelse_events
CROSS JOIN (
    VALUES ('sekretariat'), ('direktører'), ('afdelingschefer'), ('enhedsledere')
) AS audiences(audience)
WHERE event = 'frigivet'
ORDER BY seq, audience;
