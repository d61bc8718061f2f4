-- The sets of figures of the other choices that readers of a release have, by variant and edition (JSON);
-- NULL in a step of an earlier version of the program, which kept the usual one alone.
ALTER TABLE opgoerelse_events ADD COLUMN variants VARCHAR;
