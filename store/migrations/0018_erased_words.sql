-- What names an erased thing in the log and in the table of roles, with what is to stand there instead (JSON),
-- and what no byte of the file may hold (JSON): only until it is taken out there.
CREATE TABLE erased_words (
    number BIGINT,
    replacements VARCHAR,
    searched VARCHAR
);
