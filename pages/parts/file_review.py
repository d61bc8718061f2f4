"""What became of a file when it was read: its meaning, its sums, its problems, its first rows."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from core import danish
from data_loaders.files import dialects
from data_loaders.kinds.registry import KINDS, LABELS
from data_loaders.report import Report, Total
from pages.parts import mapping_form, problem_list, table_view
from pages.parts.escaping import escape_text
from pages.parts.visit_files import ReadFile
from phrases.periods import list_periods, write_period
from phrases.text_tables import TextColumn, TextRow, TextTable, make_table
from services.load import CheckedFile

_STATUS = {
    "checked": ":green-badge[:material/check: Klar til at gemme]",
    "unchanged": ":gray-badge[:material/equal: Uændret: de samme data gælder allerede]",
    "asked": ":orange-badge[:material/help: Mangler et svar]",
    "rejected": ":red-badge[:material/block: Afvist: bliver ikke gemt]",
}
_ROWS_SHOWN = 5
_NOT_SHOWN = ("period", "sheet", "source_row")
_NUMBERS = frozenset(
    {"dagsvaerk", "korttid", "langtid", "medarbejdere", "fuldtidsstillinger", "maaltal"}
    | {"vaerdi", "taeller", "naevner", "maal_fra", "maal_til"}
)
_TIMES = {"quarter": "Kvartal", "year": "År", "periode": "Periode"}


def show(file: ReadFile, *, unfolded: bool, remove: Callable[[], None] | None = None) -> None:
    """Show one file; with `unfolded` also how it was understood. `remove` takes it out again."""
    report = file.checked.report
    with st.container(border=True, key=f"fil-{file.id}"):
        with st.container(horizontal=True, key=f"top-{file.id}"):
            with st.container(gap=None, key=f"hoved-{file.id}"):
                st.markdown(f"**{escape_text(report.file_name)}** {_make_badges(file)}")
                if what := _describe_file(file.checked):
                    st.caption(escape_text(what))
            if remove:
                st.button("Fjern", key=f"fjern-{file.id}", type="tertiary", on_click=remove)
        mapping_form.ask_questions(file)
        problem_list.show(report)
        _show_agreement(report)
        problem_list.offer_workbook(report, key=file.id)
        if report.dialect or report.proposal.questions:
            with st.expander("Sådan er filen læst", expanded=unfolded, icon=":material/table:"):
                mapping_form.ask_kind(file)
                mapping_form.show_columns(file)
                _show_rows(report)


def _make_badges(file: ReadFile) -> str:
    """Say whether the file can be saved, and what there is to see first."""
    badge = _STATUS[file.checked.status]
    warnings = danish.format_count(file.warnings, "advarsel", "advarsler")
    shows_warnings = file.checked.status == "checked" and file.warnings
    return f"{badge} :orange-badge[:material/warning: {warnings}]" if shows_warnings else badge


def _describe_file(checked: CheckedFile) -> str:
    report = checked.report
    drawn, rows = report.extract_date, report.facts.num_rows
    sure = (
        "valgt"
        if checked.file_mapping.kind
        else f"{danish.format_percent(report.proposal.confidence)} sikker"
    )
    parts = [
        f"{LABELS[report.kind]}, {sure}" if report.kind else "",
        dialects.list_labels().get(report.dialect, report.dialect),
        f"ark {report.sheet}" if report.sheet else "",
        list_periods(report.periods),
        danish.format_count(rows, "række", "rækker") if rows else "",
        f"udtrukket {danish.format_date_long(drawn)}" if drawn else "",
    ]
    return " · ".join(part for part in parts if part)


def _show_agreement(report: Report) -> None:
    """Say how the file's own sums compare with its rows, and show those that do not agree."""
    if not report.rows or not report.facts.num_rows or report.refused:
        return  # without the cells that could not be read, no sum can agree
    wrong = [total for total in report.totals if not total.agrees]
    count = danish.format_count(len(report.totals), "sum", "summer")
    if wrong:
        st.warning(
            f"{danish.format_number(len(wrong), 0)} af filens {count} stemmer ikke med rækkerne.",
            icon=":material/warning:",
        )
        table_view.show(_make_total_table(wrong))
    elif report.totals:
        st.caption(f":material/check: Filens {count} stemmer med rækkerne.")
    else:
        st.caption("Filen har ingen summer at stemme af mod.")


def _make_total_table(totals: Sequence[Total]) -> TextTable:
    figures = ("Filens tal", "Summen af rækkerne", "Forskel")
    lines = [
        (
            f"{total.label} ({total.cell})",
            total.column,
            danish.format_number(total.file, 2),
            danish.format_number(total.computed, 2),
            danish.format_signed(total.difference, 2),
        )
        for total in totals
    ]
    heads = ("Sumlinje i filen", "Kolonne", *figures)
    return make_table("Summer, der ikke stemmer", heads, lines, numeric=figures)


def _show_rows(report: Report) -> None:
    """Show the first rows; none of a list of persons."""
    if report.kind and KINDS[report.kind].declaration.discreet:
        st.caption("Rækkerne i en liste over personer vises ikke.")
        return
    first = report.facts.slice(0, _ROWS_SHOWN)
    words = {**_TIMES, **mapping_form.name_fields(report)}
    columns_shown = {
        name: values
        for name, values in first.to_pydict().items()
        if name not in _NOT_SHOWN and any(value not in {None, ""} for value in values)
    }
    if not columns_shown:
        return
    columns = tuple(
        TextColumn(name, words.get(name, name.capitalize()), numeric=name in _NUMBERS)
        for name in columns_shown
    )
    lines = zip(
        *([_format_cell(name, value) for value in columns_shown[name]] for name in columns_shown),
        strict=True,
    )
    caption = f"De første {first.num_rows} rækker, som de er forstået"
    table_view.show(TextTable(caption, columns, tuple(TextRow(line) for line in lines)))


def _format_cell(name: str, value: object) -> str:
    if value in {None, ""}:
        return danish.NO_DATA
    if name in _NUMBERS:
        return danish.format_number(Decimal(str(value)), 2)
    if isinstance(value, date):
        return danish.format_date_short(value)
    return write_period(str(value)) if name in _TIMES else str(value)
