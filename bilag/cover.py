"""What every bilag of figures has in common: its names, its head, its dates."""

from datetime import UTC, date

from bilag.attachment import write_attachment
from bilag.method import describe_method, extract_text
from bilag.model import Bilag, Section
from bilag.sag import Sag
from core import danish
from metrics.result import AnyResult, MaaltalResult, RullendeResult
from phrases import headlines

EDITION = "Intern udgave"


def make_bilag(
    about: str,
    sag: Sag,
    *,
    kommune: RullendeResult,
    sections: tuple[Section, ...],
    attached: tuple[RullendeResult, ...],
    maaltal: tuple[MaaltalResult, ...],
) -> Bilag:
    """Put sections under the head that belongs to a case and an opgørelse.

    `about` is what the bilag shows ("afdelinger"): the last word of its title and file names.
    `attached` are the figures that the PDF carries, and `maaltal` the targets beside them, if any.
    """
    quarter, label = kommune.quarter, kommune.noegletal.label
    stem = f"{label} pr {quarter.number} kvartal {quarter.year} - {about}"
    return Bilag(
        file_stem=stem,
        title=f"{label} pr. {quarter.label} – {about}",
        municipality=kommune.settings.municipality,
        head=sag.head,
        news=headlines.write_news(kommune),
        period=f"Periode: {kommune.period_text}",
        measure=name_measure(kommune),
        drawn=extract_text(kommune.sources),
        edition=EDITION,
        dated=find_data_date(kommune),
        landscape=True,
        sections=sections,
        method=describe_method(kommune, maaltal),
        attachments=(
            write_attachment(stem, attached),
            *([write_attachment(f"{stem} - måltal", maaltal)] if maaltal else []),
        ),
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
