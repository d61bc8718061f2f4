-- From `counted`, `members`, `nodes` and `spell_masks` (`kind, key, q`) to the figures of spells over four quarters,
-- and to what was hidden of each quarter (`forloeb_celler` and so on), for the masks of later releases.
CREATE OR REPLACE TEMP TABLE spell_windows AS
SELECT window_q
FROM pool
WHERE has_spells AND NOT rolling
GROUP BY window_q
HAVING count(DISTINCT q) = 4;

CREATE OR REPLACE TEMP TABLE spells_unseen AS
SELECT DISTINCT kind, window_q, key
FROM spell_windows
JOIN spell_masks ON q BETWEEN if(kind = 'gentagne', window_q, window_q - 3) AND window_q
UNION
SELECT kind, window_q, variations.key
FROM variations
JOIN spell_masks ON spell_masks.key = enhed_key AND spell_masks.q = cell_q
UNION
SELECT 'celler', window_q, key FROM hidden
UNION
SELECT 'celler', window_q, key FROM hidden_splits;

INSERT INTO figures_kpi BY NAME
WITH
pooled AS (
    SELECT
        window_q,
        key,
        any_value(denominator) AS denominator,
        pooled_sums(q, dagsvaerk, n, korttid, langtid, NOT has_spells OR n IS NULL, preliminary, early)
            AS sums,
        CAST(sum(forloeb) FILTER (WHERE n IS NOT NULL) AS DOUBLE) AS begun,
        CAST(sum(forloebsdage) FILTER (WHERE n IS NOT NULL) AS DOUBLE) AS days,
        CAST(sum(delvis) FILTER (WHERE n IS NOT NULL) AS DOUBLE) AS part,
        CAST(sum(delvis + hele) FILTER (WHERE n IS NOT NULL) AS DOUBLE) AS absent,
        count(*) FILTER (WHERE q = window_q AND (gentagne IS NULL OR n IS NULL)) = 0 AS has_twelve_months,
        CAST(sum(gentagne) FILTER (WHERE q = window_q) AS DOUBLE) AS repeaters,
        CAST(sum(n) FILTER (WHERE q = window_q) AS DOUBLE) AS people
    FROM counted
    JOIN members USING (enhed, q)
    SEMI JOIN spell_windows USING (window_q)
    WHERE NOT rolling
    GROUP BY window_q, key
),
judged AS (
    SELECT
        pooled.*,
        unseen.key IS NOT NULL OR ($public AND level = 'enhed') AS hides,
        sums.quarters < 4 OR sums.n IS NULL OR (sums.n <= 0 AND NOT hides)
            OR (level = 'enhed' AND sums.holes > 0) AS missing,
        NOT missing AND NOT hides AS visible,
        absent > 0 AND (SELECT max(delvis) > 0 FROM spell_cells) AS has_parts,
        parts.key IS NULL AS shows_part,
        has_twelve_months AND people > 0 AND level != 'enhed' AS has_repeaters,
        repeats.key IS NULL AS shows_repeaters,
        level, name, parent, grandparent, position
    FROM pooled
    JOIN nodes USING (window_q, key)
    LEFT JOIN (FROM spells_unseen WHERE kind = 'celler') AS unseen USING (window_q, key)
    LEFT JOIN (FROM spells_unseen WHERE kind = 'delvis') AS parts USING (window_q, key)
    LEFT JOIN (FROM spells_unseen WHERE kind = 'gentagne') AS repeats USING (window_q, key)
)
SELECT
    $version AS version, 'forloeb' AS kpi, quarter_text(window_q) AS quarter, '' AS against,
    level, key, name, parent, grandparent, position,
    hides AND NOT missing AS masked,
    missing,
    MAP {
        'value': CASE WHEN visible THEN 4 * begun / sums.n END,
        'length': CASE WHEN visible AND begun > 0 THEN days / begun END,
        'spells': CASE WHEN visible THEN begun END,
        'employees': CASE WHEN visible THEN sums.n / 4 END,
        'part_share': CASE WHEN visible AND shows_part AND has_parts THEN part / absent END,
        'repeated': CASE WHEN visible AND shows_repeaters AND has_repeaters THEN repeaters END,
        'repeated_share': CASE WHEN visible AND shows_repeaters AND has_repeaters
            THEN repeaters / people END
    } AS measures,
    map_concat(pooled_words(denominator, sums), MAP {
        'holes': CAST(sums.holes AS VARCHAR),
        'part_masked': if(visible AND has_parts AND NOT shows_part, 'ja', ''),
        'repeated_masked': if(visible AND has_repeaters AND NOT shows_repeaters, 'ja', '')
    }) AS words
FROM judged;

INSERT INTO figures_kpi BY NAME
SELECT
    $version AS version, 'forloeb_' || kind AS kpi, quarter_text(spell_cells.q) AS quarter,
    '' AS against, level, spell_cells.key, '' AS name, coalesce(parent, '') AS parent,
    coalesce(grandparent, '') AS grandparent, '' AS position,
    spell_masks.key IS NOT NULL AS masked, false AS missing
FROM spell_cells
CROSS JOIN (SELECT DISTINCT kind FROM spell_masks)
LEFT JOIN spell_masks USING (kind, key, q);
