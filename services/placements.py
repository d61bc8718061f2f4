"""Changes to the organisation, each from what it was to what it becomes, with its own words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from core.danish import format_date_short
from core.errors import UsageError, suggest_nearest
from core.nodes import unit_identity
from core.placement import Cause, Placement
from services.typed import require_no_cpr
from store.placements import BETWEEN_ALIASES, UnitPlacement

Placements = tuple[Placement, ...]
LONGEST_NAME = 200
_DAY = timedelta(days=1)
Thing = TypeVar("Thing")


class Edited(NamedTuple, Generic[Thing]):
    """All rows after a change, and the change as the history tells it."""

    rows: tuple[Thing, ...]
    said: str


def newest(rows: Placements, enhed: str) -> Placement:
    """Return where an enhed stood last; UsageError for an enhed that there is none of."""
    own = [row for row in rows if row.is_of_enhed(enhed)]
    if not own:
        hint = suggest_nearest(enhed, [row.enhed for row in rows])
        raise UsageError(f"Organisationen har ingen enhed »{enhed}«.{hint}")
    return max(own, key=lambda row: row.fra or date.min)


def opened(rows: Placements, *, new: Placement) -> Edited[Placement]:
    """Add an enhed that is new, or one that opens again after it was closed."""
    _require_text("Nummeret", new.enhed)
    _require_text("Navnet", new.enhed_navn)
    _require_text("Afdelingen", new.place)
    if new.fra is None:
        raise UsageError("Skriv, hvornår enheden åbner, f.eks. 01.08.2025.")
    for row in rows:
        if row.is_of_enhed(new.enhed) and (row.til or date.max) >= new.fra:
            until = f"til {format_date_short(row.til)}" if row.til else "og er åben"
            raise UsageError(f"Enheden {new.enhed} findes allerede: {row.enhed_navn}, {until}.")
    _require_own_names(rows, new)
    return Edited((*rows, new), f"{called(new)} åbnet {format_date_short(new.fra)}")


def closed(
    rows: Placements, *, enhed: str, til: date, aarsag: Cause, efterfoelger: str = ""
) -> Edited[Placement]:
    """Let an enhed end with a day, for a cause; the enhed that goes on takes over the day after."""
    row = _open(rows, enhed)
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
    said = f"{called(row)} lukket {format_date_short(til)}: {aarsag}"
    return Edited(_with(rows, row, ended), said)


def moved(
    rows: Placements, *, enhed: str, fra: date, afdeling: str, omraade: str
) -> Edited[Placement]:
    """Let an enhed stand in another afdeling from a day on."""
    row = _open(rows, enhed)
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
    said = f"{called(row)} flyttet fra {row.place} til {afdeling} {format_date_short(fra)}"
    return Edited(_with(rows, row, before, after), said)


def renamed(
    rows: Placements, *, enhed: str, navn: str, aliasser: Sequence[str], fra: date | None
) -> Edited[Placement]:
    """Give an enhed another name, other aliases or another first day in its place.

    Its former name becomes an alias, so that files with that name are still understood.
    """
    row = newest(rows, enhed)
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
    said = f"{called(row)} hedder nu {navn}" if former else f"{called(row)} rettet"
    return Edited(_with(rows, row, new), said)


def reopened(rows: Placements, *, enhed: str) -> Edited[Placement]:
    """Take back that an enhed closed."""
    row = newest(rows, enhed)
    if row.til is None:
        raise UsageError(f"{row.enhed_navn} er ikke lukket.")
    said = f"{called(row)} er ikke lukket {format_date_short(row.til)} alligevel"
    return Edited(_with(rows, row, replace(row, til=None, aarsag="", efterfoelger="")), said)


def removed(rows: Placements, *, enhed: str) -> Edited[Placement]:
    """Take an enhed out, with all its places: it was never there."""
    row = newest(rows, enhed)
    heirs = [other for other in rows if other.efterfoelger and row.is_of_enhed(other.efterfoelger)]
    if heirs:
        raise UsageError(
            f"{row.enhed_navn} er efterfølger for {heirs[0].enhed_navn} og kan ikke fjernes."
        )
    return Edited(
        tuple(one for one in rows if not one.is_of_enhed(enhed)), f"{called(row)} fjernet"
    )


def proposed(units: Sequence[UnitPlacement]) -> Placements:
    """Make an organisation out of where the facts have the enheder.

    An enhed begins with its first quarter, unless the data do, and ends with its last, unless the
    data do. Why it ended, the data do not know.
    """
    if not units:
        return ()
    first, last = min(one.quarter for one in units), max(one.quarter for one in units)
    found: list[Placement] = []
    for _, group in groupby(units, key=lambda one: unit_identity(one.enhed)):
        runs = _runs(list(group))
        starts = [run[0].quarter.period.first for run in runs]
        for place, run in enumerate(runs):
            then = starts[place + 1] - _DAY if place + 1 < len(runs) else None
            gone = run[-1].quarter.period.last if run[-1].quarter < last else None
            at = next((one for one in run if one.afdeling or one.omraade), run[0])
            found.append(
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
    return tuple(found)


def called(row: Placement) -> str:
    """Name an enhed with its number, where it has one: "Solsikken (1042)"."""
    return row.enhed_navn if row.enhed == row.enhed_navn else f"{row.enhed_navn} ({row.enhed})"


def _runs(quarters: list[UnitPlacement]) -> list[list[UnitPlacement]]:
    """Split an enhed's quarters where it changes afdeling; one that is not said is no change."""
    runs: list[list[UnitPlacement]] = [[]]
    known = ""
    for one in quarters:
        if known and one.afdeling and one.afdeling != known:
            runs.append([])
        known = one.afdeling or known
        runs[-1].append(one)
    return runs


def _open(rows: Placements, enhed: str) -> Placement:
    row = newest(rows, enhed)
    if row.til:
        raise UsageError(f"{row.enhed_navn} er allerede lukket {format_date_short(row.til)}.")
    return row


def _with(rows: Placements, old: Placement, *new: Placement) -> Placements:
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
                raise UsageError(f"»{alias}« er allerede et navn for {called(row)}.")


def _require_successor(rows: Placements, row: Placement, *, efterfoelger: str, day: date) -> None:
    if row.is_of_enhed(efterfoelger):
        raise UsageError("En enhed kan ikke være sin egen efterfølger.")
    heir = newest(rows, efterfoelger)
    if heir.til and heir.til < day:
        raise UsageError(
            f"{called(heir)} lukkede {format_date_short(heir.til)} og kan ikke være efterfølger "
            f"fra {format_date_short(day)}."
        )


def _require_after_others(rows: Placements, row: Placement, fra: date | None) -> None:
    for other in rows:
        if (
            other.is_of_enhed(row.enhed)
            and other != row
            and (other.til or date.max) >= (fra or date.min)
        ):
            raise UsageError(
                f"{row.enhed_navn} stod i {other.place} til "
                f"{format_date_short(other.til or date.max)}; dagen her skal ligge efter."
            )
