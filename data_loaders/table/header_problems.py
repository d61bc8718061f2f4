"""What is wrong with a list's header, and what must be asked of it."""

from collections.abc import Iterator

from core.danish import join_words
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.guidance.mapping import labels
from data_loaders.guidance.overruled import overruled
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem
from data_loaders.table.declaration import Field, Listing, Type
from data_loaders.table.list_header import Found
from data_loaders.table.problem_collector import Collector
from data_loaders.words.header_names import is_other_measure, normalize

_SHOWN = 20
_CLASHES_SHOWN = 5


def tell(sheet: Sheet, found: Found, listing: Listing, collector: Collector) -> None:
    """Say which fields several columns fit equally well, and which needed ones have none."""
    for name in found.mapping.columns.keys() & found.columns:
        for one in _overruled(sheet, found, listing[name]):
            collector.add(one)
    for name in found.clashes:
        _tell_clash(sheet, found, listing[name].label, name, collector)
    has = {*found.places, *found.clashes}
    lacking = [group for group in listing.needs if not has & set(group)]
    if not lacking:
        return
    wanted = join_words([_either(listing, group) for group in lacking])
    headers = join_words(
        [f"»{header}«" for header in found.heading.headers if header], limit=_SHOWN
    )
    collector.add(
        problem(
            "missing_column",
            f"Der mangler en kolonne med {wanted}. Fundne overskrifter: {headers}.",
            sheet=sheet.name,
            cell=sheet.address(found.heading.index, 0),
        )
    )
    for group in lacking:
        text = f"Hvilken kolonne er {_either(listing, group)}?"
        places = _possible(found, listing[group[0]])
        collector.ask(_question(found, group[0], text, places, "missing_column"))


def _overruled(sheet: Sheet, found: Found, one: Field) -> Iterator[Problem]:
    place = found.columns[one.name]
    header = found.heading.headers[place]
    if one.type is Type.NUMBER and not one.fits(normalize(header)):
        yield from overruled(sheet, found.heading.index, (place, header), chosen_as=one.label)


def _possible(found: Found, one: Field) -> tuple[int, ...]:
    """The columns that may be a field's: a share or a number of persons is no figure."""
    if one.type is not Type.NUMBER:
        return found.free
    return tuple(
        place for place in found.free if not is_other_measure(found.heading.headers[place])
    )


def _tell_clash(sheet: Sheet, found: Found, label: str, name: str, collector: Collector) -> None:
    places = found.clashes[name]
    headers = [found.heading.headers[place] for place in places]
    named = [f"»{header}«" for header in headers]
    collector.add(
        problem(
            "ambiguous_column",
            f"Flere kolonner kan være »{label}«: {join_words(named, limit=_CLASHES_SHOWN)}. Vælg "
            "den rigtige, eller giv den en entydig overskrift.",
            sheet=sheet.name,
            cell=sheet.address(found.heading.index, places[-1]),
            column=headers[-1],
        )
    )
    text = f"Hvilken kolonne er »{label}«?"
    collector.ask(_question(found, name, text, places, "ambiguous_column"))


def _question(found: Found, name: str, text: str, places: tuple[int, ...], code: str) -> Question:
    names = labels(found.heading.headers)
    choices = tuple(Choice(names[place], names[place]) for place in places)
    return Question(f"column:{name}", text, choices, code)


def _either(listing: Listing, group: tuple[str, ...]) -> str:
    return " eller ".join(f"»{listing[name].label}«" for name in group)
