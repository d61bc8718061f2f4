"""The organisation with dates, one line for each place that an enhed has had in it."""

from datetime import date, timedelta

from sample_data.municipality import AELDRE, ENHEDER, SKOLE, Enhed
from sample_data.sheet import FileForm, Line, SampleFile, SampleSheet

DRAWN = date(2025, 1, 14)
FOUNDED, OPEN_END = date(2018, 1, 1), date(9999, 12, 31)
ONE_DAY = timedelta(days=1)
MERGED_INTO, MERGED = "2216", date(2020, 8, 1)
ENDED = {"2214": "Nedlagt", "1380": "Overdraget til leverandør"}
ALIASES = {
    "0120": "HR",
    "0140": "IT & Digitalisering",
    "1110": "Jobcenter Unge;Ungejobcentret",
    "2108": "10. klassecentret",
    "2216": "Stjerneskuddet",
    "2290": "PPR",
    "2514": "Aften- og nattehjemmeplejen",
    "2565": "Sundhed & Forebyggelse",
}


def make_organisation_list() -> SampleFile:
    """Return the organisation with dates as SAP text."""
    sheet = SampleSheet(
        "Organisation",
        DRAWN,
        ("Organisationsenheder med gyldighed", f"Udtrukket: {DRAWN:%d.%m.%Y}"),
        (
            *("Org.enh.nr.", "Org.enhed", "Afdeling", "Område", "Gyldig fra", "Gyldig til"),
            *("Årsag", "Efterfølger", "Aliasser"),
        ),
        (None,) * 9,
        (tuple(sorted(_make_lines(), key=lambda line: (str(line[0]), str(line[4])))),),
    )
    return SampleFile("organisation", "Organisation", FileForm.SAP_TEXT, sheet)


def _make_lines() -> list[Line]:
    """Make a line for each placement of each enhed, also of those that ended before 2022."""
    lines = [line for enhed in ENHEDER for line in _make_enhed_lines(enhed)]
    return [*_make_earlier_lines(), *lines]


def _make_earlier_lines() -> list[Line]:
    """Make the lines of two børnehuse that became one, a depot taken back, and a kitchen let out.

    The kitchen was out from 2020 until 2024. No line reaches into the quarters of the extracts.
    """
    skole, aeldre = (SKOLE.name, SKOLE.omraade), (AELDRE.name, AELDRE.omraade)
    merged = (*skole, FOUNDED, MERGED - ONE_DAY, "Sammenlagt", MERGED_INTO, None)
    came_home = (*aeldre, FOUNDED, date(2021, 12, 31), "Hjemtaget", "2530", None)
    went_out = (*aeldre, FOUNDED, date(2019, 12, 31), "Overdraget til leverandør", None, None)
    return [
        ("2230", "Børnehuset Myretuen", *merged),
        ("2231", "Børnehuset Lærkereden", *merged),
        ("2531", "Hjælpemiddeldepotet", *came_home),
        ("2535", "Madservice", *went_out),
    ]


def _make_enhed_lines(enhed: Enhed) -> list[Line]:
    """Make an enhed's lines: one, or two where it has moved to another afdeling."""
    first = enhed.opened or (MERGED if enhed.number == MERGED_INTO else FOUNDED)
    reason, alias = ENDED.get(enhed.number), ALIASES.get(enhed.number)
    lives = [(enhed.afdeling, first, enhed.closed or OPEN_END, reason)]
    if enhed.came_from and enhed.moved:
        lives = [
            (enhed.came_from, first, enhed.moved - ONE_DAY, "Flyttet"),
            (enhed.afdeling, enhed.moved, enhed.closed or OPEN_END, reason),
        ]
    return [
        (*(enhed.number, enhed.name, home.name, home.omraade), *life, None, alias)
        for home, *life in lives
    ]
