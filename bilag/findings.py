"""The bilag of one finding each, such as langtidsfriske, and of charts that were chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bilag.attachment import list_attachments
from bilag.cover import find_data_date, name_measure
from bilag.method import describe_extract_date, make_measure_table, make_source_table
from bilag.model import Bilag, ChartSection, Section, TextSection
from bilag.sag import Sag
from charts import langtidsfriske as friske_chart
from charts import maaltal as target_chart
from charts import vandfald
from charts.images import Size
from metrics.forklaring import LargestMovers
from metrics.result import (
    AnyResult,
    LangtidsfriskeResult,
    MaaltalResult,
    NodeChangeResult,
    RullendeResult,
)
from phrases import forklaring, headlines, langtidsfriske, maaltal
from phrases.basis import describe_period, describe_preliminary
from phrases.change_tables import make_mover_table, make_part_table
from phrases.figure_tables import make_friske_table, make_node_table
from phrases.hidden import describe_limits
from phrases.text_tables import TextTable, drop_empty_columns

_SIZE = Size(620)
_TARGETS = ("value", "target", "distance", "distance_total", "reported", "units")


def make_langtidsfriske(
    kommune: LangtidsfriskeResult, afdelinger: LangtidsfriskeResult, sag: Sag
) -> Bilag:
    """Make the bilag of the langtidsfriske, in the kommune and each afdeling."""
    (table,) = drop_empty_columns([make_friske_table(afdelinger)])
    chart = friske_chart.draw_chart(afdelinger)
    sections: tuple[Section, ...] = (
        TextSection("Langtidsfriske", (langtidsfriske.write_paragraph(kommune),)),
        ChartSection(chart, "andel af medarbejderne", _SIZE, table, bars=("value",)),
        table,
    )
    return _make_bilag(
        "langtidsfriske",
        sag,
        (kommune, afdelinger),
        news=langtidsfriske.write_headline(kommune),
        measure="Andel af medarbejderne",
        sections=sections,
    )


def make_maaltal(kommune: MaaltalResult, afdelinger: MaaltalResult, sag: Sag) -> Bilag:
    """Make the bilag of the targets: how far each afdeling is from its own."""
    measure = name_measure(kommune)
    caption = f"Dagsværk {kommune.denominator.per}, og vægtede måltal"
    (table,) = drop_empty_columns([make_node_table(afdelinger, _TARGETS, caption=caption)])
    chart = target_chart.draw_chart(afdelinger)
    sections: tuple[Section, ...] = (
        TextSection("Måltal", (maaltal.write_paragraph(kommune), maaltal.explain_table(kommune))),
        ChartSection(chart, measure, _SIZE, table, bars=("value",), marks=("target",)),
        table,
    )
    return _make_bilag(
        "måltal",
        sag,
        (kommune, afdelinger),
        news=maaltal.write_headline(kommune),
        measure=measure,
        sections=sections,
    )


def make_forklaring(result: NodeChangeResult, movers: LargestMovers | None, sag: Sag) -> Bilag:
    """Make the bilag of what drove the kommune's change: its parts, and the enheder behind them.

    `movers` is None where the change is not shown.
    """
    (node,) = result.rows
    sections: list[Section] = [
        TextSection("Hvad ligger bag udviklingen", (forklaring.write_paragraph(result, node),))
    ]
    if movers:
        title = forklaring.write_change_title(result, node)
        chart = vandfald.draw_chart(result, node, title=title)
        sections += [
            make_part_table(result, node),
            ChartSection(chart, name_measure(result), _SIZE),
        ]
        sections += [make_mover_table(result, movers)] if movers.largest else []
        workplaces = (forklaring.explain_workplaces(result, node),)
        sections.append(TextSection("Lukkede arbejdspladser og skift af leverandør", workplaces))
    return _make_bilag(
        "udviklingen",
        sag,
        (result,),
        news=forklaring.write_headline(result, node),
        measure=name_measure(result),
        sections=sections,
    )


def make_selection(kommune: RullendeResult, sections: Sequence[Section], sag: Sag) -> Bilag:
    """Make a bilag of sections that were chosen, under the news of the kommune."""
    made = _make_bilag(
        "udvalgte figurer",
        sag,
        (kommune,),
        news="",
        measure=name_measure(kommune),
        sections=sections,
    )
    return replace(made, news=headlines.write_news(kommune))


def _make_bilag(
    about: str,
    sag: Sag,
    results: Sequence[AnyResult],
    *,
    news: str,
    measure: str,
    sections: Iterable[Section],
) -> Bilag:
    """Put sections under the head of a case and an opgørelse; `about` is what they show."""
    kommune = results[0]
    quarter, state = kommune.quarter, describe_preliminary(kommune)
    stem = f"Sygefravær pr {quarter.number} kvartal {quarter.year}{state} - {about}"
    return Bilag(
        file_stem=stem,
        title=f"Sygefravær pr. {quarter.label}{state} – {about}",
        municipality=kommune.settings.municipality,
        head=sag.head,
        news=f"{news}.",
        period=f"Periode: {describe_period(kommune)}",
        measure=measure,
        drawn=describe_extract_date(kommune.sources),
        edition=kommune.edition.label,
        dated=find_data_date(kommune),
        landscape=False,
        sections=tuple(sections),
        method=_describe_method(results, sections),
        attachments=list_attachments({stem: tuple(results)}),
    )


def _describe_method(
    results: Sequence[AnyResult], sections: Iterable[Section]
) -> tuple[Section, ...]:
    """Say how the figures of the tables are made, who is left out, and which files they rest on."""
    kommune = results[0]
    columns = {
        column.key
        for section in sections
        if isinstance(section, TextTable)
        for column in section.columns
    }
    measures = [measure for measure in kommune.noegletal.measures if measure.name in columns]
    described = {measure.description for measure in measures}
    sources = [source for result in results for source in result.sources]
    limits = (
        f"Periode: {describe_period(kommune)}.",
        "" if kommune.noegletal.description in described else kommune.noegletal.description,
        f"Tal, der bygger på {describe_limits(kommune)}, vises ikke. De indgår i tallene for "
        "kommunen.",
    )
    return (
        make_measure_table(measures),
        TextSection("Afgrænsning", tuple(text for text in limits if text)),
        make_source_table(sources),
    )
