-- A clock that was set back let events precede earlier ones: the order of events is their number, so
-- no event is before one that it follows.
CREATE OR REPLACE TABLE upload_events AS
SELECT * REPLACE (max(happened_at) OVER (PARTITION BY kind ORDER BY seq) AS happened_at)
FROM upload_events;
CREATE OR REPLACE TABLE opgoerelse_events AS
SELECT * REPLACE (max(happened_at) OVER (ORDER BY seq) AS happened_at)
FROM opgoerelse_events;
