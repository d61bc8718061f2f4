"""Warn of what is odd in a file beside the data and the organisation that are stored."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from core import danish
from core.moment import find_danish_day
from core.nodes import unit_identity
from core.placement import Placement
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.codes import problem
from data_loaders.guidance.mapping import Mapping
from data_loaders.problem import Problem
from data_loaders.report import Report
from services.findings import Finding, warn
from services.improbable_jumps import StoredQuarter, find_improbable_jumps
from services.organisation_differences import (
    UnitLife,
    find_closed_units,
    find_differences,
    list_names,
)
from services.period_checks import (
    ask_replacing_quarters,
    find_unsettled_times,
    warn_of_unfinished_quarters,
)
from services.renumbering import (
    RenumberedUnit,
    find_renumbered_units,
    list_going_on,
)
from store import persons, unit_figures, uploads
from store.connection import Cursor
from store.database import Store
from store.kinds import SICK_LEAVE
from store.placements import read_placements
from store.uploads import NewUpload

_FEWEST_PEOPLE = 20  # whom to judge by
_COMMON_SHARE = 0.2
_PARTS = {
    "korttid": "korttid og langtid",
    "medarbejdere": "medarbejdere",
    "fuldtidsstillinger": "fuldtidsstillinger",
    "afdeling": "afdelinger",
    "omraade": "områder",
    "personalegruppe": "personalegrupper",
}
_JOINED = ("fravaer", "bemanding")  # an enhed's absence and its people come in a file each


@dataclass(frozen=True)
class _QuarterChange:
    """The enheder of a quarter, by number: as it is, with a file, and of the quarter before it."""

    quarter: Quarter
    as_it_is: dict[str, str]
    after: dict[str, str]
    before: dict[str, str]

    def find_renumbered(self, placements: Sequence[Placement]) -> list[RenumberedUnit]:
        """Return the enheder that have a new number in the quarter."""
        return find_renumbered_units(
            self.quarter, before=self.before, after=self.after, placements=placements
        )


def check_against_store(
    store: Store, report: Report, upload: NewUpload, *, mapping: Mapping, settings: Settings
) -> tuple[Finding, ...]:
    """Compare a file of sick leave, or of people, with the clock and with what it would join.

    `mapping` has the answers to what is asked here.
    """
    if report.kind not in (*SICK_LEAVE, "personer"):
        return ()
    unsettled = find_unsettled_times(
        report,
        mapping,
        today=find_danish_day(store.clock()),
        late_days=settings.late_registration_days,
    )
    if report.kind == "personer":
        return (*unsettled, *_check_people(store, upload))
    return (*unsettled, *_check_sick_leave(store, report, upload, mapping))


def _check_sick_leave(
    store: Store, report: Report, upload: NewUpload, mapping: Mapping
) -> list[Finding]:
    """Compare a file with the enheder and quarters that are stored, without it and with it."""
    whole_rows = [row for row in report.rows if row.month is None]
    with store.rehearsal() as cursor:
        placements = read_placements(cursor)
        history = _read_unit_history(cursor, report) if report.kind == "kvartal" else {}
        whole_quarters = uploads.read_whole_quarters(cursor, report.kind)
        # The rows of »rullende« are twelve months, of which others may be stored.
        changes = (
            []
            if report.kind == "rullende"
            else _read_quarter_changes(store, cursor, report, upload)
        )
        unfinished = uploads.read_unfinished_quarters(cursor)
        placed = {"afdeling", "omraade"} if placements else set()
        warnings_of_rows = (
            [*_warn_of_lost_parts(cursor, report.quarters[0], known=placed)]
            if report.kind == "kvartal" and report.quarters and report.quarters[0] not in unfinished
            else []
        )
        warnings_of_rows += [
            warning
            for quarter in report.quarters
            if report.kind in _JOINED
            for warning in _warn_of_units_without_people(cursor, quarter)
        ]
    lives = [UnitLife(p.enhed, p.enhed_navn, p.fra, p.til) for p in placements]
    finished = [change for change in changes if change.quarter not in unfinished]
    renumbered = [unit for change in finished for unit in change.find_renumbered(placements)]
    going_on = list_going_on(mapping, renumbered)
    problems = [
        *find_improbable_jumps(history, whole_rows),
        *find_differences(report.rows, lives),
        *(
            warning
            for change in finished
            for warning in _warn_of_missing_units(change, lives, going_on=going_on)
        ),
    ]
    return [
        *ask_replacing_quarters(report, mapping, whole_quarters),
        *warn_of_unfinished_quarters(report.quarters, unfinished),
        *warnings_of_rows,
        *map(Finding, problems),
    ]


def _check_people(store: Store, upload: NewUpload) -> tuple[Finding, ...]:
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
    return (warn("few_in_common", message),)


def rehearse_upload(store: Store, cursor: Cursor, upload: NewUpload) -> str:
    """Let an upload count for a rehearsal's cursor; returns the id that it has there."""
    seq = uploads.read_next_turn(cursor, upload.kind)
    return uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="")


def _read_unit_history(cursor: Cursor, report: Report) -> dict[str, list[StoredQuarter]]:
    """Return how each enhed's figures went in the quarters that the file does not replace."""
    history: dict[str, list[StoredQuarter]] = {}
    for figures in unit_figures.read_unit_figures(cursor, without=report.periods):
        past = StoredQuarter(Quarter.parse(figures.quarter), figures.dagsvaerk, figures.people)
        history.setdefault(unit_identity(figures.enhed), []).append(past)
    return history


def _read_quarter_changes(
    store: Store, cursor: Cursor, report: Report, upload: NewUpload
) -> list[_QuarterChange]:
    """Return the enheder of each quarter of a file, without it and with it.

    From then on the upload counts for the cursor.
    """
    quarters = report.quarters
    as_it_is = _read_enheder(cursor, quarters)
    rehearse_upload(store, cursor, upload)
    after = _read_enheder(cursor, [*quarters, *(quarter - 1 for quarter in quarters)])
    return [_QuarterChange(q, as_it_is[q], after[q], after[q - 1]) for q in quarters]


def _warn_of_missing_units(
    changed: _QuarterChange, lives: Sequence[UnitLife], *, going_on: AbstractSet[str]
) -> Iterator[Problem]:
    """Warn of enheder that would be gone: from the quarter as it is, or from the quarter before.

    One that the organisation has closed by then is expected to be gone, and so is one that goes on
    under another number.
    """
    if removed := _subtract_units(changed.as_it_is, changed.after):
        yield _make_removal_problem(changed.quarter, list(removed.values()))
    expected = find_closed_units(lives, changed.quarter)
    gone = _subtract_units(changed.before, changed.after)
    names = [
        name
        for enhed, name in gone.items()
        if enhed not in going_on and unit_identity(enhed) not in expected
    ]
    if names:
        yield _make_absence_problem(changed.quarter, names)


def _warn_of_lost_parts(
    cursor: Cursor, quarter: Quarter, *, known: AbstractSet[str]
) -> Iterator[Finding]:
    """Warn where a quarter's extracts do not tell what the quarter before it told.

    Parts that are `known` from elsewhere, as an enhed's afdeling is from the organisation, are not
    missed.
    """
    before, lost = unit_figures.read_lost_parts(cursor, str(quarter))
    words = [word for name, word in _PARTS.items() if name in lost - known]
    if words:
        yield warn(
            "lost_parts",
            f"Udtrækket for {quarter.label} siger intet om {danish.join_words(words)}, som "
            f"{Quarter.parse(before).label} har. Er kolonnen i filen, så vælg den; ellers kan "
            f"tallene ikke vises på den måde for {quarter.label}.",
        )


def _warn_of_units_without_people(cursor: Cursor, quarter: Quarter) -> Iterator[Finding]:
    """Warn of enheder with absence in a quarter whose people no file of it tells."""
    names = uploads.read_enheder(cursor, [str(quarter)])[str(quarter)]
    of_quarter = unit_figures.read_unit_figures(cursor, of=[str(quarter)])
    lacking = [names[u.enhed] for u in of_quarter if u.people is None and u.dagsvaerk]
    if lacking and len(lacking) < sum(1 for u in of_quarter if u.people is not None or u.dagsvaerk):
        units = danish.format_count(len(lacking), "enhed", "enheder")
        yield warn(
            "unit_without_people",
            f"{units} har fravær i {quarter.label}, men ingen medarbejdere i medarbejdertallene: "
            f"{list_names(lacking)}. Fraværet er holdt ude, til de står der. "
            "Kontrollér numrene i de to filer.",
        )


def warn_together(
    cursor: Cursor, uploads_together: Sequence[NewUpload], mapping: Mapping
) -> Iterator[Finding]:
    """Warn of what several uploads lack together, which the cursor sees as stored.

    Each alone may lack enheder, columns or months that another has, and what it is held against
    may be in another.
    """
    of_quarters = [upload for upload in uploads_together if upload.kind != "rullende"]
    quarters = sorted({Quarter.parse(text) for u in of_quarters for text in u.periods})
    names = _read_enheder(cursor, [*quarters, *(quarter - 1 for quarter in quarters)])
    unfinished = uploads.read_unfinished_quarters(cursor)
    placements = read_placements(cursor)
    lives = [UnitLife(p.enhed, p.enhed_navn, p.fra, p.til) for p in placements]
    changes = [_QuarterChange(q, {}, names[q], names[q - 1]) for q in quarters]
    finished = [change for change in changes if change.quarter not in unfinished]
    renumbered = [unit for change in finished for unit in change.find_renumbered(placements)]
    going_on = list_going_on(mapping, renumbered)
    for change in finished:
        yield from map(Finding, _warn_of_missing_units(change, lives, going_on=going_on))
    joined = {text for u in of_quarters if u.kind in _JOINED for text in u.periods}
    for quarter in sorted(map(Quarter.parse, joined)):
        yield from _warn_of_units_without_people(cursor, quarter)
    yield from warn_of_unfinished_quarters(quarters, unfinished)
    placed = {"afdeling", "omraade"} if placements else set()
    extracts = {text for u in of_quarters if u.kind == "kvartal" for text in u.periods}
    for quarter in sorted({*map(Quarter.parse, extracts)} - unfinished.keys()):
        yield from _warn_of_lost_parts(cursor, quarter, known=placed)


def find_stored_renumbered(cursor: Cursor, quarters: Iterable[Quarter]) -> list[RenumberedUnit]:
    """Return the enheder that have a new number in some quarters, as the cursor sees the data."""
    listed = [*quarters]
    names = _read_enheder(cursor, [*listed, *(quarter - 1 for quarter in listed)])
    placements = read_placements(cursor)
    return [
        unit
        for quarter in listed
        for unit in find_renumbered_units(
            quarter, before=names[quarter - 1], after=names[quarter], placements=placements
        )
    ]


def _read_enheder(cursor: Cursor, quarters: Iterable[Quarter]) -> dict[Quarter, dict[str, str]]:
    by_period = uploads.read_enheder(cursor, [str(quarter) for quarter in quarters])
    return {Quarter.parse(period): names for period, names in by_period.items()}


def _subtract_units(units: dict[str, str], subtracted: dict[str, str]) -> dict[str, str]:
    return {enhed: name for enhed, name in units.items() if enhed not in subtracted}


def _make_removal_problem(quarter: Quarter, names: list[str]) -> Problem:
    units = danish.format_count(len(names), "enhed", "enheder")
    return problem(
        "unit_removed",
        f"Filen erstatter {quarter.label}, og {units} derfra er ikke med i den: "
        f"{list_names(names)}. De tæller ikke længere i det kvartal.",
    )


def _make_absence_problem(quarter: Quarter, names: list[str]) -> Problem:
    units = danish.format_count(len(names), "enhed", "enheder")
    they = "den" if len(names) == 1 else "de"
    return problem(
        "unit_absent",
        f"{units} fra {(quarter - 1).label} er ikke med i {quarter.label}: {list_names(names)}. "
        f"{they.capitalize()} tæller 0 fra da af, hvis {they} er lukket; ellers mangler {they} i "
        "udtrækket.",
    )
