"""What every bilag of figures has in common: its names, its head, its dates."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date

from bilag import target_cells
from bilag.attachment import list_attachments
from bilag.method import describe_extract_date, describe_method
from bilag.model import Bilag, Section, TextSection, make_file_stem
from bilag.numbered_notes import explain_table
from bilag.sag import Sag
from bilag.target_cells import Targets
from core import danish
from core.nodes import Level
from metrics.result import AnyResult, RullendeResult
from phrases import headlines
from phrases.basis import describe_period, describe_preliminary, mark_draft
from phrases.corrections import describe_continued_spells, describe_sent_correction
from phrases.text_tables import TextTable


def make_bilag(
    about: str,
    sag: Sag,
    *,
    results: Mapping[Level, RullendeResult],
    maaltal: Targets,
    sections: tuple[Section, ...],
    notes: tuple[str, ...],
) -> Bilag:
    """Put sections under the head that belongs to a case and an opgørelse, and notes below them.

    `about` is what the bilag shows ("afdelinger"): the last word of its title and file names.
    `results` are the figures that the PDF carries, and `maaltal` the targets beside them, if any.
    To the `notes` is added what holds for all tables.
    """
    kommune = results[Level.KOMMUNE]
    quarter, label = kommune.quarter, kommune.noegletal.label
    state = describe_preliminary(kommune)
    stem = make_file_stem(
        mark_draft(f"{label} pr {quarter.number} kvartal {quarter.year}{state} - {about}", kommune)
    )
    targets = tuple(maaltal[level] for level in results if level in maaltal)
    explanations = _explain_tables(results, maaltal, sections)
    return Bilag(
        file_stem=stem,
        title=mark_draft(f"{label} pr. {quarter.label}{state} – {about}", kommune),
        municipality=kommune.settings.municipality,
        head=sag.head,
        news=headlines.write_news(kommune),
        period=f"Periode: {describe_period(kommune)}",
        measure=name_measure(kommune),
        drawn=describe_extract_date(kommune.sources),
        edition=kommune.edition.label,
        dated=find_data_date(kommune),
        landscape=True,
        sections=(*sections, TextSection("Noter", (*notes, *explanations))),
        method=describe_method(kommune, targets),
        attachments=list_attachments({stem: tuple(results.values()), f"{stem} - måltal": targets}),
        is_draft=kommune.reservation.draft,
    )


def _explain_tables(
    results: Mapping[Level, RullendeResult], maaltal: Targets, sections: Iterable[Section]
) -> tuple[str, ...]:
    """Say what holds for all tables of a bilag, of their targets and of the figures."""
    rows = [row for result in results.values() for row in result.rows]
    tables = [section for section in sections if isinstance(section, TextTable)]
    cells = [text for table in tables for line in table.rows for text in line.cells]
    targets = target_cells.select_targets(maaltal, rows)
    printed: list[AnyResult] = [*results.values(), *maaltal.values()]
    changes = [c for result in printed if (c := result.changes_since_sent)]
    sent = describe_sent_correction(changes, signed=False), describe_continued_spells(changes)
    return (
        *filter(None, sent),
        *target_cells.explain_targets(maaltal, Level.AFDELING),
        *explain_table(results[Level.KOMMUNE], rows, cells, targets=targets),
    )


def name_measure(result: AnyResult) -> str:
    """Say what sickness absence is counted in."""
    return f"Fraværsdagsværk {result.denominator.per}"


def find_data_date(result: AnyResult) -> date:
    """Return the newest extract's day, else the day it was loaded: by today files would differ."""
    days = [source.extract_date for source in result.sources if source.extract_date]
    loaded = [
        source.loaded_at.replace(tzinfo=UTC).astimezone(danish.COPENHAGEN).date()
        for source in result.sources
    ]
    return max(days or loaded or [result.period.last])
