"""Edit the placements of enheder: each edit returns all rows after it, and itself in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from core.cpr import require_no_cpr
from core.danish import format_date_short, join_words
from core.errors import UsageError, suggest_nearest
from core.nodes import unit_identity
from core.placement import Cause, Placement
from services.edited_lists import Edit
from services.renumbering import RenumberedUnit
from store.placements import BETWEEN_ALIASES, UnitPlacement

Placements = tuple[Placement, ...]
LONGEST_NAME = 200
_NAMES_SHOWN = 3
_DAY = timedelta(days=1)


def find_newest(rows: Placements, enhed: str) -> Placement:
    """Return where an enhed stood last; UsageError for an enhed that does not exist."""
    unit_rows = [row for row in rows if row.is_of_enhed(enhed)]
    if not unit_rows:
        hint = suggest_nearest(enhed, [row.enhed for row in rows])
        raise UsageError(f"Organisationen har ingen enhed »{enhed}«.{hint}")
    return max(unit_rows, key=lambda row: row.first_day)


def sort_by_first_day(rows: Iterable[Placement]) -> list[Placement]:
    """Sort placements by their first days, the oldest first."""
    return sorted(rows, key=lambda row: row.first_day)


def open_unit(rows: Placements, *, new: Placement) -> Edit[Placement]:
    """Add an enhed that is new, or one that opens again after it was closed."""
    _require_text("Nummeret", new.enhed)
    _require_text("Navnet", new.enhed_navn)
    _require_text("Afdelingen", new.place)
    if new.fra is None:
        raise UsageError("Skriv, hvornår enheden åbner, f.eks. 01.08.2025.")
    for row in rows:
        if row.is_of_enhed(new.enhed) and row.last_day >= new.fra:
            until = f"til {format_date_short(row.til)}" if row.til else "og er åben"
            raise UsageError(f"Enheden {new.enhed} findes allerede: {row.enhed_navn}, {until}.")
    _require_own_names(rows, new)
    return Edit((*rows, new), f"{name_unit(new)} åbnet {format_date_short(new.fra)}")


def close_unit(
    rows: Placements, *, enhed: str, til: date, aarsag: Cause, efterfoelger: str = ""
) -> Edit[Placement]:
    """Let an enhed end with a day, for a cause; the enhed that goes on takes over the day after."""
    row = _find_open(rows, enhed)
    if row.fra and til < row.fra:
        raise UsageError(
            f"{row.enhed_navn} åbnede {format_date_short(row.fra)} og kan ikke lukke "
            f"{format_date_short(til)}."
        )
    if efterfoelger:
        _require_successor(rows, row, efterfoelger=efterfoelger, day=til + _DAY)
    elif aarsag is Cause.SAMMENLAGT:
        raise UsageError("Vælg den enhed, som enheden er lagt sammen med.")
    ended = replace(row, til=til, aarsag=aarsag.value, efterfoelger=efterfoelger)
    description = f"{name_unit(row)} lukket {format_date_short(til)}: {aarsag}"
    return Edit(_replace_placement(rows, row, ended), description)


def move_unit(
    rows: Placements, *, enhed: str, fra: date, afdeling: str, omraade: str
) -> Edit[Placement]:
    """Let an enhed stand in another afdeling from a day on."""
    row = _find_open(rows, enhed)
    _require_text("Afdelingen", afdeling)
    if (afdeling, omraade) == (row.afdeling, row.omraade):
        raise UsageError(f"{row.enhed_navn} er allerede i {row.place}.")
    if row.fra and fra <= row.fra:
        raise UsageError(
            f"{row.enhed_navn} kom til {row.place} {format_date_short(row.fra)}; den kan først "
            "flytte dagen efter."
        )
    require_no_cpr(afdeling, omraade)
    before = replace(row, til=fra - _DAY, aarsag=Cause.FLYTTET.value)
    after = replace(row, fra=fra, afdeling=afdeling, omraade=omraade)
    description = (
        f"{name_unit(row)} flyttet fra {row.place} til {afdeling} {format_date_short(fra)}"
    )
    return Edit(_replace_placement(rows, row, before, after), description)


def rename_unit(
    rows: Placements, *, enhed: str, navn: str, aliasser: Sequence[str], fra: date | None
) -> Edit[Placement]:
    """Give an enhed another name, other aliases or another first day in its place.

    Its former name becomes an alias, so that files with that name are still understood.
    """
    row = find_newest(rows, enhed)
    _require_text("Navnet", navn)
    if fra and row.til and fra > row.til:
        raise UsageError(
            f"{row.enhed_navn} lukkede {format_date_short(row.til)}; den kan ikke åbne efter."
        )
    _require_after_others(rows, row, fra)
    former = (row.enhed_navn,) if navn != row.enhed_navn else ()
    names = tuple(dict.fromkeys([*aliasser, *former]))
    new = replace(row, enhed_navn=navn, aliasser=tuple(n for n in names if n != navn), fra=fra)
    if new == row:
        raise UsageError("Intet er ændret.")
    _require_own_names(rows, new)
    description = f"{name_unit(row)} hedder nu {navn}" if former else f"{name_unit(row)} rettet"
    return Edit(_replace_placement(rows, row, new), description)


def reopen_unit(rows: Placements, *, enhed: str) -> Edit[Placement]:
    """Take back that an enhed closed."""
    row = find_newest(rows, enhed)
    if row.til is None:
        raise UsageError(f"{row.enhed_navn} er ikke lukket.")
    description = f"{name_unit(row)} er ikke lukket {format_date_short(row.til)} alligevel"
    return Edit(
        _replace_placement(rows, row, replace(row, til=None, aarsag="", efterfoelger="")),
        description,
    )


def remove_unit(rows: Placements, *, enhed: str) -> Edit[Placement]:
    """Take an enhed out, with all its places: it was never there."""
    row = find_newest(rows, enhed)
    heirs = [past for past in rows if past.efterfoelger and row.is_of_enhed(past.efterfoelger)]
    if heirs:
        raise UsageError(
            f"{row.enhed_navn} er efterfølger for {heirs[0].enhed_navn} og kan ikke fjernes."
        )
    return Edit(
        tuple(stays for stays in rows if not stays.is_of_enhed(enhed)), f"{name_unit(row)} fjernet"
    )


def propose_placements(units: Sequence[UnitPlacement]) -> Placements:
    """Make an organisation out of where the facts have the enheder.

    An enhed begins with its first quarter, unless the data do, and ends with its last, unless the
    data do. Why it ended, the data do not know.
    """
    if not units:
        return ()
    first, last = min(unit.quarter for unit in units), max(unit.quarter for unit in units)
    placements: list[Placement] = []
    for _, group in groupby(units, key=lambda unit: unit_identity(unit.enhed)):
        runs = _split_runs(list(group))
        starts = [run[0].quarter.period.first for run in runs]
        for place, run in enumerate(runs):
            then = starts[place + 1] - _DAY if place + 1 < len(runs) else None
            gone = run[-1].quarter.period.last if run[-1].quarter < last else None
            at = next((unit for unit in run if unit.afdeling or unit.omraade), run[0])
            placements.append(
                Placement(
                    at.enhed,
                    at.enhed_navn,
                    at.afdeling,
                    at.omraade,
                    fra=None if run[0].quarter == first else starts[place],
                    til=then or gone,
                    aarsag=Cause.FLYTTET.value if then else "",
                )
            )
    return tuple(placements)


def continue_units(rows: Placements, units: Sequence[RenumberedUnit]) -> Edit[Placement]:
    """Let new numbers go on after the former numbers of some enheder."""
    for unit in units:
        former = find_newest(rows, unit.former_number)
        first_day = unit.quarter.period.first
        if not any(row.is_of_enhed(unit.number) for row in rows):
            new = replace(former, enhed=unit.number, enhed_navn=unit.name, fra=first_day, til=None)
            rows = (*rows, replace(new, aarsag="", efterfoelger="", aliasser=()))
        ended = replace(
            former,
            til=former.til or first_day - _DAY,
            aarsag=Cause.FLYTTET.value,
            efterfoelger=unit.number,
        )
        rows = _replace_placement(rows, former, ended)
    names = [f"{unit.name} ({unit.former_number}) er nu {unit.number}" for unit in units]
    return Edit(rows, join_words(names, limit=_NAMES_SHOWN))


def name_unit(row: Placement) -> str:
    """Name an enhed with its number, where it has one: "Solsikken (1042)"."""
    return row.enhed_navn if row.enhed == row.enhed_navn else f"{row.enhed_navn} ({row.enhed})"


def _split_runs(quarters: list[UnitPlacement]) -> list[list[UnitPlacement]]:
    """Split an enhed's quarters where it changes afdeling; one that is not said is no change."""
    runs: list[list[UnitPlacement]] = [[]]
    afdeling = ""
    for unit in quarters:
        if afdeling and unit.afdeling and unit.afdeling != afdeling:
            runs.append([])
        afdeling = unit.afdeling or afdeling
        runs[-1].append(unit)
    return runs


def _find_open(rows: Placements, enhed: str) -> Placement:
    row = find_newest(rows, enhed)
    if row.til:
        raise UsageError(f"{row.enhed_navn} er allerede lukket {format_date_short(row.til)}.")
    return row


def _replace_placement(rows: Placements, old: Placement, *new: Placement) -> Placements:
    place = rows.index(old)
    return (*rows[:place], *new, *rows[place + 1 :])


def _require_text(what: str, text: str) -> None:
    if not text.strip():
        raise UsageError(f"{what} mangler.")
    if len(text) > LONGEST_NAME:
        raise UsageError(f"{what} er for langt; der er plads til {LONGEST_NAME} tegn.")


def _require_own_names(rows: Placements, new: Placement) -> None:
    """Raise UsageError where an alias already leads to another enhed, or could not be kept."""
    texts = (new.enhed, new.enhed_navn, new.afdeling, new.omraade, new.efterfoelger)
    require_no_cpr(*texts, *new.aliasser)
    for alias in new.aliasser:
        if BETWEEN_ALIASES in alias:
            raise UsageError(f"Aliasset »{alias}« må ikke indeholde »{BETWEEN_ALIASES}«.")
        for row in rows:
            names = {name.casefold() for name in (row.enhed, row.enhed_navn, *row.aliasser)}
            if not row.is_of_enhed(new.enhed) and alias.casefold() in names:
                raise UsageError(f"»{alias}« er allerede et navn for {name_unit(row)}.")


def _require_successor(rows: Placements, row: Placement, *, efterfoelger: str, day: date) -> None:
    if row.is_of_enhed(efterfoelger):
        raise UsageError("En enhed kan ikke være sin egen efterfølger.")
    heir = find_newest(rows, efterfoelger)
    if heir.til and heir.til < day:
        raise UsageError(
            f"{name_unit(heir)} lukkede {format_date_short(heir.til)} og kan ikke være efterfølger "
            f"fra {format_date_short(day)}."
        )


def _require_after_others(rows: Placements, row: Placement, fra: date | None) -> None:
    for past in rows:
        if past.is_of_enhed(row.enhed) and past != row and past.last_day >= (fra or date.min):
            raise UsageError(
                f"{row.enhed_navn} stod i {past.place} til {format_date_short(past.last_day)}; "
                "dagen her skal ligge efter."
            )
