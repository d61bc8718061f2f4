-- What one viewer may see of one set of figures, as temporary views of the reader's cursor.
CREATE OR REPLACE TEMP VIEW rullende AS
SELECT * EXCLUDE (version)
FROM figures_rullende
WHERE version = getvariable('version')
    AND (
        list_contains(CAST(getvariable('levels') AS VARCHAR[]), level)
        OR list_has_any(CAST(getvariable('within') AS VARCHAR[]), [key, parent, grandparent])
    );

CREATE OR REPLACE TEMP VIEW sources AS
SELECT DISTINCT
    current_uploads.kind, current_uploads.period, file_name, extract_date, loaded_at, graense
FROM current_uploads
JOIN uploads USING (upload_id)
LEFT JOIN (SELECT upload_id, min(graense) AS graense FROM fravaer GROUP BY upload_id)
    USING (upload_id);
