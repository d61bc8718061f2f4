-- Which uploads of some kinds and periods count now and did not at a moment, or the other way round.
-- What was replaced, or counts again, is told by the upload that was stored or undone.
WITH
lives AS (
    SELECT
        upload_id, file_name, period,
        arg_max(counts, seq) AS counts,
        coalesce(arg_max(counts, seq) FILTER (WHERE happened_at <= $since), false) AS counted,
        arg_max(event, seq) FILTER (WHERE event IN ('stored', 'redone', 'undone')) AS event,
        arg_max(happened_at, seq) FILTER (WHERE event IN ('stored', 'redone', 'undone')) AS told_at,
        arg_max(by_whom, seq) FILTER (WHERE event IN ('stored', 'redone', 'undone')) AS told_by
    FROM upload_lives
    WHERE list_contains($periods, quarter_of(period)) AND list_contains($kinds, kind)
    GROUP BY upload_id, file_name, period
)
SELECT
    file_name,
    arg_max(event, told_at) AS event,
    max(told_at) AS "at",
    arg_max(told_by, told_at) AS "by"
FROM lives
WHERE counts != counted AND CASE WHEN counts THEN told_at > $since ELSE event = 'undone' END
GROUP BY upload_id, file_name
ORDER BY "at", file_name
