"""Columns and titles that, taken together, cannot be what the headers say."""

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from core import danish
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.files.values import format_cell
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.kinds.extract.unit_quarters import DatedRow
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter
from data_loaders.table import row_states
from data_loaders.words import part_of_absence, times
from data_loaders.words.stated_period import join_cells

# What stands in a column that says "dagsværk" itself is that, whatever else the report has.
_OTHER_UNIT = re.compile(r"\b(?:timer|procent|pct|promille|kalenderdage)\b|%", re.IGNORECASE)
_OTHER_SIZE = re.compile(
    r"\b(?:pr|per)\b\.?\s*(?:medarbejder|ansat|fuldtid|årsværk|stilling)|\b(?:akkumuler|kumuler)|"
    r"\bår til dato|\båtd\b|\bi (?:tusind|1\.?000)",
    re.IGNORECASE,
)
_DAYS = re.compile(r"dagsv", re.IGNORECASE)
_FIELDS = ("dagsvaerk", "korttid", "langtid")
_LONGEST = 120  # beyond that it is a remark, which may well be of other figures
_SHOWN = 60
# Headcount for each full-time equivalent: part-time makes it more than one, seldom more than two.
_FEWEST, _MOST = Decimal("0.5"), Decimal(3)
# A workplace of five loses days, not fractions of one, in a quarter.
_LARGE_UNIT = 5
_ENOUGH_UNITS = 3
# Dagsværk per head in a quarter; published figures of municipalities lie between 2 and 6.
_LOWEST, _HIGHEST = Decimal("0.5"), Decimal(12)
_ENOUGH_PEOPLE = 50
_SMALLEST = Decimal("0.01")  # of people that can be divided by
PLAUSIBLE, YES = "plausible", "ja"  # the question whether figures are right, and its answer
_ALL_SICK_LEAVE = "all_sick_leave"  # the question whether figures are just that
_NEARLY_ALL = Decimal("0.9")


def check_plausibility(table: HeadedTable, rows: Sequence[UnitQuarter]) -> list[Problem]:
    """Find days that look like shares, and a headcount that does not fit the full-time posts."""
    return _find_shares(table, rows) + _check_denominators(table, rows)


def check_rate(
    table: HeadedTable, dated: Sequence[DatedRow], mapping: Mapping
) -> tuple[list[Problem], list[Question]]:
    """Find absence per head that no municipality has, and ask whether it is right.

    Where few people are concerned, it is only a warning: a long illness weighs much among them.
    """
    spans: dict[str, set[Period]] = defaultdict(set)
    days: dict[str, Decimal] = defaultdict(Decimal)
    people_by_month: dict[str, Decimal] = defaultdict(Decimal)
    for period, row in dated:
        people = row.medarbejdere if row.medarbejdere is not None else row.fuldtidsstillinger
        if row.dagsvaerk is not None and people and people >= _SMALLEST:
            months = times.count_months(period) or 3
            name = Quarter.from_day(period.first).label if months <= 3 else str(period)
            spans[name].add(period)
            days[name] += row.dagsvaerk
            people_by_month[name] += people * months
    strange = [
        name
        for name, people in people_by_month.items()
        if not _LOWEST * people <= days[name] * 3 <= _HIGHEST * people
    ]
    if not strange or mapping.answers.get(PLAUSIBLE) == YES:
        return [], []
    name = max(strange, key=people_by_month.__getitem__)
    heads = people_by_month[name] / sum(times.count_months(period) or 3 for period in spans[name])
    message = (
        f"Filen har i alt {danish.format_number(days[name], 1)} fraværsdagsværk og "
        f"{danish.format_number(heads, 1)} medarbejdere eller fuldtidsstillinger i {name}: "
        f"{danish.format_number(days[name] / heads, 2)} pr. person. Der plejer at være mellem 0,5 "
        "og 12 i et kvartal. Kontrollér, at kolonnerne er de rigtige, og at fraværet er i dagsværk."
    )
    field = next(f for f in _FIELDS if f in table.layout.columns)
    if heads < _ENOUGH_PEOPLE:
        return [_make_problem(table, "unusual_rate", message, field)], []
    choices = (Choice(YES, "Ja, tallene er rigtige"),)
    question = Question(PLAUSIBLE, "Er fraværet pr. person rigtigt?", choices, "impossible_rate")
    return [_make_problem(table, "impossible_rate", message, field)], [question]


def find_strange_units(
    table: HeadedTable, rows: Sequence[UnitQuarter], mapping: Mapping
) -> list[Problem]:
    """Warn of large enheder whose absence per head no enhed of their size has in a quarter."""
    if mapping.answers.get(PLAUSIBLE) == YES:
        return []
    rates = [
        (row, row.dagsvaerk / people)
        for row in rows
        if row.month is None
        and row.dagsvaerk is not None
        and (people := row.medarbejdere or row.fuldtidsstillinger or 0) >= _ENOUGH_PEOPLE
    ]
    return [
        table.make_problem(
            "unusual_rate",
            f"Enheden {row.enhed_navn} har {danish.format_number(rate, 2)} fraværsdagsværk pr. "
            f"person i {row.quarter.label}. Der plejer at være mellem 0,5 og 12 i et kvartal. "
            "Kontrollér rækkens tal.",
            row.row - table.sheet.top - 1,
            column=table.layout.columns[next(f for f in _FIELDS if f in table.layout.columns)],
        )
        for row, rate in rates
        if not _LOWEST <= rate <= _HIGHEST
    ]


def find_other_absence(
    table: HeadedTable, lines: Lines, texts: Sequence[str], mapping: Mapping
) -> list[tuple[Problem, Question]]:
    """Ask whether figures are all sick leave, and all rows count, where words say otherwise.

    `texts` are the words around the table. A column that is not read says it where all its rows
    have the same words; one of states may say that some rows do not count.
    """
    layout, findings = table.layout, []
    values = {
        place: {format_cell(value) for value in lines.list_cells(place)} for place in layout.free
    }
    same = [min(cells) for cells in values.values() if len(cells) == 1]
    text = part_of_absence.find_other_absence([*texts, *same])
    if text and mapping.answers.get(_ALL_SICK_LEAVE) != YES:
        findings.append(_make_other_absence(table, text))
    states = [p for p in layout.free if row_states.tells_states(layout.headers[p], values[p])]
    if states and mapping.answers.get(row_states.ALL_COUNT) != row_states.YES:
        cell = table.sheet.address(layout.index, states[0])
        findings.append(
            row_states.make_unread_status(
                layout.headers[states[0]], sheet=table.sheet.name, cell=cell
            )
        )
    return findings


def _make_other_absence(table: HeadedTable, text: str) -> tuple[Problem, Question]:
    message = (
        f"»{text.strip()[:_SHOWN]}« siger, at tallene er andet end alt sygefravær i alle enheder "
        "og ansættelser, eller en del af det. Er de ikke det hele, så træk filen med alt "
        "sygefravær."
    )
    choices = (Choice(YES, "Ja, tallene er alt sygefravær"),)
    question = Question(
        _ALL_SICK_LEAVE, "Er tallene alt sygefravær og ikke andet?", choices, "not_all_sick_leave"
    )
    return problem("not_all_sick_leave", message, sheet=table.sheet.name), question


def _find_shares(table: HeadedTable, rows: Sequence[UnitQuarter]) -> list[Problem]:
    large = [
        row.dagsvaerk
        for row in rows
        if row.dagsvaerk and (row.medarbejdere or row.fuldtidsstillinger or 0) >= _LARGE_UNIT
    ]
    below_one = sum(0 < days < 1 for days in large)
    percent = table.layout.columns.get("dagsvaerk") in table.sheet.percent_columns
    few = len(large) < _ENOUGH_UNITS or below_one < len(large) * _NEARLY_ALL
    if few and not percent:
        return []
    message = (
        "Næsten alle enheder har under 1 fraværsdagsværk, eller tallene vises som procent. De "
        "ligner en andel af arbejdstiden. Træk kolonnen med antal fraværsdagsværk i stedet."
    )
    field = next(f for f in _FIELDS if f in table.layout.columns)
    return [_make_problem(table, "looks_like_share", message, field)]


def _check_denominators(table: HeadedTable, rows: Sequence[UnitQuarter]) -> list[Problem]:
    people = [(r.medarbejdere, r.fuldtidsstillinger) for r in rows]
    pairs = [(n, m) for n, m in people if n is not None and m is not None]
    heads = sum((n for n, _ in pairs), Decimal(0))
    posts = sum((m for _, m in pairs), Decimal(0))
    if not posts or _FEWEST <= heads / posts <= _MOST:
        return []
    named = table.layout.named
    message = (
        f"»{named['medarbejdere']}« er i alt {danish.format_number(heads)} og "
        f"»{named['fuldtidsstillinger']}« {danish.format_number(posts)}. Der plejer at være mellem "
        "1 og 2 medarbejdere pr. fuldtidsstilling. Kontrollér, at kolonnerne er de rigtige."
    )
    return [_make_problem(table, "implausible_denominator", message, "medarbejdere")]


def _make_problem(table: HeadedTable, code: str, message: str, field: str) -> Problem:
    return table.make_problem(code, message, table.layout.index, column=table.layout.columns[field])


def find_other_figures(table: HeadedTable) -> list[Problem]:
    """Find the first title that speaks of hours, per cent, ratios, thousands or running sums."""
    headers = [table.layout.headers[c] for f, c in table.layout.columns.items() if f in _FIELDS]
    says_days = any(map(_DAYS.search, headers))
    for index, row in enumerate(table.sheet.rows[: table.layout.top]):
        text = join_cells(row)
        telling = _OTHER_SIZE.search(text)
        if not says_days and not _DAYS.search(text):
            telling = telling or _OTHER_UNIT.search(text)
        if telling and len(text) <= _LONGEST:
            return [_make_title_problem(table, index, text, telling[0])]
    return []


def _make_title_problem(table: HeadedTable, index: int, text: str, word: str) -> Problem:
    row = table.sheet.rows[index]
    column = next(place for place, value in enumerate(row) if value not in (None, ""))
    return problem(
        "title_of_other_figures",
        f"Titlen »{text[:_SHOWN]}« siger »{word}«, men fraværet er læst som kvartalets antal "
        "dagsværk. Kontrollér det, og træk ellers filen med antal fraværsdagsværk for hvert "
        "kvartal.",
        sheet=table.sheet.name,
        cell=table.sheet.address(index, column),
    )
