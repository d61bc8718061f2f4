"""Lists of persons as LPT169 of OPUS might give them: one of two years, then one of one year."""

from datetime import date
from decimal import Decimal

from sample_data.employments import Employment, draw_employments
from sample_data.illness import draw_absence
from sample_data.sheet import Cell, FileForm, Line, SampleFile, SampleSheet

OPEN_END = date(9999, 12, 31)


def make_person_lists() -> tuple[SampleFile, ...]:
    """Return the list of 2022 and 2023 as SAP text and that of 2024 as a workbook."""
    return (
        SampleFile("personer", "LPT169_2022-2023", FileForm.SAP_TEXT, _list_two_years(2022, 2023)),
        SampleFile("personer", "LPT169_2024", FileForm.WORKBOOK, _list_one_year(2024)),
    )


def _list_two_years(first: int, second: int) -> SampleSheet:
    """Make the list of two years: a column of dagsværk for each, and 9999 as an open end."""
    drawn = date(second + 1, 1, 15)
    lines = [
        (
            employment.person,
            employment.enhed.number,
            employment.enhed.name,
            employment.enhed.afdeling.name,
            employment.enhed.afdeling.omraade,
            employment.first,
            _find_known_end(employment, drawn) or OPEN_END,
            draw_absence(first).get(employment),
            draw_absence(second).get(employment),
        )
        for employment in _sort_by_person(first, second)
    ]
    total: Line = ("I alt", *[None] * 6, *(_sum_absence(year) for year in (first, second)))
    return SampleSheet(
        "LPT169",
        drawn,
        (*_make_titles(date(first, 1, 1), date(second, 12, 31)), f"Udtrukket: {drawn:%d.%m.%Y}"),
        (
            *("Medarb.nr.", "Org.enh.nr.", "Org.enhed", "Afdeling", "Område"),
            *("Ansat fra", "Ansat til"),
            *(f"Fraværsdagsværk {year}" for year in (first, second)),
        ),
        (*[None] * 7, 2, 2),
        (tuple(lines), (total,)),
    )


def _list_one_year(year: int) -> SampleSheet:
    """Make the list of one year, by enhed; an employment that goes on has no last day."""
    drawn = date(year + 1, 1, 14)
    lines = [
        (
            employment.enhed.afdeling.omraade,
            employment.enhed.afdeling.name,
            employment.enhed.number,
            employment.enhed.name,
            employment.person,
            employment.first,
            _find_known_end(employment, drawn),
            draw_absence(year)[employment],
        )
        for employment in draw_employments()
        if employment in draw_absence(year)
    ]
    total: Line = ("I alt", *[None] * 6, _sum_absence(year))
    return SampleSheet(
        "LPT169",
        drawn,
        (*_make_titles(date(year, 1, 1), date(year, 12, 31)), f"Udtrukket: {drawn:%d.%m.%Y}"),
        (
            *("Direktørområde", "Afdeling", "Enhedsnummer", "Enhedsnavn", "Medarbejdernummer"),
            *("Ansat fra", "Fratrådt", "Dagsværk i alt"),
        ),
        (*[None] * 7, 2),
        (tuple(lines), (total,)),
    )


def _sum_absence(year: int) -> Decimal:
    """Sum the dagsværk of all persons in a year."""
    return sum(draw_absence(year).values(), Decimal(0))


def _make_titles(first: date, last: date) -> tuple[str, ...]:
    """Make the lines above the header: what the list is, and the period that it covers."""
    return ("Fravær pr. medarbejder (LPT169)", f"Periode: {first:%d.%m.%Y} - {last:%d.%m.%Y}")


def _sort_by_person(*years: int) -> list[Employment]:
    """Return the employments that last a day of the years, by the person's number and first day."""
    listed = [
        employment
        for employment in draw_employments()
        if any(employment in draw_absence(year) for year in years)
    ]
    return sorted(listed, key=lambda employment: (employment.person, employment.first))


def _find_known_end(employment: Employment, drawn: date) -> Cell:
    """Return the last day if it has come by the day of the extract; None if not."""
    return employment.last if employment.last and employment.last <= drawn else None
