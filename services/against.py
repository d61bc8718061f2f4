"""What is worth a warning only because of what is stored: the data and the organisation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core import danish
from core.nodes import unit_identity
from core.quarter import Quarter
from data_loaders.codes import problem
from data_loaders.problem import Problem
from data_loaders.report import Report
from services.improbable_jumps import Past, improbable
from services.organisation_differences import Life, closed, differences
from store import persons, unit_figures, uploads
from store.database import Cursor, Store
from store.kinds import SICK_LEAVE
from store.placements import read_placements
from store.uploads import NewUpload

_NAMES_SHOWN = 5
_FEWEST_PEOPLE = 20  # whom to judge by
_COMMON_SHARE = 0.2


@dataclass(frozen=True)
class _Changed:
    """The enheder of a quarter, by number: as it is, with a file, and of the quarter before it."""

    quarter: Quarter
    as_it_is: dict[str, str]
    after: dict[str, str]
    before: dict[str, str]


def warnings(store: Store, report: Report, upload: NewUpload) -> tuple[Problem, ...]:
    """Compare a file of sick leave, or of people, with what it would join."""
    if report.kind == "personer":
        return _strangers(store, upload)
    if report.kind not in SICK_LEAVE:
        return ()
    rows = report.rows
    with store.rehearsal() as cursor:
        lives = [Life(p.enhed, p.enhed_navn, p.fra, p.til) for p in read_placements(cursor)]
        history = _history(cursor, report) if report.kind == "kvartal" else {}
        # The rows of »rullende« are twelve months, of which others may be stored.
        changed = [] if report.kind == "rullende" else _changed(store, cursor, report, upload)
    absent = [found for one in changed for found in _problems(one, lives)]
    return (*improbable(history, rows), *differences(rows, lives), *absent)


def _strangers(store: Store, upload: NewUpload) -> tuple[Problem, ...]:
    """Warn of a list whose people are hardly any of those in the lists of the years beside it."""
    with store.session(facts=False) as cursor:
        stored, common = persons.count_common_people(cursor, upload.facts)
    if stored < _FEWEST_PEOPLE or common >= stored * _COMMON_SHARE:
        return ()
    message = (
        f"Af {danish.format_count(stored, 'person', 'personer')} i listerne for årene ved siden af "
        f"er {danish.format_number(common, 0)} også i denne. Personerne kan være nummereret på en "
        "anden måde, eller nøglen til dem kan være en anden end før; se drift.md."
    )
    return (problem("few_in_common", message),)


def rehearse(store: Store, cursor: Cursor, upload: NewUpload) -> None:
    """Let an upload count for a rehearsal's cursor."""
    seq = uploads.read_next_turn(cursor, upload.kind)
    uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="")


def _history(cursor: Cursor, report: Report) -> dict[str, list[Past]]:
    """Return how each enhed's figures went in the quarters that the file does not replace."""
    found: dict[str, list[Past]] = {}
    for one in unit_figures.read_unit_figures(cursor, without=report.periods):
        past = Past(Quarter.parse(one.quarter), one.dagsvaerk, one.people)
        found.setdefault(unit_identity(one.enhed), []).append(past)
    return found


def _changed(store: Store, cursor: Cursor, report: Report, upload: NewUpload) -> list[_Changed]:
    """Return the enheder of each quarter of a file, without it and with it.

    From then on the upload counts for the cursor.
    """
    quarters = report.quarters
    as_it_is = _enheder(cursor, quarters)
    rehearse(store, cursor, upload)
    after = _enheder(cursor, [*quarters, *(quarter - 1 for quarter in quarters)])
    return [_Changed(one, as_it_is[one], after[one], after[one - 1]) for one in quarters]


def _problems(changed: _Changed, lives: Sequence[Life]) -> Iterator[Problem]:
    """Warn of enheder that would be gone: from the quarter as it is, or from the quarter before.

    One that the organisation has closed by then is expected to be gone.
    """
    if removed := _without(changed.as_it_is, changed.after):
        yield _removal(changed.quarter, list(removed.values()))
    expected = closed(lives, changed.quarter)
    gone = _without(changed.before, changed.after)
    names = [name for enhed, name in gone.items() if unit_identity(enhed) not in expected]
    if names:
        yield _absence(changed.quarter, names)


def _enheder(cursor: Cursor, quarters: Iterable[Quarter]) -> dict[Quarter, dict[str, str]]:
    found = uploads.read_enheder(cursor, [str(quarter) for quarter in quarters])
    return {Quarter.parse(period): names for period, names in found.items()}


def _without(some: dict[str, str], others: dict[str, str]) -> dict[str, str]:
    return {enhed: name for enhed, name in some.items() if enhed not in others}


def _removal(quarter: Quarter, names: list[str]) -> Problem:
    units = danish.format_count(len(names), "enhed", "enheder")
    return problem(
        "unit_removed",
        f"Filen erstatter {quarter.label}, og {units} derfra er ikke med i den: {_shown(names)}. "
        "De tæller ikke længere i det kvartal.",
    )


def _absence(quarter: Quarter, names: list[str]) -> Problem:
    units = danish.format_count(len(names), "enhed", "enheder")
    they = "den" if len(names) == 1 else "de"
    return problem(
        "unit_absent",
        f"{units} fra {(quarter - 1).label} er ikke med i {quarter.label}: {_shown(names)}. "
        f"{they.capitalize()} tæller 0 fra da af, hvis {they} er lukket; ellers mangler {they} i "
        "udtrækket.",
    )


def _shown(names: list[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return (
        f"{', '.join(names[:_NAMES_SHOWN])} og {more} mere"
        if more > 0
        else danish.join_words(names)
    )
