"""Which columns of a header fit which fields of a kind of list."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from data_loaders.files.grid import Sheet
from data_loaders.files.values import text_of
from data_loaders.table.declaration import Listing, Type
from data_loaders.table.header_rows import Candidate
from data_loaders.words import times
from data_loaders.words.header_names import BARE_WORD, UNIT, normalize
from data_loaders.words.times import find_periods, strip_times

Places = dict[str, list[int]]
Spread = tuple[tuple[str, dict[str, int]], ...]

_EITHER = "enhed?"
_SAMPLE = 200
_WORD = re.compile(r"[^\W\d]")
_CODE = re.compile(r"(?=\S*\d)[\w./-]+")
_CODE_SHARE = 0.8
_BARE = frozenset({"nr", "nummer", "id", "no", "number"})


def columns(sheet: Sheet, head: Candidate, listing: Listing) -> Places:
    """Give each header to the first field that it fits.

    Whether a column headed only "Enhed" holds numbers or names is told by its cells.
    """
    fits: Places = {}
    for place, header in enumerate(head.headers):
        name = listing.fitting(header) or (_EITHER if _is_unit(header) else "")
        name = name or (listing.bare if is_period(header) and _fits_bare(header, listing) else "")
        if name:
            fits.setdefault(name, []).append(place)
    if not fits:
        return {}
    for one in listing.fields:
        if one.type is Type.TEXT and not one.spread and one.name in fits:
            fits[one.name] = _worded(sheet, head, fits[one.name])
        if one.ranked and one.name in fits:
            fits[one.name] = _first_ranked(head, fits[one.name], one.ranked)
    fits["enhed"] = [p for p in fits.get("enhed", []) if not _is_running(sheet, head, p)]
    either = fits.pop(_EITHER, [])
    coded = any(_is_coded(sheet, head.index, place) for place in either)
    for name, is_said in (("enhed", coded), ("enhed_navn", False)):
        fits[name] = _exact(head, fits.get(name, []), is_said=is_said)
    fits = {name: places for name, places in fits.items() if places}
    names = {one.name for one in listing.fields}
    if either and "enhed" in names:
        fits = (
            _settled(sheet, head, either, fits)
            if "enhed_navn" in names
            else fits | {"enhed": either}
        )
    return fits


def _first_ranked(head: Candidate, places: list[int], ranked: Sequence[str]) -> list[int]:
    """Keep the columns that fit the first pattern which any of them fits."""
    headers = {place: normalize(head.headers[place]) for place in places}
    found = ([p for p in places if re.search(form, headers[p])] for form in ranked)
    return next(filter(None, found), places)


def _exact(head: Candidate, places: list[int], *, is_said: bool) -> list[int]:
    """Leave out "Kode" and "Navn", which may be of anything, where another header says it."""
    exact = [place for place in places if not re.search(BARE_WORD, normalize(head.headers[place]))]
    return exact if exact or is_said else places


def _is_running(sheet: Sheet, head: Candidate, place: int) -> bool:
    """Whether a column headed only "Nr." numbers the rows, and not the enheder."""
    texts = _texts(sheet, head.index, place)
    numbers = [str(number) for number in range(1, len(texts) + 1)]
    return normalize(head.headers[place]) in _BARE and len(texts) > 1 and texts == numbers


def _worded(sheet: Sheet, head: Candidate, places: list[int]) -> list[int]:
    """Prefer the words where a code stands beside them: "0200" and "Sygdom"."""
    words = [place for place in places if not _is_coded(sheet, head.index, place)]
    return words if len(words) == 1 else places


def spread(head: Candidate, listing: Listing, fits: Places) -> Spread:
    """Group the columns that stand once for each period, by period."""
    spreading = {one.name for one in listing.fields if one.spread}
    named = sorted(
        (periods[0], name, place)
        for name, places in fits.items()
        if name in spreading
        for place in places
        if len(periods := find_periods(head.headers[place])) == 1
    )
    found = []
    for _, group in groupby(named, key=lambda one: one[0]):
        of_period = list(group)
        places = {name: place for _, name, place in of_period}
        if len(places) < len(of_period):
            return ()  # two columns of one field for the same time: a clash
        found.append((head.headers[of_period[0][2]], places))
    return tuple(found)


def _fits_bare(header: str, listing: Listing) -> bool:
    return times.count_months(find_periods(header)[0]) in (*listing.bare_months, 0)


@lru_cache(maxsize=50_000)
def is_period(header: str) -> bool:
    """Whether a header only names a time, as "2024" and "oktober 2024" do."""
    return bool(header) and len(find_periods(header)) == 1 and not _WORD.search(strip_times(header))


@lru_cache(maxsize=50_000)
def _is_unit(header: str) -> bool:
    return bool(re.search(UNIT, normalize(header)))


def _settled(sheet: Sheet, head: Candidate, either: list[int], fits: Places) -> Places:
    coded = [place for place in either if _is_coded(sheet, head.index, place)]
    worded = [place for place in either if place not in coded]
    if "enhed" in fits:
        coded, worded = [], either
    elif not coded and (len(either) > 1 or "enhed_navn" in fits):
        coded, worded = either[:1], either[1:]
    elif len(coded) == 1 and not worded:
        worded = _beside(sheet, head, coded[0])
    elif not coded:
        coded, worded = worded, []
    found = {"enhed": coded, "enhed_navn": worded}
    return fits | {name: places for name, places in found.items() if places and name not in fits}


def _beside(sheet: Sheet, head: Candidate, place: int) -> list[int]:
    """The column to the right, if it has no header and holds words: the text of a number."""
    beside = place + 1
    if beside >= len(head.headers) or head.headers[beside] or not _texts(sheet, head.index, beside):
        return []
    return [] if _is_coded(sheet, head.index, beside) else [beside]


def _is_coded(sheet: Sheet, index: int, column: int) -> bool:
    texts = set(_texts(sheet, index, column))  # a word of total lines may stand in many rows
    return bool(texts) and sum(map(bool, map(_CODE.fullmatch, texts))) >= len(texts) * _CODE_SHARE


def _texts(sheet: Sheet, index: int, column: int) -> list[str]:
    rows = sheet.rows[index + 1 : index + 1 + _SAMPLE]
    texts = (text_of(row[column]) for row in rows if column < len(row))
    return [text for text in texts if text]
