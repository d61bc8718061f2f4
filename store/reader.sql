-- What one viewer may see of one set of figures, as temporary views of the reader's cursor.
CREATE OR REPLACE TEMP VIEW figures AS
SELECT * EXCLUDE (version)
FROM figures_kpi
WHERE version = getvariable('version')
    AND quarter <= getvariable('until') AND against <= getvariable('until')
    AND (
        list_contains(CAST(getvariable('levels') AS VARCHAR[]), level)
        OR list_has_any(CAST(getvariable('within') AS VARCHAR[]), [key, parent, grandparent])
    );

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
    CAST(measures['holes'] AS BIGINT) AS holes,
    CAST(measures['unsplit'] AS BIGINT) AS unsplit,
    CAST(coalesce(measures['vanished'], 0) AS BIGINT) AS vanished,
    CAST(measures['quarters'] AS BIGINT) AS quarters
FROM query_table(source)
WHERE kpi = 'rullende';

CREATE OR REPLACE TEMP VIEW rullende AS FROM rolling_rows('figures');

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
) USING (upload_id);

-- The figures of each opgørelse in the sets of the reader's edition that were shown of it: released,
-- or sent.
CREATE OR REPLACE TEMP VIEW shown_sets AS
SELECT quarter, json_extract_string(figures, '$.' || getvariable('edition')) AS version
FROM opgoerelse_events
WHERE happened_at <= getvariable('as_of');

CREATE OR REPLACE TEMP VIEW shown_rullende AS
FROM rolling_rows('figures_kpi')
SEMI JOIN shown_sets USING (version, quarter)
WHERE list_contains(CAST(getvariable('levels') AS VARCHAR[]), level)
    OR list_has_any(CAST(getvariable('within') AS VARCHAR[]), [key, parent, grandparent]);

-- The other nøgletal of the same sets, as far as the newest opgørelse that each was shown of.
CREATE OR REPLACE TEMP VIEW shown_figures AS
SELECT figures_kpi.*
FROM figures_kpi
JOIN (SELECT version, max(quarter) AS until FROM shown_sets GROUP BY version) USING (version)
WHERE quarter <= until AND against <= until
    AND (
        list_contains(CAST(getvariable('levels') AS VARCHAR[]), level)
        OR list_has_any(CAST(getvariable('within') AS VARCHAR[]), [key, parent, grandparent])
    );

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
