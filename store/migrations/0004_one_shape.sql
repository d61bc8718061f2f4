-- The rolling figures stand among all the others, in the same shape.
INSERT INTO figures_kpi BY NAME
SELECT
    version, 'rullende' AS kpi, quarter, '' AS against, level, key, name, parent, grandparent,
    position, masked, missing,
    MAP {
        'value': value, 'short': short, 'long': long, 'long_share': long_share,
        'employees': employees, 'holes': holes, 'unsplit': unsplit, 'vanished': vanished,
        'quarters': quarters
    } AS measures,
    MAP {'denominator': denominator} AS words
FROM figures_rullende;
DROP TABLE figures_rullende;
