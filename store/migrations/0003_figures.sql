INSERT INTO head VALUES ('grupper', 0), ('opgoerelser', 0);

-- The part of an enhed's people that a row is about; NULL where a row is about all of them.
ALTER TABLE kvartal ADD COLUMN personalegruppe VARCHAR;
ALTER TABLE rullende_rows ADD COLUMN personalegruppe VARCHAR;
ALTER TABLE fravaer ADD COLUMN personalegruppe VARCHAR;
ALTER TABLE bemanding ADD COLUMN personalegruppe VARCHAR;

-- Enheder that are looked at together, from a day on: a pilot, say. `til` is NULL while it lasts.
CREATE TABLE grupper (
    upload_id VARCHAR,
    period VARCHAR,
    gruppe VARCHAR,
    enhed VARCHAR,
    enhed_navn VARCHAR,
    fra DATE,
    til DATE
);

-- The life of an opgørelse: frigivet, trukket tilbage, udsendt. `note` is what is behind it, in the
-- words of whoever did it; `figures` are the sets of figures that were shown, by edition (JSON), and
-- `settings` those that they were made with (JSON); only those of one `variant` are compared.
CREATE TABLE opgoerelse_events (
    seq BIGINT,
    happened_at TIMESTAMP,
    by_whom VARCHAR,
    quarter VARCHAR,
    event VARCHAR,
    note VARCHAR,
    figures VARCHAR,
    settings VARCHAR,
    variant VARCHAR
);

-- Figures of every nøgletal but `rullende`, masked: `measures` by the names of its declaration, and
-- `words` are what it says in text. `against` is the quarter compared with, "" where there is none.
CREATE TABLE figures_kpi (
    version VARCHAR,
    kpi VARCHAR,
    quarter VARCHAR,
    against VARCHAR,
    level VARCHAR,
    key VARCHAR,
    name VARCHAR,
    parent VARCHAR,
    grandparent VARCHAR,
    position VARCHAR,
    masked BOOLEAN,
    missing BOOLEAN,
    measures MAP(VARCHAR, DOUBLE),
    words MAP(VARCHAR, VARCHAR)
);

-- Langtidsfriske of two years whose people are forgotten, as they were counted before that: a row a
-- node. `lists` are the uploads that the people were in, and `graense` the limit that counted them.
CREATE TABLE langtidsfriske (
    kept_at TIMESTAMP,
    lists VARCHAR,
    graense DOUBLE,
    year VARCHAR,
    level VARCHAR,
    key VARCHAR,
    name VARCHAR,
    parent VARCHAR,
    grandparent VARCHAR,
    position VARCHAR,
    counted BIGINT,
    friske BIGINT,
    left_out BIGINT,
    joined BIGINT,
    departed BIGINT,
    neither BIGINT,
    elsewhere BIGINT,
    by_dates BOOLEAN,
    complete BOOLEAN
);
