"""Which columns hold enheder, afdelinger and områder: known names decide before headers."""

from data_loaders.guidance.aliases import Aliases
from data_loaders.table.column_contents import ColumnContents

PLACES = {"enhed": "enhed", "enhed_navn": "enhed", "afdeling": "afdeling", "omraade": "omraade"}
_LEVELS = tuple(dict.fromkeys(PLACES.values()))


def settle_places(
    contents: ColumnContents, columns: dict[str, int], aliases: Aliases
) -> dict[str, int]:
    """Let names that the organisation knows decide which column is of which level.

    "Chefområde" may well be headed over afdelinger, and "Afdelingsnavn" over enheder; a header
    counts where the names do not tell, or where two columns would be of one level.
    """
    by_level: dict[str, list[int]] = {level: [] for level in _LEVELS}
    for field, header_level in PLACES.items():
        if field in columns:
            place = columns[field]
            by_level[_find_level(contents, place, header_level, aliases)].append(place)
    units = sorted(by_level.pop("enhed"), key=lambda place: not contents.has_codes(place))
    if not units or len(units) > 2 or any(len(places) > 1 for places in by_level.values()):
        return columns
    if len(units) == 2 and contents.has_codes(units[0]) == contents.has_codes(units[1]):
        return columns
    fields = ["enhed", "enhed_navn"] if len(units) == 2 else [_name_unit_field(columns, units[0])]
    settled = dict(zip(fields, units, strict=True))
    settled |= {level: places[0] for level, places in by_level.items() if places}
    settled |= {field: place for field, place in columns.items() if field not in PLACES}
    return columns if settled == columns else settled


def _name_unit_field(columns: dict[str, int], place: int) -> str:
    of_place = (field for field in ("enhed", "enhed_navn") if columns.get(field) == place)
    return next(of_place, "enhed_navn")


def _find_level(contents: ColumnContents, place: int, header_level: str, aliases: Aliases) -> str:
    """Return the level that most of a column's names are of, the header's where none is ahead."""
    known = aliases.count_known(set(contents.read_texts(place)))
    return max(_LEVELS, key=lambda level: (known[level], level == header_level))
