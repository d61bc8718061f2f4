-- Figures as they were computed: for HR.
CREATE OR REPLACE TEMP MACRO print_rows(source) AS TABLE
SELECT * EXCLUDE (is_public), false AS coarse FROM query_table(source);
