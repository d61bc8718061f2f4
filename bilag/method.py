"""The last page of every bilag: how the figures are made, and of what."""

from collections.abc import Iterable, Sequence

from bilag.model import Section, TextSection
from core import danish
from core.edition import Edition
from core.precision import COARSE_BELOW
from metrics.declaration import Measure
from metrics.result import AnyResult, MaaltalResult, Source
from phrases.basis import describe_choices, describe_period, describe_threshold, find_extract_day
from phrases.hidden import describe_limits
from phrases.text_tables import TextColumn, TextRow, TextTable

_UNKNOWN = "ikke oplyst"
_OF_TARGETS = ("target", "distance", "reported")


def describe_method(result: AnyResult, maaltal: Sequence[MaaltalResult]) -> tuple[Section, ...]:
    """Describe the figures from their declaration, the settings and the files behind them.

    So also the targets beside them, where there are any.
    """
    of_targets = [maaltal[0].noegletal.measure(name) for name in _OF_TARGETS] if maaltal else []
    sources = [source for described in (result, *maaltal) for source in described.sources]
    return (
        make_measure_table([*result.noegletal.measures, *of_targets]),
        _describe_limits(result),
        make_source_table(sources),
    )


def describe_extract_date(sources: tuple[Source, ...]) -> str:
    """Say when the data were drawn from OPUS, as a bilag's head does."""
    day = find_extract_day(sources)
    if day is None:
        return "Datoen for udtræk fra KMD OPUS er ikke oplyst"
    is_only = {source.extract_date for source in sources} == {day}
    drawn = "Udtrukket" if is_only else "Senest udtrukket"
    return f"{drawn} fra KMD OPUS den {danish.format_date_long(day)}"


def make_measure_table(measures: Sequence[Measure]) -> TextTable:
    """Say of each figure how it is made."""
    lines = [TextRow((measure.label, measure.description)) for measure in measures]
    columns = (
        TextColumn("measure", "Tal", numeric=False),
        TextColumn("description", "Sådan er det opgjort", numeric=False, width=5),
    )
    return TextTable("Tallene", columns, tuple(lines))


def _describe_limits(result: AnyResult) -> TextSection:
    settings, choices = result.settings, describe_choices(result.sources)
    return TextSection(
        "Afgrænsning",
        (
            f"Periode: {describe_period(result)}.",
            f"Nævner: det gennemsnitlige antal {result.denominator.value} i perioden.",
            f"Population: {'; '.join(filter(None, [settings.population, choices]))}.",
            f"Kort- og langtidsfravær: {describe_threshold(result)}.",
            f"Tal, der bygger på {describe_limits(result)}, vises ikke. De "
            "indgår i tallene for afdeling, område og kommune.",
            f"Tallene er afrundet én gang, til sidst.{_explain_edition(result.edition)}",
        ),
    )


def _explain_edition(edition: Edition) -> str:
    """Say where the figures can be had as data, or how those of small groups are rounded."""
    if edition is Edition.INTERN:
        return " PDF-filen har dem også vedhæftet som CSV-fil."
    return f" Grupper med færre end {COARSE_BELOW} har hele dagsværk."


def make_source_table(sources: Iterable[Source]) -> TextTable:
    """List the files behind some figures, each once."""
    columns = (
        TextColumn("file", "Fil", numeric=False, width=2),
        TextColumn("drawn", "Udtrukket", numeric=False),
        TextColumn("loaded", "Indlæst", numeric=False),
    )
    return TextTable(
        "Datagrundlag",
        columns,
        tuple(_make_source_row(source) for source in dict.fromkeys(sources)),
    )


def _make_source_row(source: Source) -> TextRow:
    drawn = danish.format_date_long(source.extract_date) if source.extract_date else _UNKNOWN
    return TextRow((source.file_name, drawn, danish.format_moment(source.loaded_at)))
