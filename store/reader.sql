-- What one viewer may see of sets of figures, as temporary views of the reader's cursor. The own line
-- is seen in the set `version`, of the reader's edition; all that lies beyond it in `version_beyond`.
CREATE OR REPLACE TEMP MACRO is_in_line(key, parent, grandparent) AS
    list_has_any(CAST(getvariable('within') AS VARCHAR[]), ['kommune', key, parent, grandparent]);

-- Langtidsfriske go down to the afdeling, but for the own line; which enheder are too small to be
-- shown, and not only hidden beside one that is, nobody but their leaders is told.
CREATE OR REPLACE TEMP MACRO is_seen_beyond(kpi, level) AS
    list_contains(CAST(getvariable('levels') AS VARCHAR[]), level)
    AND NOT (kpi = 'langtidsfriske' AND level = 'enhed') AND kpi != 'small_enheder';

CREATE OR REPLACE TEMP VIEW exact_figures AS
SELECT *, getvariable('edition') = 'offentlig' AS is_public
FROM figures_kpi
WHERE version = getvariable('version') AND is_in_line(key, parent, grandparent)
    AND quarter <= getvariable('until') AND against <= getvariable('until')
UNION ALL
SELECT *, getvariable('edition_beyond') = 'offentlig' AS is_public
FROM figures_kpi
WHERE version = getvariable('version_beyond') AND NOT is_in_line(key, parent, grandparent)
    AND is_seen_beyond(kpi, level)
    AND quarter <= getvariable('until') AND against <= getvariable('until');

-- The figures of each opgørelse in the sets that were shown of it: released, or sent. What lies beyond
-- the own line has the name of the set that the own line is of.
CREATE OR REPLACE TEMP VIEW shown_sets AS
SELECT DISTINCT quarter, json_extract_string(figures, '$.' || getvariable('edition')) AS version,
    json_extract_string(figures, '$.' || getvariable('edition_beyond')) AS version_beyond
FROM opgoerelse_events
WHERE happened_at <= getvariable('as_of') AND quarter <= getvariable('until');

CREATE OR REPLACE TEMP VIEW exact_shown_figures AS
WITH sets AS (SELECT version, version_beyond, max(quarter) AS until FROM shown_sets GROUP BY ALL)
SELECT figures_kpi.*, getvariable('edition') = 'offentlig' AS is_public, until
FROM figures_kpi
JOIN (SELECT version, max(until) AS until FROM sets GROUP BY version) AS own USING (version)
WHERE is_in_line(key, parent, grandparent)
UNION ALL
SELECT figures_kpi.* REPLACE (sets.version AS version),
    getvariable('edition_beyond') = 'offentlig' AS is_public, until
FROM figures_kpi
JOIN sets ON figures_kpi.version = sets.version_beyond
WHERE NOT is_in_line(key, parent, grandparent) AND is_seen_beyond(kpi, level);

CREATE OR REPLACE TEMP VIEW shown_rows AS FROM print_rows('exact_shown_figures');

CREATE OR REPLACE TEMP VIEW figures AS SELECT * EXCLUDE (version) FROM print_rows('exact_figures');

CREATE OR REPLACE TEMP VIEW small_enheder AS
SELECT key, quarter FROM exact_figures WHERE kpi = 'small_enheder' AND NOT is_public;

CREATE OR REPLACE TEMP MACRO rolling_rows(source) AS TABLE
SELECT
    * EXCLUDE (kpi, against, measures, words),
    words['denominator'] AS denominator,
    coalesce(words['preliminary'], '') AS preliminary,
    measures['value'] AS value,
    measures['short'] AS short,
    measures['long'] AS long,
    measures['long_share'] AS long_share,
    measures['employees'] AS employees,
    measures['has_split'] > 0 AS has_split,
    CAST(measures['holes'] AS BIGINT) AS holes,
    CAST(measures['unsplit'] AS BIGINT) AS unsplit,
    CAST(coalesce(measures['vanished'], 0) AS BIGINT) AS vanished,
    CAST(measures['quarters'] AS BIGINT) AS quarters,
    coalesce(measures['waits'], 0) > 0 AS waits
FROM query_table(source)
WHERE kpi = 'rullende';

CREATE OR REPLACE TEMP VIEW rullende AS FROM rolling_rows('figures');

CREATE OR REPLACE TEMP VIEW shown_rullende AS
SELECT * EXCLUDE (until)
FROM rolling_rows('shown_rows')
SEMI JOIN shown_sets USING (version, quarter);

-- The other nøgletal of the same sets, as far as the newest opgørelse that each was shown of.
CREATE OR REPLACE TEMP VIEW shown_figures AS
SELECT * EXCLUDE (until) FROM shown_rows WHERE quarter <= until AND against <= until;

-- What was answered of who and what counts in a file, as the messages about it begin.
CREATE OR REPLACE TEMP MACRO counted_as(problems) AS array_to_string(
    list_transform(
        list_filter(
            from_json(problems, '["json"]'),
            lambda problem: json_extract_string(problem, '$.code')
                IN ('left_out_employment', 'answered_reason')
        ),
        lambda problem: regexp_extract(
            json_extract_string(problem, '$.message'), '^Som besvaret: (.*)\. Det gælder', 1
        )
    ),
    '; '
);

CREATE OR REPLACE TEMP VIEW sources AS
SELECT DISTINCT
    current_uploads.kind, quarter_of(current_uploads.period) AS period, file_name, extract_date, loaded_at, graense,
    coalesce(parts, false) AS parts, coalesce(cut, false) AS cut, counted_as(problems) AS choices
FROM current_uploads
JOIN uploads USING (upload_id)
LEFT JOIN (
    SELECT upload_id, min(graense) AS graense, sum(korttid_delvis + langtid_delvis) > 0 AS parts,
        bool_or(klippet) AS cut
    FROM fravaer GROUP BY upload_id
    UNION ALL BY NAME
    SELECT upload_id, min(graense) AS graense FROM kvartal GROUP BY upload_id
    UNION ALL BY NAME
    SELECT upload_id, min(graense) AS graense FROM rullende_rows GROUP BY upload_id
) USING (upload_id);

-- What happened to uploads up to `as_of`.
CREATE OR REPLACE TEMP VIEW upload_lives AS
SELECT
    upload_id, upload_events.kind, period, seq, event, happened_at, by_whom, file_name,
    event IN ('stored', 'restored', 'redone') AS counts
FROM upload_events
JOIN uploads USING (upload_id)
WHERE happened_at <= getvariable('as_of');

-- What happened that a reader of the figures must know: breaks in the data, interventions.
CREATE OR REPLACE TEMP VIEW events AS
SELECT dato, til, slags, coalesce(niveau, '') AS niveau, coalesce(omfang, '') AS omfang,
    coalesce(tekst, '') AS tekst
FROM haendelser
JOIN current_uploads USING (upload_id, period);

-- The sums that stay hidden because they would tell an enhed that was erased, in a quarter and all that
-- it is part of.
CREATE OR REPLACE TEMP VIEW hidden_for_erased AS SELECT DISTINCT key, quarter FROM erased_sums;

-- The quarters whose data or figures were erased: what is highest is so since those that came after.
CREATE OR REPLACE TEMP VIEW erased_quarters AS
SELECT DISTINCT quarter_of(period) AS quarter
FROM erasures
WHERE what IN ('indlæsning', 'tal i opgørelse') AND regexp_full_match(quarter_of(period), '[0-9]{4}K[1-4]');
