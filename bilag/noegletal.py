"""The bilag "øvrige nøgletal": the agenda's other figures, item by item, and who is missing."""

from bilag.attachment import list_attachments
from bilag.cover import find_data_date
from bilag.method import make_measure_table, make_source_table
from bilag.model import Bilag, ChartSection, Section, TextSection
from bilag.numbered_notes import NumberedNotes
from bilag.sag import Sag
from charts import agenda as chart_of
from charts.images import Size
from core import danish
from metrics.result import AgendaResult
from phrases import agenda as phrases
from phrases.agenda_lines import AgendaStanding, Line, write_lines
from phrases.basis import mark_draft
from phrases.figure_tables import make_period_table, make_place_table
from phrases.hidden import describe_limits
from phrases.periods import write_period
from phrases.text_tables import TextColumn, TextRow, TextTable

_COLUMNS = (
    TextColumn("name", "Nøgletal", numeric=False, width=3.8),
    TextColumn("value", "Tal", width=1.35),
    TextColumn("fraction", "Antal", width=1.2),
    TextColumn("outstanding", "Mangler", width=0.9),
    TextColumn("target", "Mål", width=1.35),
    TextColumn("status", "Status", numeric=False, width=1.75),
    TextColumn("direction", "Retning", numeric=False, width=0.75),
    TextColumn("change", "Ændring", width=1.7),
    TextColumn("trend", "Udvikling", numeric=False, width=2.0),
    TextColumn("period", "Periode", numeric=False, width=1.55),
    TextColumn("deadline", "Frist", numeric=False, width=1.15),
    TextColumn("note", "Note", width=0.45),
)
_TOLD = ("value", "change", "target")
_SIZE = Size(520)
_EXPLAINED = {
    "op": "Retning op: et højere tal er bedre, og målet er den nedre grænse.",
    "ned": "Retning ned: et lavere tal er bedre, og målet er den øvre grænse.",
    "": "Uden retning skal tallet ligge inden for målet.",
}

_IN_PROGRESS = "»i gang«: målet er ikke nået, og fristen ligger efter den dag, tallet er fra."
_CHANGE = "Ændringen er siden perioden før; udviklingen viser de seneste perioder, højst fire."
_HIDDEN = f"»{danish.HIDDEN}«: tallet er om få medarbejdere."
_MISSING = f"»{danish.NO_DATA}«: listen har intet tal for perioden. Det er ikke nul."


def make_bilag(standing: AgendaStanding, sag: Sag) -> Bilag:
    """Make the bilag from the agenda's nøgletal at a quarter, on all levels that have any."""
    result = standing.now[0]
    quarter, label = result.quarter, result.noegletal.label
    stem = mark_draft(f"{label} pr {quarter.number} kvartal {quarter.year}", result)
    loaded = max(source.loaded_at for source in result.sources)
    numbered = NumberedNotes()
    sections = _make_sections(standing, numbered)
    return Bilag(
        file_stem=stem,
        title=mark_draft(f"{label} pr. {quarter.label}", result),
        municipality=result.settings.municipality,
        head=sag.head,
        news=f"{phrases.write_headline(standing.now)}.",
        period=f"Seneste tal pr. {quarter.label}; hvert tals egen periode står ved det",
        measure="Måleenheden står ved hvert tal",
        drawn=f"Kommunens egen liste, indlæst {danish.format_moment(loaded)}",
        edition=result.edition.label,
        dated=find_data_date(result),
        landscape=True,
        sections=sections,
        method=_describe_method(result),
        attachments=list_attachments({stem: standing.now}),
        numbered_notes=numbered.texts,
        is_draft=result.reservation.draft,
    )


def _make_sections(standing: AgendaStanding, numbered: NumberedNotes) -> tuple[Section, ...]:
    items = {
        source: write_lines(standing.select_item(source))
        for source in dict.fromkeys(standing.sources.values())
    }
    table = _make_table(items, numbered)
    remarks = (
        *numbered.paragraphs,
        *_explain_table([line for item_lines in items.values() for line in item_lines]),
    )
    if people := phrases.explain_about_people(standing.about_people):
        remarks = (*remarks, people)
    notes = [TextSection("Noter", remarks)] if remarks else []
    return (
        table,
        *_list_missing(standing),
        *notes,
        *map(draw_places, standing.by_place),
        *map(draw_periods, standing.over_time),
    )


def _make_table(items: dict[str, list[Line]], numbered: NumberedNotes) -> TextTable:
    """Make the table: each item of the agenda in bold, with its nøgletal below it."""
    rows: list[TextRow] = []
    for source, item_lines in items.items():
        rows.append(TextRow((source, *[""] * (len(_COLUMNS) - 1)), strong=True))
        rows += [TextRow(_make_cells(line, numbered), indented=True) for line in item_lines]
    return TextTable("Nøgletal efter punkt på dagsordenen", _COLUMNS, tuple(rows))


def _make_cells(line: Line, numbered: NumberedNotes) -> tuple[str, ...]:
    figures = (line[column.key] for column in _COLUMNS[:-1])
    return (*figures, numbered.number(line["caveats"]))


def _list_missing(standing: AgendaStanding) -> tuple[TextSection, ...]:
    reminders = phrases.write_missing(standing.missing)
    sentences = tuple(f"{name} – {sentence}" for name, sentence in reminders.items())
    return (TextSection("Hvem der mangler", sentences),) if sentences else ()


def draw_places(result: AgendaResult) -> ChartSection:
    """Draw a nøgletal of several places, with the table behind it."""
    chart, table = chart_of.draw_places(result), make_place_table(result, is_file=True)
    basis = _describe_basis(result)
    return ChartSection(chart, basis, _SIZE, table, bars=("value",), marks=("target",))


def draw_periods(result: AgendaResult) -> ChartSection:
    """Draw a nøgletal of several periods, with the table behind it."""
    chart, table = chart_of.draw_periods(result), make_period_table(result, is_file=True)
    basis = _describe_basis(result)
    return ChartSection(chart, basis, _SIZE, table, bars=("value",), lines=("target",))


def _describe_basis(result: AgendaResult) -> str:
    """Say what a chart's figures are counted in, and of which periods they are."""
    rows = result.rows
    unit = "procent" if rows[-1].measure_unit == "%" else rows[-1].measure_unit
    periods = list(dict.fromkeys(write_period(row.period) for row in (rows[0], rows[-1])))
    return ", ".join(part for part in (unit, " – ".join(periods)) if part)


def _explain_table(lines_written: list[Line]) -> tuple[str, ...]:
    """Say what the words in the table mean: what does not occur in it is not explained."""
    cells = {line[column.key] for line in lines_written for column in _COLUMNS[:-1]}
    directions = {line["direction"] for line in lines_written if line["target"]}
    return (
        *(text for name, text in _EXPLAINED.items() if name in directions),
        *([_IN_PROGRESS] if "i gang" in cells else []),
        *([_CHANGE] if any(line["change"] for line in lines_written) else []),
        *([_HIDDEN] if danish.HIDDEN in cells else []),
        *([_MISSING] if danish.NO_DATA in cells else []),
    )


def _describe_method(result: AgendaResult) -> tuple[Section, ...]:
    limit = f"Tal, der bygger på {describe_limits(result)}, vises ikke under kommunen."
    return (
        make_measure_table([result.noegletal.measure(name) for name in _TOLD]),
        TextSection("Afgrænsning", (f"Kilde: {result.noegletal.source}.", limit)),
        make_source_table(result.sources),
    )
