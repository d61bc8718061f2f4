"""The agenda's other nøgletal in words."""

import re
from collections.abc import Iterable, Sequence

from core import danish
from core.nodes import Level
from metrics.agenda import MissingFigure
from metrics.result import AgendaResult, AnyResult
from metrics.rows import AgendaRow
from phrases.cell_text import write_cell
from phrases.corrections import write_corrections
from phrases.periods import write_period

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)")
_MEETING = re.compile(r".*?(\d{1,2})\.(\d{1,2})\.(\d{4})")
_JUDGED = ("opfyldt", "ikke opfyldt", "i gang")


def write_headline(results: Sequence[AgendaResult]) -> str:
    """Say how many nøgletal are at their target: "9 af 21 nøgletal når deres mål; 6 er i gang".

    One that the kommune has no figure of is at its target where all its places are.
    """
    judged: dict[str, set[str]] = {}
    for result in results:
        of_level: dict[str, set[str]] = {}
        for row in result.rows:
            of_level.setdefault(row.noegletal, set()).add(row.status)
        judged = of_level | judged
    with_target = [statuses for statuses in judged.values() if statuses & set(_JUDGED)]
    if not with_target:
        return f"{danish.format_number(len(judged), 0)} nøgletal uden mål"
    met = sum(statuses == {"opfyldt"} for statuses in with_target)
    waits = sum("i gang" in statuses and "ikke opfyldt" not in statuses for statuses in with_target)
    return f"{_write_met(met, len(with_target))}{_write_waiting(waits, len(with_target))}"


def _write_met(met_count: int, total: int) -> str:
    if total == 1:
        return "Målet er nået" if met_count else "Målet er ikke nået"
    return f"{_write_share(met_count, total)} nøgletal når deres mål"


def _write_waiting(waiting_count: int, total: int) -> str:
    if not waiting_count:
        return ""
    if total == 1:
        return "; arbejdet er i gang"
    return f"; {danish.format_number(waiting_count, 0)} er i gang"


def write_target(result: AnyResult, row: AgendaRow) -> str:
    """Write a target: "5", "mindst 90 %", "højst 5", "1–3"; "" where there is none."""
    ends = [name for name in ("target_from", "target_to") if row.figure(name) is not None]
    limits = list(dict.fromkeys(write_cell(result, row, name) for name in ends))
    if len(ends) == 1:
        return f"{'mindst' if ends == ['target_from'] else 'højst'} {limits[0]}"
    return "–".join(limits)


def make_sort_key(source: str) -> tuple[tuple[tuple[int, ...], str], ...]:
    """Return the key to sort items of the agenda by: dates as dates and numbers as numbers."""
    return tuple((_read_numbers(part), part) for part in _NUMBER.split(source.casefold()))


def _read_numbers(part: str) -> tuple[int, ...]:
    """A date as year, month and day, and a number as itself."""
    return (
        tuple(int(number) for number in reversed(part.split("."))) if part[:1].isdecimal() else ()
    )


def find_meeting(source: str) -> str:
    """Return the meeting that an item is of: "Chefforum 29.01.2025"; all of it without a date."""
    dated = _MEETING.match(source)
    return dated.group() if dated else source


def find_meeting_day(meeting: str) -> tuple[int, ...]:
    """Return the day of a meeting as year, month and day; () where it has none."""
    dated = _MEETING.match(meeting)
    return tuple(int(number) for number in reversed(dated.groups())) if dated else ()


def write_missing_places(missing: Iterable[MissingFigure], *, limit: int | None = None) -> str:
    """Name the places without a figure; those beyond a `limit` are counted."""
    names = [_write_missing_place(figure) for figure in missing]
    return danish.join_words(names, limit=limit) if names else ""


def explain_about_people(names: Sequence[str]) -> str:
    """Say which nøgletal are about people, and what follows; "" where none is."""
    if not names:
        return ""
    return f"Om personer: {danish.join_words(names)}. Tal om få personer vises ikke."


def write_met_places(rows: Sequence[AgendaRow], level: Level) -> str:
    """Say how many places of one nøgletal are at the target: "5 af 7 afdelinger når målet"."""
    judged = [row for row in rows if row.status in _JUDGED]
    if not judged:
        return ""
    met = sum(row.status == "opfyldt" for row in judged)
    sentence = f"{_write_share(met, len(judged))} {level.plural} når målet"
    return sentence[0].lower() + sentence[1:]


def write_missing(missing: Iterable[MissingFigure]) -> dict[str, str]:
    """Write for each nøgletal a sentence that names the places without a figure: a reminder."""
    places: dict[str, list[MissingFigure]] = {}
    for figure in missing:
        places.setdefault(figure.noegletal, []).append(figure)
    return {name: _write_missing_sentence(figures) for name, figures in places.items()}


def _write_missing_sentence(figures: Sequence[MissingFigure]) -> str:
    deadlines = {figure.deadline for figure in figures}
    deadline = next(iter(deadlines)) if len(deadlines) == 1 else None
    when = f" Fristen er {danish.format_date_long(deadline)}." if deadline else ""
    return (
        f"Mangler: {danish.join_words([_write_missing_place(figure) for figure in figures])}.{when}"
    )


def _write_missing_place(figure: MissingFigure) -> str:
    if figure.total <= 1:
        return figure.place
    missing, total = (danish.format_number(number, 0) for number in (figure.missing, figure.total))
    return f"{figure.place} ({missing} af {total})"


def _write_share(met_count: int, total: int) -> str:
    if not met_count:
        return f"Ingen af {danish.format_number(total, 0)}"
    if met_count == total > 1:
        return f"Alle {danish.format_number(total, 0)}"
    return f"{danish.format_number(met_count, 0)} af {danish.format_number(total, 0)}"


def write_agenda_note(row: AgendaRow) -> str:
    """Say what must be known of one row."""
    if row.missing:
        return " ".join(part for part in (_explain_missing(row), _write_deadline(row)) if part)
    return f"Tallet er for {write_period(row.period)}. {write_remarks(row)}".strip()


def write_remarks(row: AgendaRow) -> str:
    """Say what must be known of a row that has its figure, beside the period."""
    waits = _write_deadline(row) if row.status == "i gang" else ""
    parts = [
        _write_fraction_note(row),
        _explain_pooling(row),
        _explain_change(row),
        write_corrections(row.corrections),
        waits,
    ]
    return " ".join(part for part in parts if part)


def write_caveats(row: AgendaRow) -> str:
    """Say of a row that has its figure what a table with all its figures does not tell."""
    plain = row.previous is not None and not row.previous_masked
    parts = [
        _explain_pooling(row),
        "" if plain else _explain_change(row),
        write_corrections(row.corrections),
    ]
    return " ".join(part for part in parts if part)


def write_fraction(row: AgendaRow) -> str:
    """Write what a figure is a share of: "93 af 95"; "" where it is none."""
    if row.numerator is None or row.basis is None:
        return ""
    return f"{_write_count(row.numerator)} af {_write_count(row.basis)}"


def _explain_missing(row: AgendaRow) -> str:
    text = f"Der er intet tal for {write_period(row.period)}"
    if not row.previous_period:
        return f"{text}."
    return f"{text}; det seneste er for {write_period(row.previous_period)}."


def _write_fraction_note(row: AgendaRow) -> str:
    text = write_fraction(row)
    if row.outstanding:
        text += f"; {danish.format_number(row.outstanding, 0)} mangler"
    return f"{text}." if text else ""


def _write_count(value: float) -> str:
    return danish.format_number(value, 0 if float(value).is_integer() else 1)


def _explain_pooling(row: AgendaRow) -> str:
    if not row.parts:
        return ""
    return f"Lagt sammen af {danish.format_count(int(row.parts), 'række', 'rækker')} i listen."


def _explain_change(row: AgendaRow) -> str:
    if row.masked or not row.previous_period:
        return ""
    before = write_period(row.previous_period)
    if row.previous_masked:
        return f"Ændringen vises ikke, fordi tallet for {before} ikke vises."
    if row.previous is None:
        return f"Ikke sammenlignet med {before}, hvor det er målt i noget andet."
    return f"Ændringen er siden {before}."


def _write_deadline(row: AgendaRow) -> str:
    return f"Frist {danish.format_date_long(row.deadline)}." if row.deadline else ""
