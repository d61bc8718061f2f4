-- One row an upload. What happens to it later is told by upload_events.
CREATE TABLE uploads (
    upload_id VARCHAR,
    kind VARCHAR,
    file_name VARCHAR,
    sha256 VARCHAR,
    content VARCHAR,
    extract_date DATE,
    loaded_at TIMESTAMP,
    loaded_by VARCHAR,
    row_count BIGINT,
    problems VARCHAR,
    totals VARCHAR
);

-- Append-only: stored, replaced, undone, restored. The newest event of an upload and period at a
-- moment says whether its rows counted then.
CREATE TABLE upload_events (
    seq BIGINT,
    happened_at TIMESTAMP,
    upload_id VARCHAR,
    kind VARCHAR,
    period VARCHAR,
    event VARCHAR,
    by_whom VARCHAR
);

-- Each change takes the next number of its kind here: two at once collide on this row.
CREATE TABLE head (kind VARCHAR, seq BIGINT);
INSERT INTO head VALUES ('kvartal', 0);

-- One enhed in one quarter, as the extract had it.
CREATE TABLE kvartal (
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

-- The sets of figures that are kept, and when each was computed.
CREATE TABLE figure_sets (version VARCHAR, computed_at TIMESTAMP);

-- Rolling four quarters, masked. A figure that may not be seen is not in the table.
CREATE TABLE figures_rullende (
    version VARCHAR,
    quarter VARCHAR,
    level VARCHAR,
    key VARCHAR,
    name VARCHAR,
    parent VARCHAR,
    grandparent VARCHAR,
    position VARCHAR,
    denominator VARCHAR,
    value DOUBLE,
    short DOUBLE,
    long DOUBLE,
    long_share DOUBLE,
    employees DOUBLE,
    masked BOOLEAN,
    missing BOOLEAN,
    holes BIGINT,
    unsplit BIGINT,
    vanished BIGINT,
    quarters BIGINT
);
