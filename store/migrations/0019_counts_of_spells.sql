-- Of the spells behind a row: how many began in the quarter, their calendar days from first to last, and how
-- many people had three short ones or more that began in the twelve months that end with the quarter. NULL in
-- rows from before, and of people where the file does not cover twelve months. No spell and no person is kept.
ALTER TABLE fravaer ADD COLUMN forloeb BIGINT;
ALTER TABLE fravaer ADD COLUMN forloebsdage BIGINT;
ALTER TABLE fravaer ADD COLUMN gentagne BIGINT;
