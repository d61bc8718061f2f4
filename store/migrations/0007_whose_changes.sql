-- Each kind's number of changes bears the mark of the store that it was counted in and the number
-- itself, so that a .wal of another store that is taken in changes the mark too.
ALTER TABLE head ADD COLUMN mark VARCHAR;
WITH made AS MATERIALIZED (SELECT CAST(uuid() AS VARCHAR) AS identity)
UPDATE head SET mark = identity || '/' || seq FROM made;

-- Each time that somebody went on with a store that was not the one, or not as far, as was known.
CREATE TABLE acceptances (
    happened_at TIMESTAMP,
    by_whom VARCHAR,
    known_identity VARCHAR,
    known_changes BIGINT,
    identity VARCHAR,
    changes BIGINT
);
