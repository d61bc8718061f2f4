"""Lists of persons as LPT169 of OPUS might give them: one of two years, then one of one year."""

from datetime import date
from decimal import Decimal

from sample_data.employments import Employment, draw_employments
from sample_data.illness import absence
from sample_data.sheet import Cell, FileForm, Line, SampleFile, SampleSheet

OPEN_END = date(9999, 12, 31)


def make_person_lists() -> tuple[SampleFile, ...]:
    """Return the list of 2022 and 2023 as SAP text and that of 2024 as a workbook."""
    return (
        SampleFile("personer", "LPT169_2022-2023", FileForm.SAP_TEXT, _two_years(2022, 2023)),
        SampleFile("personer", "LPT169_2024", FileForm.WORKBOOK, _one_year(2024)),
    )


def _two_years(first: int, second: int) -> SampleSheet:
    drawn = date(second + 1, 1, 15)
    lines = [
        (
            job.person,
            job.enhed.number,
            job.enhed.name,
            job.enhed.afdeling.name,
            job.enhed.afdeling.omraade,
            job.first,
            _known_end(job, drawn) or OPEN_END,
            absence(first).get(job),
            absence(second).get(job),
        )
        for job in _by_person(first, second)
    ]
    total: Line = ("I alt", *[None] * 6, *(_total(year) for year in (first, second)))
    return SampleSheet(
        "LPT169",
        drawn,
        (*_titles(date(first, 1, 1), date(second, 12, 31)), f"Udtrukket: {drawn:%d.%m.%Y}"),
        (
            *("Medarb.nr.", "Org.enh.nr.", "Org.enhed", "Afdeling", "Område"),
            *("Ansat fra", "Ansat til"),
            *(f"Fraværsdagsværk {year}" for year in (first, second)),
        ),
        (*[None] * 7, 2, 2),
        (tuple(lines), (total,)),
    )


def _one_year(year: int) -> SampleSheet:
    drawn = date(year + 1, 1, 14)
    lines = [
        (
            job.enhed.afdeling.omraade,
            job.enhed.afdeling.name,
            job.enhed.number,
            job.enhed.name,
            job.person,
            job.first,
            _known_end(job, drawn),
            absence(year)[job],
        )
        for job in draw_employments()
        if job in absence(year)
    ]
    total: Line = ("I alt", *[None] * 6, _total(year))
    return SampleSheet(
        "LPT169",
        drawn,
        (*_titles(date(year, 1, 1), date(year, 12, 31)), f"Udtrukket: {drawn:%d.%m.%Y}"),
        (
            *("Direktørområde", "Afdeling", "Enhedsnummer", "Enhedsnavn", "Medarbejdernummer"),
            *("Ansat fra", "Fratrådt", "Dagsværk i alt"),
        ),
        (*[None] * 7, 2),
        (tuple(lines), (total,)),
    )


def _total(year: int) -> Decimal:
    return sum(absence(year).values(), Decimal(0))


def _titles(first: date, last: date) -> tuple[str, ...]:
    return ("Fravær pr. medarbejder (LPT169)", f"Periode: {first:%d.%m.%Y} - {last:%d.%m.%Y}")


def _by_person(*years: int) -> list[Employment]:
    shown = [job for job in draw_employments() if any(job in absence(year) for year in years)]
    return sorted(shown, key=lambda job: (job.person, job.first))


def _known_end(job: Employment, drawn: date) -> Cell:
    """The last day, where it was known on the day of the extract."""
    return job.last if job.last and job.last <= drawn else None
