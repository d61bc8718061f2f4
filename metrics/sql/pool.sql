-- From `facts` to `lives` (each enhed in each quarter), `denominators`, `windows` and `pool` (each enhed
-- in each quarter of each window of four), and to `cells`, what masks are decided on: one row per node and
-- quarter; and how rows of the pool are summed and divided.

-- An enhed exists by its dates in the list, as far as there are data, and where it has rows; without
-- dates from its first to its last quarter. A hole inside is a row without figures; while it was away
-- by the list (handed to a supplier, then taken back) there is no hole.
CREATE OR REPLACE TEMP TABLE lives AS
WITH known AS (SELECT min(q) AS first, max(q) AS last FROM quarterly),
dates AS (
    SELECT
        same,
        min(year(fra) * 4 + quarter(fra) - 1) AS opens,
        bool_or(fra IS NULL) AS since_ever,
        max(year(til) * 4 + quarter(til) - 1) AS closes,
        bool_or(til IS NULL AND fra IS NOT NULL) AS lasts
    FROM listed
    GROUP BY same
),
seen AS (
    SELECT enhed, any_value(same) AS same, min(q) AS first, max(q) AS last
    FROM quarterly GROUP BY enhed
),
spans AS (
    SELECT
        enhed,
        unnest(range(
            least(seen.first, CASE WHEN NOT since_ever THEN greatest(opens, known.first) END),
            1 + greatest(
                seen.last,
                CASE WHEN lasts OR closes > known.last THEN known.last ELSE closes END
            )
        )) AS q
    FROM seen
    CROSS JOIN known
    LEFT JOIN dates USING (same)
),
away AS (
    SELECT same, year(til) * 4 + quarter(til) AS first, year(back) * 4 + quarter(back) - 2 AS last
    FROM (
        SELECT same, til, lead(fra) OVER (PARTITION BY same ORDER BY fra NULLS FIRST) AS back
        FROM listed
    )
)
SELECT spans.enhed, spans.q, dagsvaerk, korttid, langtid, medarbejdere, fuldtidsstillinger,
    has_spells, forloeb, forloebsdage, gentagne, delvis, hele
FROM spans
LEFT JOIN quarterly USING (enhed, q)
WHERE upload_id IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM away
    WHERE away.same = same_enhed(spans.enhed) AND spans.q BETWEEN away.first AND away.last
);

-- The denominator of each window of four quarters: the preferred one where all files of all four
-- have it; else the other one where all have that; else the preferred one. A window is made of its
-- quarters' own rows; where not all four have any, it is the file's own rolling row, if there is one.
-- `usual` is the denominator where medarbejdere are preferred: masks are decided by it in all variants.
CREATE OR REPLACE TEMP TABLE denominators AS
WITH files AS (
    SELECT false AS rolling, q, upload_id,
        count(medarbejdere) > 0 AS heads, count(fuldtidsstillinger) > 0 AS posts
    FROM quarterly GROUP BY q, upload_id
    UNION ALL
    SELECT true, q, upload_id, count(medarbejdere) > 0, count(fuldtidsstillinger) > 0
    FROM yearly GROUP BY q, upload_id
),
quarters AS (
    SELECT rolling, q, bool_and(heads) AS heads, bool_and(posts) AS posts
    FROM files GROUP BY rolling, q
)
SELECT
    newest.q AS window_q,
    newest.rolling,
    newest.rolling OR count(*) = 4 AS whole,
    CASE
        WHEN bool_and(CASE $denominator WHEN 'medarbejdere' THEN four.heads ELSE four.posts END)
            THEN $denominator
        WHEN bool_and(four.heads) THEN 'medarbejdere'
        WHEN bool_and(four.posts) THEN 'fuldtidsstillinger'
        ELSE $denominator
    END AS denominator,
    CASE WHEN bool_and(four.posts) AND NOT bool_and(four.heads) THEN 'fuldtidsstillinger'
        ELSE 'medarbejdere' END AS usual
FROM quarters AS newest
JOIN quarters AS four
    ON four.rolling = newest.rolling
    AND four.q BETWEEN CASE WHEN newest.rolling THEN newest.q ELSE newest.q - 3 END AND newest.q
GROUP BY newest.q, newest.rolling;

CREATE OR REPLACE TEMP TABLE windows AS
SELECT window_q, rolling, denominator
FROM denominators
QUALIFY row_number() OVER (PARTITION BY window_q ORDER BY whole DESC, rolling) = 1;

-- Which quarters were not over when their data were drawn (`preliminary`), and which had ended so few
-- days before that absence in them was still being registered (`early`).
CREATE OR REPLACE TEMP TABLE reserved AS
WITH drawn AS (
    SELECT *, quarter_number(quarter_of(period)) AS q FROM draws WHERE kind != 'personer'
),
extracted AS (SELECT DISTINCT q FROM drawn WHERE kind = 'kvartal')
SELECT
    kind = 'rullende' AS rolling,
    q,
    bool_or(until >= drawn) AS preliminary,
    bool_or(drawn - until BETWEEN 1 AND $late_days) AS early
FROM drawn
LEFT JOIN extracted USING (q)
WHERE kind IN ('kvartal', 'rullende') OR extracted.q IS NULL
GROUP BY ALL;

-- Each enhed in each quarter of each window; a hole has no days or nothing to divide them by. A
-- rolling row stands for four quarters: a fourth of its days, and its people, in each of them. `base` is
-- what is no hole by the usual denominator of the quarter itself.
CREATE OR REPLACE TEMP TABLE pool AS
WITH pooled AS (
    SELECT window_q, rolling, denominator, enhed, q, q AS own_q, dagsvaerk, korttid, langtid,
        medarbejdere, fuldtidsstillinger, has_spells, forloeb, forloebsdage, gentagne, delvis, hele
    FROM windows
    JOIN lives ON lives.q BETWEEN window_q - 3 AND window_q
    WHERE NOT rolling
    UNION ALL BY NAME
    SELECT window_q, rolling, denominator, enhed, window_q - back AS q, window_q AS own_q,
        0.25 * dagsvaerk AS dagsvaerk, 0.25 * korttid AS korttid, 0.25 * langtid AS langtid,
        medarbejdere, fuldtidsstillinger
    FROM windows
    JOIN yearly ON q = window_q
    CROSS JOIN (SELECT unnest(range(4)) AS back)
    WHERE rolling
)
SELECT
    pooled.window_q, pooled.rolling, pooled.denominator, enhed, pooled.q, dagsvaerk, korttid, langtid,
    coalesce(medarbejdere, fuldtidsstillinger) AS people,
    CASE pooled.denominator WHEN 'medarbejdere' THEN medarbejdere ELSE fuldtidsstillinger END AS n,
    dagsvaerk IS NULL OR n IS NULL AS hole,
    dagsvaerk IS NOT NULL AND CASE coalesce(usual, 'medarbejdere')
        WHEN 'medarbejdere' THEN medarbejdere ELSE fuldtidsstillinger END IS NOT NULL AS base,
    coalesce(preliminary, false) AS preliminary,
    coalesce(early, false) AS early,
    coalesce(has_spells, false) AS has_spells,
    forloeb, forloebsdage, gentagne, delvis, hele
FROM pooled
LEFT JOIN denominators ON denominators.window_q = own_q AND denominators.rolling = pooled.rolling
LEFT JOIN reserved ON reserved.q = own_q AND reserved.rolling = pooled.rolling;

-- Who leads an enhed, or the one that goes on after it, by the newest måltal that tell: a leader goes
-- by the number of an own enhed.
CREATE OR REPLACE TEMP TABLE leaders AS
WITH led AS (
    SELECT enhed, coalesce(heir, same_enhed(enhed)) AS same
    FROM placed LEFT JOIN heirs ON heirs.same = same_enhed(enhed)
),
told AS (
    SELECT same_enhed(enhed) AS same, same_enhed(arg_max(leders_enhed, year)) AS leader
    FROM maaltal
    JOIN current_uploads
        ON current_uploads.upload_id = maaltal.upload_id AND current_uploads.period = maaltal.year
    WHERE leders_enhed != ''
    GROUP BY ALL
)
SELECT 'enhed:' || enhed AS key, coalesce(heir, leader, led.same) AS leader
FROM led
LEFT JOIN told USING (same)
LEFT JOIN heirs ON heirs.same = leader;

-- Who stands behind a node's figure is who is pooled in it: a hole hides nobody. It is the same in every
-- variant: `base`, in today's organisation with everything counted in. A quarter is the same in all windows
-- of quarters' own rows; of such a one and a rolling row, a cell of the quarter that it ends with, the one
-- with the fewest decides.
CREATE OR REPLACE TEMP TABLE cells AS
WITH above AS (
    SELECT enhed, unnest(list_nodes(enhed, name, afdeling, omraade, $municipality), recursive := true)
    FROM placed
),
firsts AS (SELECT q, min(window_q) AS window_q FROM pool WHERE NOT rolling GROUP BY q),
pooled AS (
    SELECT
        level, key, min(parent) AS parent, min(grandparent) AS grandparent, window_q, q,
        coalesce(sum(people) FILTER (WHERE base), 0) AS employees,
        coalesce(sum(dagsvaerk) FILTER (WHERE base), 0) AS dagsvaerk,
        coalesce(sum(korttid) FILTER (WHERE base), 0) AS korttid,
        coalesce(sum(langtid) FILTER (WHERE base), 0) AS langtid
    FROM above
    JOIN (
        SELECT pool.* FROM pool JOIN firsts USING (q, window_q) WHERE NOT rolling
        UNION ALL
        SELECT * FROM pool WHERE rolling AND q = window_q
    ) AS once USING (enhed)
    GROUP BY level, key, window_q, q
)
SELECT level, key, parent, grandparent, q, employees, dagsvaerk, korttid, langtid, leader
FROM pooled
LEFT JOIN leaders USING (key)
QUALIFY row_number() OVER (PARTITION BY key, q ORDER BY employees, dagsvaerk DESC, window_q) = 1;

-- The sums of some rows of the pool: their holes leave both days and people.
CREATE OR REPLACE TEMP MACRO pooled_sums(
    q, dagsvaerk, n, korttid, langtid, hole, preliminary, early
) AS {
    'days': CAST(sum(dagsvaerk) FILTER (WHERE NOT hole) AS DOUBLE),
    'n': CAST(sum(n) FILTER (WHERE NOT hole) AS DOUBLE),
    'short': CAST(sum(korttid) FILTER (WHERE NOT hole) AS DOUBLE),
    'long': CAST(sum(langtid) FILTER (WHERE NOT hole) AS DOUBLE),
    'split': bool_and(korttid IS NOT NULL AND langtid IS NOT NULL) FILTER (WHERE NOT hole),
    'holes': count(*) FILTER (WHERE hole),
    'counted': count(*) FILTER (WHERE NOT hole),
    'unsplit': count(*) FILTER (WHERE NOT hole AND (korttid IS NULL OR langtid IS NULL)),
    'quarters': count(DISTINCT q) FILTER (WHERE NOT hole),
    'preliminary': string_agg(DISTINCT quarter_text(q), ' ' ORDER BY quarter_text(q))
        FILTER (WHERE preliminary),
    'early': string_agg(DISTINCT quarter_text(q), ' ' ORDER BY quarter_text(q))
        FILTER (WHERE early)
};

-- Pool some quarters, then divide: the figures of a row of such sums, as far as they may be seen.
CREATE OR REPLACE TEMP MACRO pooled_figures(sums, of_quarters, visible, visible_split) AS MAP {
    'value': CASE WHEN visible THEN of_quarters * sums.days / sums.n END,
    'short': CASE WHEN visible_split AND sums.split THEN of_quarters * sums.short / sums.n END,
    'long': CASE WHEN visible_split AND sums.split THEN of_quarters * sums.long / sums.n END,
    'long_share': CASE WHEN visible_split AND sums.split AND sums.days > 0
        THEN sums.long / sums.days END,
    'employees': CASE WHEN visible THEN sums.n / of_quarters END,
    'has_split': CAST(sums.split AS DOUBLE)
};

-- What else is told of figures over four quarters.
CREATE OR REPLACE TEMP MACRO rolling_figures(sums, visible, visible_split) AS map_concat(
    pooled_figures(sums, 4, visible, visible_split),
    MAP {
        'holes': CAST(sums.holes AS DOUBLE),
        'unsplit': if(sums.unsplit < sums.counted, CAST(sums.unsplit AS DOUBLE), 0),
        'quarters': CAST(sums.quarters AS DOUBLE)
    }
);

-- What is said of such figures: what they are divided by, and the quarters behind them that are reserved.
CREATE OR REPLACE TEMP MACRO pooled_words(denominator, sums) AS MAP {
    'denominator': denominator,
    'preliminary': coalesce(sums.preliminary, ''),
    'early': coalesce(sums.early, '')
};
