-- What was erased for good beside people's marks: an upload, an enhed, the figures or the case of an
-- opgørelse. Its `number` stands for it in the log and in history; `what` it was is NULL for marks. `period`
-- is the newest that it was of. `backups` are the copies known to hold it still (JSON), until `held_until`.
ALTER TABLE erasures ADD COLUMN number BIGINT;
ALTER TABLE erasures ADD COLUMN what VARCHAR;
ALTER TABLE erasures ADD COLUMN by_whom VARCHAR;
ALTER TABLE erasures ADD COLUMN reason VARCHAR;
ALTER TABLE erasures ADD COLUMN journalised BOOLEAN;
ALTER TABLE erasures ADD COLUMN period VARCHAR;
ALTER TABLE erasures ADD COLUMN backups VARCHAR;
ALTER TABLE erasures ADD COLUMN held_until DATE;

-- The nodes whose sum of a quarter would tell an erased enhed beside the sum that was shown of it.
CREATE TABLE erased_sums (number BIGINT, key VARCHAR, quarter VARCHAR);

INSERT INTO head
SELECT 'sletninger' AS kind, 0 AS seq, min(split_part(mark, '/', 1)) || '/0' AS mark FROM head;
