"""The organisation with its dates: where each enhed stood, when, and what became of it."""

import re
from collections import defaultdict
from datetime import date

import numpy as np
import pyarrow as pa

from core.errors import suggest_nearest
from core.nodes import unit_identity
from core.placement import Cause
from data_loaders.files.columns import EncodedColumn
from data_loaders.kinds import list_columns
from data_loaders.kinds.list_columns import read_unit_names
from data_loaders.table.body import TableBody
from data_loaders.table.cell_values import UNASSIGNED
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words.days import OPEN_END
from data_loaders.words.header_names import (
    AFDELING,
    FIRST_DAY,
    LAST_DAY,
    UNIT_NAME,
    UNIT_NO,
)
from store.kinds import WHOLE

_SEPARATOR = re.compile(r"[;|]")  # a comma may be part of a name


def build(body: TableBody) -> ListFacts:
    """Make the rows of the store: one for each time that an enhed stood in one place."""
    enhed, navn = read_unit_names(body)
    _check_times(body, enhed)
    _check_successors(body, enhed, navn)
    _warn_of_unplaced(body)
    facts = pa.table(
        {
            "period": pa.array([WHOLE] * len(body), pa.string()),
            "enhed": pa.array(enhed, pa.string()),
            "enhed_navn": pa.array(navn, pa.string()),
            "afdeling": body.read_arrow_array("afdeling", pa.string()),
            "omraade": body.read_arrow_array("omraade", pa.string()),
            "fra": body.read_arrow_array("fra", pa.date32()),
            "til": list_columns.read_end_days(body).to_arrow(pa.date32()),
            "aarsag": body.read_arrow_array("aarsag", pa.string()),
            "efterfoelger": body.read_arrow_array("efterfoelger", pa.string()),
            "aliasser": body.read_field("aliasser").map(_split_aliases).to_arrow(pa.string()),
        }
    )
    return ListFacts(facts, (WHOLE,))


def _split_aliases(text: str | None) -> str | None:
    if not text:
        return None
    names = [name.strip() for name in _SEPARATOR.split(text)]
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _check_times(body: TableBody, enhed: list[str | None]) -> None:
    """Find lives that end before they begin, that overlap, or that end for a reason but never."""
    list_columns.check_ends_after_start(
        body, "fra", "til", "{value} ligger før den dag, enheden begyndte. Ret en af datoerne."
    )
    first, last = body.read_field("fra").cells(), list_columns.read_end_days(body).cells()
    lives: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    for row, unit in enumerate(enhed):
        if unit:
            span = (first[row] or date.min, last[row] or OPEN_END, row)
            lives[unit_identity(unit)].append(span)
    overlapping = np.zeros(len(body), np.bool_)
    for spans in lives.values():
        until = date.min
        for at, (begin, end, row) in enumerate(sorted(spans)):
            overlapping[row] = at > 0 and begin <= until
            until = max(until, end)
    body.flag(
        "overlapping_lives",
        "Enheden {value} står her i en tid, hvor den også står i en anden række. Skriv slutdato på "
        "den første og startdato på den næste.",
        "enhed" if body.has_field("enhed") else "enhed_navn",
        overlapping,
    )
    cause = body.read_field("aarsag").cells()
    endless = [bool(why) and day is None for why, day in zip(cause, last, strict=True)]
    body.flag(
        "cause_without_end",
        "Enheden har årsagen {value}, men ingen slutdato. Den regnes som stadig åben.",
        "aarsag",
        np.array(endless, np.bool_),
    )


def _check_successors(body: TableBody, enhed: list[str | None], navn: list[str | None]) -> None:
    """Find successors that are no enhed of the list, by number or name."""
    names = {unit_identity(name): name for name in (*enhed, *navn) if name}
    successors: EncodedColumn[str | None] = body.read_field("efterfoelger")
    places = body.cells("efterfoelger")
    unknown = {
        place: "{value} er ikke en enhed i filen."
        + ("" if body.declaration.discreet else suggest_nearest(name, names.values()))
        for place, name in enumerate(successors.values)
        if name and unit_identity(name) not in names and (places.codes == place).any()
    }
    body.flag_values("unknown_successor", "efterfoelger", unknown)


def _warn_of_unplaced(body: TableBody) -> None:
    """Warn of enheder that stand in no afdeling."""
    if not body.has_field("afdeling"):
        body.note("no_afdeling", _NO_AFDELING)
        return
    blank = body.read_field("afdeling").where(lambda name: not name)
    body.flag("missing_value", _IN_NONE, "afdeling", blank)


_NO_AFDELING = (
    "Filen har ingen kolonne med afdeling. Enhederne står i den afdeling, som udtrækkene har dem "
    f"i, og ellers under »{UNASSIGNED}«."
)
_IN_NONE = (
    "Enheden har ingen afdeling her. Den står i den, som udtrækkene har den i, og ellers under "
    f"»{UNASSIGNED}«."
)
_CAUSES = {
    Cause.NEDLAGT.value: r"nedlagt|nedlaeg|lukket|lukning|ophoer|closed",
    Cause.HJEMTAGET.value: r"hjemtag|hjemtog|overtaget|insourc",
    Cause.OVERDRAGET.value: r"overdrag|udbud|udlicit|leverandoer|privat|outsourc|selveje",
    Cause.SAMMENLAGT.value: r"sammenl|fusion|merge",
    Cause.FLYTTET.value: r"flyt|moved|omorganis|ompl",
}
_PLADSEN = (*list_columns.PLADSEN, "Teknik")
_HUSET, _MAANEN = ((*unit, "Børn") for unit in (list_columns.HUSET, list_columns.MAANEN))
_CLEANERS, _YOUTH = ("4210", "Rengøringen", "Miljø & Teknik", "Teknik"), ("5120", "Ungehuset")
_MOVED = ("flyttet", None, None)
DECLARATION = Declaration(
    name="organisation",
    names_units=True,
    label="Organisationen",
    about=(
        "Enhederne med de datoer, de har hørt til hver afdeling. Filen erstatter hele "
        "organisationen, så alle enheder skal være med, også de lukkede."
    ),
    fields=(
        Field(
            "enhed",
            "Enhedsnr.",
            CellType.KEY,
            UNIT_NO,
            "Enhedens nummer, med foranstillede nuller. En enhed, der flytter, har en række for "
            "hvert sted, med samme nummer.",
        ),
        Field("enhed_navn", "Enhed", CellType.NAME, UNIT_NAME, "Enhedens navn."),
        Field("afdeling", "Afdeling", CellType.NAME, AFDELING, "Afdelingen i det tidsrum."),
        list_columns.OMRAADE_FIELD,
        Field(
            "fra",
            "Fra",
            CellType.DATE,
            rf"{FIRST_DAY}|^(?:aabn|oprett|etabl|startdato|ibrugtag)(?!\w*aarsag)",
            "Første dag på stedet. Tom, hvis enheden altid har været der.",
        ),
        Field(
            "til",
            "Til",
            CellType.DATE,
            rf"{LAST_DAY}|^(?:luk|nedlagt|ophoer|slutdato|afviklet)(?!\w*(?:aarsag|grund))",
            "Sidste dag på stedet. Tom, så længe enheden er der.",
        ),
        Field(
            "aarsag",
            "Årsag",
            CellType.CHOICE,
            r"aarsag|grund|reason|cause|haendelse",
            "Hvorfor tidsrummet sluttede.",
            choices=_CAUSES,
        ),
        Field(
            "efterfoelger",
            "Efterfølger",
            CellType.KEY,
            r"efterfoelg|viderefoer|erstatte[ts]af|afloes|successor|^ny(?:e|t)?(?:enhed|arbejdsplads|institution|tilhoer)",
            "Nummeret på den enhed, der fører arbejdet videre. Tom, hvis der ingen er.",
        ),
        Field(
            "aliasser",
            "Andre navne",
            CellType.TEXT,
            r"alias|andrenavne|ogsaakaldet|synonym|kaldes|(?:tidligere|gamle?|gammelt)(?:enheds?)?navne?",
            "Andre navne, som enheden kendes under, adskilt af semikolon.",
        ),
    ),
    needs=(("enhed", "enhed_navn"), ("fra", "til", "aarsag", "efterfoelger", "aliasser")),
    fills=(("enhed", "enhed_navn"),),
    names=("enhed", "enhed_navn", "afdeling", "omraade"),
    against=r"timer|dagsvaerk|fravaer|syg|konto|beloeb|budget|cpr|medarb",
    examples=(
        (*_PLADSEN, None, None, None, None, "Genbrugsstationen"),
        (*_HUSET, None, date(2025, 6, 30), "sammenlagt", "3102", None),
        (*_MAANEN, date(2019, 8, 1), None, None, None, "Månen; Børnehaven Månen"),
        (*_CLEANERS, None, date(2023, 12, 31), "overdraget til leverandør", None, None),
        (*_YOUTH, "Dagtilbud & Skole", "Børn", date(2025, 1, 1), date(2025, 7, 31), *_MOVED),
        (*_YOUTH, "Børn & Familie", "Børn", date(2025, 8, 1), None, None, None, None),
    ),
)
