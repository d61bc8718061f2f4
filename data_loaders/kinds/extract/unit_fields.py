"""Which columns hold the extract's units and their groups, where names leave a choice."""

import re

from data_loaders.table.column_contents import ColumnContents

FIELDS = ("enhed", "enhed_navn", "enhed?")
_LEVELS = ("niveau1", "niveau2", "niveau3", "niveau4", "niveau5")
_GROUPS = ("afdeling", "omraade")
_CODE = re.compile(r"(?=\S*\d)[\w./-]+|[A-ZÆØÅ]{2,6}")
_HAS_DIGIT = re.compile(r"\d")  # a total line has its words there

Places = dict[str, list[int]]


def place_units(contents: ColumnContents, best: Places) -> Places:
    """Return each field's columns, by place, given the columns whose headers fit it best."""
    places = _tell_numbers_from_names(contents, best) | _assign_levels(contents, best)
    for field, columns in best.items():
        if field in _GROUPS:
            places.setdefault(field, _prefer_group_names(contents, columns))
        elif field not in FIELDS and field not in _LEVELS:
            places.setdefault(field, columns)
    return places


def _tell_numbers_from_names(contents: ColumnContents, best: Places) -> Places:
    """Tell the column with the units' numbers from the one with their names."""
    codes, names = best.get("enhed", []), best.get("enhed_navn", [])
    undecided = best.get("enhed?", [])
    if codes:
        names = names or undecided
        return {"enhed": codes} | ({"enhed_navn": names} if names else {})
    coded = [column for column in undecided if contents.has_codes(column)]
    worded = [column for column in undecided if column not in coded]
    if names:
        # "Enhed" beside "Enhedsnavn": a number, or a second name that nothing tells apart.
        return {"enhed": coded, "enhed_navn": names} if coded else {"enhed": names + undecided}
    if len(coded) == 1 and not worded:
        worded = contents.find_text_column(coded[0])
    if not coded and len(worded) == 1:
        coded = _find_number_column(contents, worded[0])
    if len(coded) == 1 and len(worded) == 1:
        return {"enhed": coded, "enhed_navn": worded}
    return {"enhed": undecided} if undecided else {}


def _find_number_column(contents: ColumnContents, column: int) -> list[int]:
    """Return the column to the left headed only "Nr.", unless it numbers the rows."""
    left_column = column - 1
    if left_column < 0 or not contents.is_bare(left_column, also=("kode", "code")):
        return []
    numbers = [text for text in contents.read_texts(left_column) if _HAS_DIGIT.search(text)]
    is_coded = bool(numbers) and all(map(_CODE.fullmatch, numbers))
    return [left_column] if is_coded and numbers[:2] not in (["1"], ["1", "2"]) else []


def _prefer_group_names(contents: ColumnContents, columns: list[int]) -> list[int]:
    """Prefer names to numbers where both stand under the same header, or under a blank one."""
    if len(columns) == 1 and contents.has_codes(columns[0]):
        return contents.find_text_column(columns[0]) or columns
    return contents.keep_word_column(columns)


def _assign_levels(contents: ColumnContents, best: Places) -> Places:
    """Say what the columns of a hierarchy hold: the lowest the units, if nothing else does.

    A level with one and the same name in all rows is the kommune.
    """
    levels = [best[level] for level in _LEVELS if level in best]
    if len(levels) < 2:
        return {}
    fields = [field for field in _GROUPS if field not in best]
    if not {*FIELDS} & best.keys():
        fields.insert(0, "enhed")
    telling = levels if len(levels) == 2 else [p for p in levels if _is_different(contents, p[0])]
    return dict(zip(fields, reversed(telling), strict=False))


def _is_different(contents: ColumnContents, column: int) -> bool:
    return len(set(contents.read_texts(column))) > 1
