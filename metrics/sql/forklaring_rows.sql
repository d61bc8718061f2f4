-- From `sides`, `wholes` and `effects` to the figures: a row a node with the parts of its change, and a
-- row an enhed with what it moves the nodes above it by.

-- The closed and the new are those that are shown; who is hidden is one with all others that are. Where
-- none of them is shown, their part is masked.
INSERT INTO figures_kpi BY NAME
WITH parts AS (
    SELECT
        kpi, q0, q1, key,
        coalesce(sum(within) FILTER (WHERE part = ''), 0) AS within,
        coalesce(sum(mix) FILTER (WHERE part = ''), 0) AS mix,
        coalesce(sum(effect) FILTER (WHERE part = 'closed'), 0) AS closed,
        coalesce(sum(effect) FILTER (WHERE part = 'new'), 0) AS new
    FROM effects
    GROUP BY kpi, q0, q1, key
),
endings AS (
    SELECT family, max(til) AS til, arg_max(cause, coalesce(til, DATE '9999-12-31')) AS cause
    FROM listed JOIN families ON families.same = listed.same AND enhed = family
    GROUP BY family
),
openings AS (
    SELECT family, year(fra) * 4 + quarter(fra) - 1 AS begun, min(fra) AS fra,
        bool_or(EXISTS (
            SELECT 1 FROM listed AS past
            WHERE past.same = listed.same AND past.til < listed.fra AND past.cause LIKE 'overdraget%'
        )) AS taken_back
    FROM listed JOIN families ON families.same = listed.same AND enhed = family
    WHERE fra IS NOT NULL
    GROUP BY ALL
),
told AS (
    SELECT
        kpi, q0, q1, key,
        count(*) FILTER (WHERE part = 'closed') AS closed_count,
        count(*) FILTER (WHERE part = 'closed' AND secret) AS closed_secret,
        count(*) FILTER (WHERE part = 'new') AS new_count,
        count(*) FILTER (WHERE part = 'new' AND secret) AS new_secret,
        count(*) FILTER (WHERE secret) AS together,
        CAST(sum(d0) FILTER (WHERE part = 'closed') AS DOUBLE) AS d0,
        CAST(sum(d1) FILTER (WHERE part = 'closed') AS DOUBLE) AS d1,
        CAST(sum(n0) FILTER (WHERE part = 'closed') AS DOUBLE) AS n0,
        CAST(sum(n1) FILTER (WHERE part = 'closed') AS DOUBLE) AS n1,
        to_json(list(
            {'name': name, 'day': til, 'cause': coalesce(cause, ''), 'hidden': secret}
            ORDER BY til, family
        ) FILTER (WHERE part = 'closed')) AS closed_names,
        to_json(list(
            {
                'name': name,
                'day': fra,
                'cause': if(coalesce(taken_back, false), 'hjemtaget', ''),
                'hidden': secret
            } ORDER BY fra, family
        ) FILTER (WHERE part = 'new')) AS new_names
    FROM sides
    JOIN placed ON enhed = family
    LEFT JOIN endings USING (family)
    LEFT JOIN openings USING (family, begun)
    GROUP BY kpi, q0, q1, key
),
judged AS (
    SELECT
        wholes.kpi, wholes.q0, wholes.q1, wholes.level, wholes.key, quarters, denominator, holes,
        secret, missing,
        parts.* EXCLUDE (kpi, q0, q1, key),
        closed_names, new_names, together,
        closed_count = 0 OR closed_secret < closed_count AS closed_shown,
        new_count = 0 OR new_secret < new_count AS new_shown,
        NOT missing AND NOT secret AS visible,
        quarters * wholes.d0 / wholes.n0 AS before,
        quarters * wholes.d1 / wholes.n1 AS after,
        quarters * (wholes.d0 - coalesce(told.d0, 0)) / (wholes.n0 - coalesce(told.n0, 0))
            AS before_without,
        quarters * (wholes.d1 - coalesce(told.d1, 0)) / (wholes.n1 - coalesce(told.n1, 0))
            AS after_without,
        closed_count > 0 AND closed_secret = 0 AND wholes.n0 > told.n0 AND wholes.n1 > told.n1
            AS without
    FROM wholes
    JOIN told USING (kpi, q0, q1, key)
    LEFT JOIN parts USING (kpi, q0, q1, key)
)
SELECT
    $version AS version,
    kpi,
    quarter_text(q1) AS quarter,
    quarter_text(q0) AS against,
    judged.level, judged.key, name, parent, grandparent, position,
    secret AND NOT missing AS masked,
    missing,
    MAP {
        'value': CASE WHEN visible THEN after - before END,
        'before': CASE WHEN visible THEN before END,
        'after': CASE WHEN visible THEN after END,
        'within': CASE WHEN visible THEN within END,
        'mix': CASE WHEN visible THEN mix END,
        'closed': CASE WHEN visible AND closed_shown THEN closed END,
        'new': CASE WHEN visible AND new_shown THEN new END,
        'before_without': CASE WHEN visible AND without THEN before_without END,
        'after_without': CASE WHEN visible AND without THEN after_without END,
        'holes': holes
    } AS measures,
    MAP {
        'closed_names': CAST(closed_names AS VARCHAR),
        'new_names': CAST(new_names AS VARCHAR),
        'together': CAST(together AS VARCHAR),
        'denominator': denominator
    } AS words
FROM judged
JOIN nodes ON nodes.window_q = q1 AND nodes.key = judged.key;

-- What each enhed moves the kommune, its område and its afdeling by.
INSERT INTO figures_kpi BY NAME
WITH followed AS (
    SELECT families.family, string_agg(name, ', ' ORDER BY name) AS goes_on_for
    FROM families JOIN placed USING (enhed)
    WHERE enhed != families.family
    GROUP BY families.family
),
standing AS (
    SELECT kpi, q0, q1, family, part, secret, holes, name, parent, grandparent, position
    FROM sides
    JOIN nodes ON nodes.key = 'enhed:' || family AND window_q IN (q0, q1)
    WHERE sides.key = 'kommune'
    QUALIFY row_number() OVER (PARTITION BY kpi, q0, q1, family ORDER BY window_q DESC) = 1
),
seen AS (
    SELECT effects.kpi, effects.q0, effects.q1, effects.key, family, effect
    FROM effects
    JOIN wholes USING (kpi, q0, q1, key)
    WHERE NOT wholes.secret AND NOT effects.secret
)
SELECT
    $version AS version,
    standing.kpi || '_enhed' AS kpi,
    quarter_text(standing.q1) AS quarter,
    quarter_text(standing.q0) AS against,
    'enhed' AS level,
    'enhed:' || standing.family AS key,
    name, parent, grandparent, position,
    bool_or(standing.secret OR kommune.secret) AND NOT bool_or(missing) AS masked,
    bool_or(missing) AS missing,
    MAP {
        'value': max(effect) FILTER (WHERE seen.key = 'kommune'),
        'omraade': max(effect) FILTER (WHERE seen.key = grandparent),
        'afdeling': max(effect) FILTER (WHERE seen.key = parent),
        'holes': CAST(max(standing.holes) AS DOUBLE)
    } AS measures,
    MAP {
        'part': part,
        'above': grandparent,
        'goes_on_for': any_value(goes_on_for),
        'denominator': any_value(kommune.denominator)
    } AS words
FROM standing
JOIN wholes AS kommune
    ON kommune.kpi = standing.kpi AND kommune.q0 = standing.q0 AND kommune.q1 = standing.q1
    AND kommune.key = 'kommune'
LEFT JOIN followed ON followed.family = standing.family
LEFT JOIN seen
    ON seen.kpi = standing.kpi AND seen.q0 = standing.q0 AND seen.q1 = standing.q1
    AND seen.family = standing.family
GROUP BY standing.kpi, standing.q0, standing.q1, standing.family, name, parent, grandparent, position,
    part;

-- What each afdeling moves the kommune and its område by, all of its enheder together, and how that
-- splits in short and long. It is worked out from the afdeling's and the other's figures alone, so it is
-- seen where they are. The sum over all afdelinger is the change.
INSERT INTO figures_kpi BY NAME
WITH placed_in AS (
    SELECT wholes.*, name, parent, grandparent, position
    FROM wholes
    JOIN nodes ON nodes.key = wholes.key AND nodes.window_q = CASE WHEN n1 > 0 THEN q1 ELSE q0 END
    WHERE wholes.level = 'afdeling'
),
moves AS (
    SELECT
        placed_in.kpi, placed_in.q0, placed_in.q1, placed_in.key, above.level AS above,
        contribution(
            placed_in.d0, placed_in.n0, placed_in.d1, placed_in.n1,
            above.d0, above.n0, above.d1, above.n1, above.quarters
        ) AS moved,
        contribution(
            placed_in.short0, placed_in.n0, placed_in.short1, placed_in.n1,
            above.short0, above.n0, above.short1, above.n1, above.quarters
        ) AS short,
        contribution(
            placed_in.long0, placed_in.n0, placed_in.long1, placed_in.n1,
            above.long0, above.n0, above.long1, above.n1, above.quarters
        ) AS long,
        NOT placed_in.hides_split AND NOT above.hides_split AS splits
    FROM placed_in
    JOIN wholes AS above
        ON above.kpi = placed_in.kpi AND above.q0 = placed_in.q0 AND above.q1 = placed_in.q1
        AND (above.level = 'kommune' OR above.key = placed_in.parent)
    WHERE NOT above.missing AND NOT above.secret AND NOT placed_in.secret
)
SELECT
    $version AS version,
    placed_in.kpi || '_afdeling' AS kpi,
    quarter_text(placed_in.q1) AS quarter,
    quarter_text(placed_in.q0) AS against,
    'afdeling' AS level,
    placed_in.key,
    any_value(name) AS name,
    any_value(parent) AS parent,
    any_value(grandparent) AS grandparent,
    any_value(position) AS position,
    any_value(secret) AS masked,
    false AS missing,
    MAP {
        'value': any_value(moved) FILTER (WHERE above = 'kommune'),
        'short': any_value(short) FILTER (WHERE above = 'kommune' AND splits),
        'long': any_value(long) FILTER (WHERE above = 'kommune' AND splits),
        'omraade': any_value(moved) FILTER (WHERE above = 'omraade'),
        'omraade_short': any_value(short) FILTER (WHERE above = 'omraade' AND splits),
        'omraade_long': any_value(long) FILTER (WHERE above = 'omraade' AND splits)
    } AS measures,
    MAP {'denominator': any_value(placed_in.denominator)} AS words
FROM placed_in
LEFT JOIN moves USING (kpi, q0, q1, key)
GROUP BY placed_in.kpi, placed_in.q0, placed_in.q1, placed_in.key;
