-- Each kind of data counts its changes on a line of its own: see `head`.
INSERT INTO head VALUES
    ('rullende', 0), ('fravaer', 0), ('bemanding', 0), ('personer', 0), ('maaltal', 0),
    ('organisation', 0), ('haendelser', 0), ('noegletal', 0), ('mappings', 0), ('aliases', 0);

-- The headline figures without and with an upload, when it was stored: JSON.
ALTER TABLE uploads ADD COLUMN changes VARCHAR;

-- What was learned of layouts, and of names; append-only. The newest row of a name, or of a level
-- and alias, counts; one with NULL last says that it was deleted.
CREATE TABLE mappings (
    seq BIGINT,
    happened_at TIMESTAMP,
    by_whom VARCHAR,
    name VARCHAR,
    content VARCHAR
);
CREATE TABLE aliases (
    seq BIGINT,
    happened_at TIMESTAMP,
    by_whom VARCHAR,
    level VARCHAR,
    alias VARCHAR,
    name VARCHAR
);

-- One enhed in the twelve months that end with a quarter, as an extract had it: days are summed and
-- people averaged over the four quarters.
CREATE TABLE rullende_rows (
    upload_id VARCHAR,
    quarter VARCHAR,
    enhed VARCHAR,
    enhed_navn VARCHAR,
    afdeling VARCHAR,
    omraade VARCHAR,
    dagsvaerk DECIMAL(28, 12),
    korttid DECIMAL(28, 12),
    langtid DECIMAL(28, 12),
    medarbejdere DECIMAL(28, 12),
    fuldtidsstillinger DECIMAL(28, 12),
    sheet VARCHAR,
    source_row BIGINT
);

-- One enhed's sick leave in one quarter, summed from spells: nobody's spell is kept. Days of spells
-- of part-days are in both columns of their own, and in none of the others. `graense` is the longest
-- spell, in calendar days, that was short.
CREATE TABLE fravaer (
    upload_id VARCHAR,
    quarter VARCHAR,
    enhed VARCHAR,
    enhed_navn VARCHAR,
    afdeling VARCHAR,
    omraade VARCHAR,
    korttid DECIMAL(28, 12),
    langtid DECIMAL(28, 12),
    korttid_delvis DECIMAL(28, 12),
    langtid_delvis DECIMAL(28, 12),
    graense INTEGER
);

-- One enhed's people in one quarter, the average of its months where the file has months.
CREATE TABLE bemanding (
    upload_id VARCHAR,
    quarter VARCHAR,
    enhed VARCHAR,
    enhed_navn VARCHAR,
    afdeling VARCHAR,
    omraade VARCHAR,
    medarbejdere DECIMAL(28, 12),
    fuldtidsstillinger DECIMAL(28, 12)
);

-- One person's employment in one enhed in one calendar year. A person is a keyed hash, and none once
-- the years that it joined have been joined. Dates are NULL where the list has none.
CREATE TABLE personer (
    upload_id VARCHAR,
    year VARCHAR,
    person VARCHAR,
    enhed VARCHAR,
    enhed_navn VARCHAR,
    afdeling VARCHAR,
    omraade VARCHAR,
    dagsvaerk DECIMAL(28, 12),
    ansat_fra DATE,
    ansat_til DATE
);

-- What was erased of people, and whether the bytes that it left in the file are overwritten.
CREATE TABLE erasures (happened_at TIMESTAMP, year VARCHAR, row_count BIGINT, overwritten BOOLEAN);

-- One enhed's own target for a calendar year; maaltal is NULL where none is handed in.
CREATE TABLE maaltal (
    upload_id VARCHAR,
    year VARCHAR,
    enhed VARCHAR,
    enhed_navn VARCHAR,
    afdeling VARCHAR,
    maaltal DECIMAL(28, 12),
    frist DATE,
    indmeldt DATE,
    leders_enhed VARCHAR
);

-- One enhed's time in one place of the organisation. `til` is its last day there, NULL while it
-- lasts; `aarsag` is why it ended, `efterfoelger` the enhed that goes on; `aliasser` are other names
-- that it goes by, separated by semicolons.
CREATE TABLE organisation (
    upload_id VARCHAR,
    period VARCHAR,
    enhed VARCHAR,
    enhed_navn VARCHAR,
    afdeling VARCHAR,
    omraade VARCHAR,
    fra DATE,
    til DATE,
    aarsag VARCHAR,
    efterfoelger VARCHAR,
    aliasser VARCHAR
);

-- Breaks in the data and interventions. `niveau` is a level's word and `omfang` a name of that level.
CREATE TABLE haendelser (
    upload_id VARCHAR,
    period VARCHAR,
    dato DATE,
    til DATE,
    slags VARCHAR,
    niveau VARCHAR,
    omfang VARCHAR,
    tekst VARCHAR
);

-- One figure of the agenda for one period and one unit of the organisation. The value is `vaerdi`, or
-- `taeller` over `naevner`. A target is a range: `maal_fra` to `maal_til`, the same where it is one.
CREATE TABLE noegletal (
    upload_id VARCHAR,
    period VARCHAR,
    noegletal VARCHAR,
    periode VARCHAR,
    niveau VARCHAR,
    omfang VARCHAR,
    vaerdi DECIMAL(28, 12),
    taeller DECIMAL(28, 12),
    naevner DECIMAL(28, 12),
    maaleenhed VARCHAR,
    maal_fra DECIMAL(28, 12),
    maal_til DECIMAL(28, 12),
    retning VARCHAR,
    frist DATE,
    kilde VARCHAR
);
