-- The settings as the access log last told of them: what is changed while nothing runs is told by the next
-- who opens the store. Only the newest are kept.
CREATE TABLE settings_seen (
    content VARCHAR
);
