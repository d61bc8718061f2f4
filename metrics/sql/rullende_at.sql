-- Every node of a level at one quarter, beside the quarter before, the year before and the peak.
-- Figures of different denominators are not compared.
WITH
now AS (SELECT * FROM rullende WHERE quarter = $quarter AND level = $level),
peaks AS (
    SELECT key, denominator, max(value) AS peak,
        first(quarter ORDER BY value DESC, quarter) AS peak_quarter
    FROM rullende
    WHERE quarter <= $quarter AND value IS NOT NULL
    GROUP BY key, denominator
),
compared AS (
    SELECT
        now.*,
        CASE WHEN before.denominator = now.denominator THEN before.value END AS previous,
        CASE WHEN before.denominator = now.denominator THEN before.short END AS previous_short,
        CASE WHEN before.denominator = now.denominator THEN before.long END AS previous_long,
        before.long_share AS previous_long_share,
        before.denominator AS previous_denominator,
        coalesce(before.masked, false) AS previous_masked,
        CASE WHEN year.denominator = now.denominator THEN year.value END AS year_ago,
        coalesce(year.masked, false) AS year_ago_masked
    FROM now
    LEFT JOIN rullende AS before ON before.key = now.key AND before.quarter = $previous
    LEFT JOIN rullende AS year ON year.key = now.key AND year.quarter = $year_ago
)
SELECT
    key, name, quarter, parent, denominator, masked, missing, holes, unsplit, vanished, quarters,
    value, short, long, long_share, employees,
    previous, previous_masked, previous_denominator,
    value - previous AS change,
    short - previous_short AS change_short,
    long - previous_long AS change_long,
    long_share - previous_long_share AS change_long_share,
    year_ago, year_ago_masked,
    value - year_ago AS change_year,
    peak, peak_quarter,
    value - peak AS since_peak
FROM compared
LEFT JOIN peaks USING (key, denominator)
ORDER BY position, key
