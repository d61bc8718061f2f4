"""The bilag of one finding each, such as langtidsfriske, and of charts that were chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from bilag.attachment import list_attachments
from bilag.cover import find_data_date, name_measure
from bilag.method import describe_extract_date, make_measure_table, make_source_table
from bilag.model import Bilag, ChartSection, Section, TextSection
from bilag.numbered_notes import NumberedNotes, number_notes
from bilag.sag import Sag
from charts import bidrag as contribution_chart
from charts import langtidsfriske as friske_chart
from charts import maaltal as target_chart
from charts.images import Size
from metrics.forklaring import LargestMovers
from metrics.forklaring.contributions import Contributions
from metrics.result import (
    AnyResult,
    LangtidsfriskeResult,
    MaaltalResult,
    NodeChangeResult,
    RullendeResult,
)
from metrics.rows import NodeChangeRow
from phrases import bidrag, forklaring, headlines, langtidsfriske, maaltal
from phrases.basis import describe_period, describe_preliminary, mark_draft
from phrases.change_tables import make_mover_table, make_part_table
from phrases.figure_tables import make_friske_table, make_node_table
from phrases.hidden import describe_limits
from phrases.text_tables import TextTable, drop_empty_columns

_SIZE = Size(620)
_WHOLE = ""  # what is added to the name of the file with the figures of the whole bilag
_MOST_WITH_NOTES = 3  # columns of a table that has room for the texts of notes
_TARGETS = ("value", "target", "distance", "distance_total", "reported", "units")


def make_langtidsfriske(
    kommune: LangtidsfriskeResult, afdelinger: LangtidsfriskeResult, sag: Sag
) -> Bilag:
    """Make the bilag of the langtidsfriske, in the kommune and each afdeling."""
    sections: tuple[Section, ...] = (
        TextSection("Langtidsfriske", (langtidsfriske.write_paragraph(kommune),)),
        *draw_langtidsfriske(afdelinger),
    )
    return _make_bilag(
        "langtidsfriske",
        sag,
        {_WHOLE: (kommune, afdelinger)},
        news=langtidsfriske.write_headline(kommune),
        measure="Andel af medarbejderne",
        sections=sections,
    )


def make_maaltal(kommune: MaaltalResult, afdelinger: MaaltalResult, sag: Sag) -> Bilag:
    """Make the bilag of the targets: how far each afdeling is from its own."""
    sections: tuple[Section, ...] = (
        TextSection("Måltal", (maaltal.write_paragraph(kommune), maaltal.explain_table(kommune))),
        *draw_maaltal(afdelinger),
    )
    return _make_bilag(
        "måltal",
        sag,
        {_WHOLE: (kommune, afdelinger)},
        news=maaltal.write_headline(kommune),
        measure=name_measure(kommune),
        sections=sections,
    )


def make_forklaring(
    result: NodeChangeResult,
    contributions: Contributions,
    movers: LargestMovers | None,
    sag: Sag,
) -> Bilag:
    """Make the bilag of what drove the kommune's change: who moved it, and by which parts.

    `movers` is None where the change is not shown.
    """
    (node,) = result.rows
    cause = forklaring.write_paragraph(result, node)
    rounding = bidrag.explain_rounding(result, node, contributions)
    paragraphs = (cause, rounding) if rounding else (cause,)
    sections: list[Section] = [TextSection("Hvad ligger bag udviklingen", paragraphs)]
    if movers:
        chart, table = draw_change(result, node, contributions)
        sections += [chart, table, make_part_table(result, node)]
        sections += [make_mover_table(result, movers)] if movers.largest else []
        workplaces = (forklaring.explain_workplaces(result, node),)
        sections.append(TextSection("Lukkede arbejdspladser og skift af leverandør", workplaces))
    return _make_bilag(
        "udviklingen",
        sag,
        {_WHOLE: (result,)},
        news=bidrag.write_headline(result, node, contributions),
        measure=name_measure(result),
        sections=sections,
    )


def make_selection(
    kommune: RullendeResult, results: Sequence[AnyResult], sections: Sequence[Section], sag: Sag
) -> Bilag:
    """Make a bilag of sections that were chosen, under the news of the kommune.

    `results` are what its charts are made of, in order.
    """
    of_figures = {f" - figur {number}": (result,) for number, result in enumerate(results, start=1)}
    made = _make_bilag(
        "udvalgte figurer",
        sag,
        {_WHOLE: (kommune,), **of_figures},
        news="",
        measure=name_measure(kommune),
        sections=sections,
    )
    return replace(made, news=headlines.write_news(kommune))


def draw_langtidsfriske(result: LangtidsfriskeResult) -> tuple[ChartSection, TextTable]:
    """Draw the langtidsfriske of each node, with the table behind the chart."""
    (table,) = drop_empty_columns([make_friske_table(result, is_file=True)])
    measure = f"andel af medarbejderne, {result.rows[0].years}"
    chart = friske_chart.draw_chart(result)
    return ChartSection(chart, measure, _SIZE, table, bars=("value",)), table


def draw_maaltal(result: MaaltalResult) -> tuple[ChartSection, TextTable]:
    """Draw how far each node is from its target, with the table behind the chart."""
    caption = f"Dagsværk {result.denominator.per}, og vægtede måltal"
    (table,) = drop_empty_columns(
        [make_node_table(result, _TARGETS, caption=caption, is_file=True)]
    )
    chart, measure = target_chart.draw_chart(result), name_measure(result)
    return ChartSection(chart, measure, _SIZE, table, bars=("value",), marks=("target",)), table


def draw_change(
    result: NodeChangeResult, node: NodeChangeRow, contributions: Contributions
) -> tuple[ChartSection, TextTable]:
    """Draw who moved a node's change, with the table behind the chart."""
    title = forklaring.write_change_title(result, node)
    chart = contribution_chart.draw_chart(result, node, contributions, title=title)
    table = bidrag.make_contribution_table(result, node, contributions)
    return ChartSection(chart, name_measure(result), _SIZE, table, bars=("value",)), table


def _make_bilag(
    about: str,
    sag: Sag,
    results: Mapping[str, Sequence[AnyResult]],
    *,
    news: str,
    measure: str,
    sections: Iterable[Section],
) -> Bilag:
    """Put sections under the head of a case and an opgørelse; `about` is what they show.

    `results` are what they are made of, by what is added to the name of the file that carries
    them: rows of one kind in each. The first of the `_WHOLE` is the kommune's.
    """
    kommune = results[_WHOLE][0]
    numbered = NumberedNotes()
    content = [_number_long_notes(part, numbered) for part in sections]
    if notes := numbered.paragraphs:
        content.append(TextSection("Noter", notes))
    quarter, state = kommune.quarter, describe_preliminary(kommune)
    stem = mark_draft(
        f"Sygefravær pr {quarter.number} kvartal {quarter.year}{state} - {about}", kommune
    )
    return Bilag(
        file_stem=stem,
        title=mark_draft(f"Sygefravær pr. {quarter.label}{state} – {about}", kommune),
        municipality=kommune.settings.municipality,
        head=sag.head,
        news=f"{news}.",
        period=f"Periode: {describe_period(kommune)}",
        measure=measure,
        drawn=describe_extract_date(kommune.sources),
        edition=kommune.edition.label,
        dated=find_data_date(kommune),
        landscape=False,
        sections=tuple(content),
        method=_describe_method([*chain(*results.values())], content),
        attachments=list_attachments({f"{stem}{part}": rows for part, rows in results.items()}),
        numbered_notes=numbered.texts,
        is_draft=kommune.reservation.draft,
    )


def _number_long_notes(part: Section, numbered: NumberedNotes) -> Section:
    """Number the notes of a wide table, so also of the one behind a chart.

    A narrow one has room for their texts.
    """
    if isinstance(part, ChartSection):
        return replace(part, table=_number_wide(part.table, numbered)) if part.table else part
    return _number_wide(part, numbered) if isinstance(part, TextTable) else part


def _number_wide(table: TextTable, numbered: NumberedNotes) -> TextTable:
    return number_notes(table, numbered) if len(table.columns) > _MOST_WITH_NOTES else table


def _describe_method(
    results: Sequence[AnyResult], sections: Iterable[Section]
) -> tuple[Section, ...]:
    """Say how the figures of the tables are made, who is left out, and which files they rest on."""
    kommune = results[0]
    declared = {result.noegletal.name: result.noegletal for result in results}
    periods = dict.fromkeys(describe_period(result) for result in results)
    columns = {
        column.key
        for section in sections
        if isinstance(section, TextTable)
        for column in section.columns
    }
    measures = {
        (measure.label, measure.description): measure
        for noegletal in declared.values()
        for measure in noegletal.measures
        if measure.name in columns
    }
    described = {description for _, description in measures}
    sources = [source for result in results for source in result.sources]
    limits = (
        *(f"Periode: {period}." for period in periods),
        "" if kommune.noegletal.description in described else kommune.noegletal.description,
        f"Tal, der bygger på {describe_limits(kommune)}, vises ikke. De indgår i tallene for "
        "kommunen.",
    )
    return (
        make_measure_table([*measures.values()]),
        TextSection("Afgrænsning", tuple(text for text in limits if text)),
        make_source_table(sources),
    )
