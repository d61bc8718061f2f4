"""What became of a file when it was read: its meaning, its sums, its problems, its first rows."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from bilag.model import Column, Row, Table
from core import danish
from data_loaders.codes import CODES
from data_loaders.problem import Problem, Severity
from data_loaders.report import Report, Total, UnitQuarter
from data_loaders.tables.names import LABELS
from metrics import words
from metrics.noegletal import RULLENDE
from pages.parts import table
from pages.parts.text import plain
from services.load import BeforeAfter, Checked, Headline

_KINDS = {"kvartal": "Kvartalsudtræk pr. enhed"}
_DIALECTS = {"xlsx": "Excel-fil", "tekst": "tekstfil"}
_STATUS = {
    "checked": ":green-badge[:material/check: Klar til at gemme]",
    "unchanged": ":gray-badge[:material/equal: Uændret: de samme data gælder allerede]",
    "rejected": ":red-badge[:material/block: Afvist: bliver ikke gemt]",
}
_PLACES_SHOWN, _ROWS_SHOWN = 5, 5
_FIGURES = ("value", "short", "long", "long_share", "employees")


def show(checked: Checked, *, unfolded: bool) -> None:
    """Show one file; with `unfolded` also how it was understood."""
    report = checked.report
    with st.container(border=True):
        st.markdown(f"**{plain(report.file_name)}** {_STATUS[checked.status]}")
        st.caption(_what(report))
        _problems(report.problems)
        if report.rows:
            _agreement(report.totals)
            with st.expander("Sådan er filen læst", expanded=unfolded, icon=":material/table:"):
                _columns(report)
                _rows(report.rows)


def headlines(change: BeforeAfter) -> None:
    """Show the kommune's figures as they are, and as they become when the files are saved."""
    columns = tuple(
        Column(head, head, numeric=place > 0)
        for place, head in enumerate(("Hele kommunen", "Nu", "Når filerne er gemt"))
    )
    both = (change.before, change.after)
    newest = Row(("Nyeste opgørelse", *(_newest(one) for one in both)))
    lines = [
        Row((RULLENDE.measure(name).label, *(_figure(one, name) for one in both)))
        for name in _FIGURES
    ]
    table.show(Table("Hovedtallene før og efter", columns, (newest, *lines)))


def _what(report: Report) -> str:
    drawn = report.extract_date
    parts = [
        _KINDS.get(report.kind, report.kind),
        _DIALECTS.get(report.dialect, report.dialect),
        f"ark {report.sheet}" if report.sheet else "",
        danish.listed([quarter.label for quarter in report.quarters]) if report.rows else "",
        danish.counted(len(report.rows), "række", "rækker") if report.rows else "",
        f"udtrukket {danish.date_long(drawn)}" if drawn else "",
    ]
    return plain(" · ".join(part for part in parts if part))


def _problems(problems: Sequence[Problem]) -> None:
    ordered = sorted(problems, key=lambda one: (one.severity is Severity.WARNING, one.code))
    for code, group in groupby(ordered, key=lambda one: one.code):
        _group(code, list(group))


def _group(code: str, found: Sequence[Problem]) -> None:
    meaning = CODES[code].meaning if code in CODES else "Skal efterses."
    count = f" ({danish.number(len(found), 0)} steder)" if len(found) > 1 else ""
    lines = [
        f"**{meaning}**{count}",
        *(f"- {plain(_placed(one))}" for one in found[:_PLACES_SHOWN]),
    ]
    if len(found) > _PLACES_SHOWN:
        lines.append(f"- og {danish.number(len(found) - _PLACES_SHOWN, 0)} til")
    text = "\n".join(lines)
    if found[0].severity is Severity.ERROR:
        st.error(text, icon=":material/error:")
    else:
        st.warning(text, icon=":material/warning:")


def _placed(problem: Problem) -> str:
    place = ", ".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{place}: {problem.message}" if place else problem.message


def _agreement(totals: Sequence[Total]) -> None:
    """Say how the file's own sums compare with its rows, and show those that do not agree."""
    wrong = [total for total in totals if not total.agrees]
    if wrong:
        _totals(wrong)
    elif totals:
        count = danish.counted(len(totals), "sum", "summer")
        st.caption(f":material/check: Filens {count} stemmer med de rækker, de dækker.")
    else:
        st.caption("Filen har ingen summer at stemme af mod.")


def _totals(totals: Sequence[Total]) -> None:
    heads = ("Sumlinje i filen", "Kolonne", "Filens tal", "Summen af rækkerne", "Forskel")
    columns = tuple(Column(head, head, numeric=i > 1) for i, head in enumerate(heads))
    rows = tuple(
        Row(
            (
                f"{total.label} ({total.cell})",
                total.column,
                danish.number(total.file, 2),
                danish.number(total.computed, 2),
                danish.signed(total.difference, 2),
            )
        )
        for total in totals
    )
    table.show(Table("Summer, der ikke stemmer", columns, rows))


def _columns(report: Report) -> None:
    columns = (
        Column("header", "Kolonne i filen", numeric=False),
        Column("field", "Læst som", numeric=False),
    )
    read = [Row((head, LABELS.get(field, field))) for field, head in report.columns.items()]
    unused = [Row((head, "bruges ikke")) for head in report.unused]
    table.show(Table("Kolonnerne", columns, (*read, *unused)))


def _rows(rows: Sequence[UnitQuarter]) -> None:
    names = ("Enhed", "Afdeling", "Kvartal", "Dagsværk", "Korttid", "Langtid", "Medarb.", "Fuldtid")
    columns = tuple(Column(name, name, numeric=i > 2) for i, name in enumerate(names))
    lines = tuple(_row(row) for row in rows[:_ROWS_SHOWN])
    table.show(Table(f"De første {len(lines)} rækker, som de er forstået", columns, lines))


def _row(row: UnitQuarter) -> Row:
    figures = (row.dagsvaerk, row.korttid, row.langtid, row.medarbejdere, row.fuldtidsstillinger)
    texts = (danish.NO_DATA if one is None else danish.number(one, 2) for one in figures)
    name = row.enhed_navn if row.enhed == row.enhed_navn else f"{row.enhed} {row.enhed_navn}"
    return Row((name, row.afdeling or danish.NO_DATA, row.quarter.short_label, *texts))


def _newest(one: Headline) -> str:
    return one.quarter.label if one.quarter else danish.NO_DATA


def _figure(one: Headline, name: str) -> str:
    if one.result is None:
        return danish.NO_DATA
    value = one.result.frame.iloc[0][name]
    return RULLENDE.measure(name).text(value if words.known(value) else None)
