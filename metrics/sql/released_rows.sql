-- From `resting` at the moment that an opgørelse was released to `released_rows` after it.
CREATE OR REPLACE TEMP TABLE released_rows AS
FROM resting
UNION ALL BY NAME
FROM released_rows ANTI JOIN (SELECT DISTINCT q FROM resting) AS covered USING (q);
