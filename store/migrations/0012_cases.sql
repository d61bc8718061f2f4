-- What a forum decided and what a case promised. `besvaret` is the quarter of the opgørelse whose case
-- answers it, NULL while it is open.
CREATE TABLE opfoelgning (
    upload_id VARCHAR,
    period VARCHAR,
    tekst VARCHAR,
    slags VARCHAR,
    forum VARCHAR,
    moede DATE,
    punkt INTEGER,
    ansvarlig VARCHAR,
    frist DATE,
    besvaret VARCHAR,
    svar VARCHAR
);

-- Each time that somebody saved the case of an opgørelse: its fields and its author's texts (JSON). The
-- newest of a quarter is the case.
CREATE TABLE case_events (
    seq BIGINT,
    happened_at TIMESTAMP,
    by_whom VARCHAR,
    quarter VARCHAR,
    content VARCHAR
);
INSERT INTO head
SELECT new_kinds.kind, 0 AS seq, min(split_part(mark, '/', 1)) || '/0' AS mark
FROM head, (VALUES ('opfoelgning'), ('sager')) AS new_kinds(kind)
GROUP BY new_kinds.kind;
