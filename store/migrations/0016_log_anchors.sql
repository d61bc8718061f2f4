-- The last line of the access log as it was at a moment: where the log's end is cut off later, or the log
-- written anew, this tells. Of each day only the last is kept.
CREATE TABLE log_anchors (
    happened_at TIMESTAMP,
    number BIGINT,
    hash VARCHAR
);
