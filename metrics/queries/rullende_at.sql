-- Every node of a level at one quarter, beside the quarter before, the year before and the peak.
-- An opgørelse that was sent stands as it was sent, and beside it what the data now say. Figures of
-- different denominators are not compared, and nothing is compared with what was not over.
-- Where nothing changed but that spells went on, the split of a sent opgørelse stays as sent.
WITH
of_level AS MATERIALIZED (FROM rullende WHERE quarter <= $quarter AND level = $level),
shown AS MATERIALIZED (FROM shown_rullende WHERE level = $level),
kept AS (
    SELECT key, quarter, short, long, long_share FROM shown
    WHERE version = $sent_set AND quarter = $quarter AND list_contains($continued::VARCHAR[], key)
),
now AS (
    SELECT of_level.* REPLACE (
        coalesce(kept.short, of_level.short) AS short,
        coalesce(kept.long, of_level.long) AS long,
        coalesce(kept.long_share, of_level.long_share) AS long_share
    )
    FROM of_level
    LEFT JOIN kept USING (key, quarter)
    WHERE quarter = $quarter
),
today AS (
    SELECT false AS was_sent, *
    FROM of_level
    WHERE quarter < $quarter AND preliminary = ''
),
sets AS (SELECT unnest($sent_quarters::VARCHAR[]) AS quarter, unnest($sent_sets::VARCHAR[]) AS version),
sent AS (
    SELECT true AS was_sent, * EXCLUDE (version)
    FROM shown
    SEMI JOIN sets USING (quarter, version)
    WHERE NOT missing AND preliminary = ''
),
earlier AS (
    FROM sent
    UNION ALL BY NAME
    FROM today ANTI JOIN sent USING (key, quarter)
),
peaks AS (
    SELECT key, denominator, value AS peak, quarter AS peak_quarter, was_sent AS peak_sent
    FROM (FROM earlier UNION ALL BY NAME SELECT false AS was_sent, * FROM now)
    WHERE value IS NOT NULL AND preliminary = '' AND key IN (SELECT key FROM now WHERE NOT masked)
    QUALIFY row_number() OVER (PARTITION BY key, denominator ORDER BY value DESC, quarter) = 1
),
compared AS (
    SELECT
        now.*,
        CASE WHEN before.denominator = now.denominator THEN before.value END AS previous,
        CASE WHEN before.denominator = now.denominator THEN before.short END AS previous_short,
        CASE WHEN before.denominator = now.denominator THEN before.long END AS previous_long,
        before.long_share AS previous_long_share,
        before.denominator AS previous_denominator,
        EXISTS (
            SELECT 1 FROM of_level AS unsettled
            WHERE unsettled.key = now.key AND unsettled.quarter = $previous
                AND unsettled.preliminary != ''
        ) AS previous_preliminary,
        coalesce(before.masked, false) AS previous_masked,
        CASE WHEN changed.denominator = now.denominator THEN changed.value END AS previous_now,
        CASE WHEN changed.denominator = now.denominator THEN changed.short END
            AS previous_short_now,
        CASE WHEN changed.denominator = now.denominator THEN changed.long END AS previous_long_now,
        changed.long_share AS previous_long_share_now,
        CASE WHEN year.denominator = now.denominator THEN year.value END AS year_ago,
        coalesce(year.masked, false) AS year_ago_masked,
        CASE WHEN changed_year.denominator = now.denominator THEN changed_year.value END
            AS year_ago_now
    FROM now
    LEFT JOIN earlier AS before ON before.key = now.key AND before.quarter = $previous
    LEFT JOIN today AS changed
        ON changed.key = now.key AND changed.quarter = $previous AND before.was_sent
    LEFT JOIN earlier AS year ON year.key = now.key AND year.quarter = $year_ago
    LEFT JOIN today AS changed_year
        ON changed_year.key = now.key AND changed_year.quarter = $year_ago AND year.was_sent
)
SELECT
    key, name, quarter, parent, denominator, preliminary, masked, missing, coarse, holes, unsplit, vanished,
    quarters, waits, has_split,
    value, short, long, long_share, employees,
    previous, previous_masked, previous_preliminary, previous_denominator, previous_short, previous_long,
    previous_long_share, previous_now, previous_short_now, previous_long_now,
    previous_long_share_now,
    value - previous AS change,
    short - previous_short AS change_short,
    long - previous_long AS change_long,
    long_share - previous_long_share AS change_long_share,
    year_ago, year_ago_masked, year_ago_now,
    value - year_ago AS change_year,
    peak, peak_quarter, peak_now,
    value - peak AS since_peak
FROM compared
LEFT JOIN peaks USING (key, denominator)
LEFT JOIN (
    SELECT key, denominator, quarter AS peak_quarter, true AS peak_sent, value AS peak_now FROM today
) AS changed_peak USING (key, denominator, peak_quarter, peak_sent)
ORDER BY position, key
