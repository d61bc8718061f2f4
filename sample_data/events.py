"""Events that one should know when reading the figures: breaks in the data, and interventions."""

from datetime import date

from sample_data.municipality import AELDRE, ENHEDER, SKOLE
from sample_data.sheet import FileForm, Line, SampleFile, SampleSheet

# Two schools and three dagtilbud whose leaders get more support with sick leave than others.
PILOT = ("2102", "2105", "2203", "2206", "2211")
PILOT_FROM = date(2024, 9, 1)
# The afdeling that tries out the registering of part-days before the rest of the kommune.
PART_DAYS_TRIED, PART_DAYS_TRIAL = AELDRE, date(2024, 11, 1)
PART_DAYS_EVERYWHERE = date(2025, 4, 1)


PILOT_NAME = "Lederstøtte"


def make_group_list() -> SampleFile:
    """Return the five workplaces of the pilot as text with semicolons."""
    names = {enhed.number: enhed.name for enhed in ENHEDER}
    lines = tuple((PILOT_NAME, number, names[number], PILOT_FROM) for number in PILOT)
    sheet = SampleSheet(
        "Grupper",
        date(2025, 1, 22),
        (),
        ("Gruppe", "Enhedsnr.", "Enhed", "Fra"),
        (None,) * 4,
        (lines,),
    )
    return SampleFile("grupper", "Grupper", FileForm.CSV, sheet)


def make_event_list() -> SampleFile:
    """Return the events as text with semicolons."""
    lines = (*_list_kommune_events(), *_list_pilot_events(), *_list_part_day_events())
    sheet = SampleSheet(
        "Hændelser",
        date(2025, 1, 22),
        (),
        ("Dato", "Til", "Slags", "Niveau", "Omfang", "Tekst"),
        (None,) * 6,
        (tuple(sorted(lines, key=lambda line: str(line[0]))),),
    )
    return SampleFile("haendelser", "Haendelser", FileForm.CSV, sheet)


def _list_kommune_events() -> tuple[Line, ...]:
    """Make the lines of interventions in the whole kommune."""
    return (
        (
            date(2023, 3, 1),
            None,
            "Indsats",
            "Kommune",
            None,
            "Nye retningslinjer for sygefravær med vægt på forebyggelse og fremmøde",
        ),
        (
            date(2023, 4, 27),
            None,
            "Indsats",
            "Kommune",
            None,
            "Enhederne indmelder hvert år et måltal for deres sygefravær",
        ),
        (
            date(2024, 11, 12),
            date(2024, 11, 12),
            "Indsats",
            "Kommune",
            None,
            "Kursus for TR og AMR om retningslinjer og indsats",
        ),
    )


def _list_pilot_events() -> tuple[Line, ...]:
    """Make a line for each enhed that the pilot begins in."""
    text = (
        f"Forsøg med lederstøtte til arbejdet med sygefravær på fem arbejdspladser i {SKOLE.name}"
    )
    return tuple((PILOT_FROM, None, "Indsats", "Enhed", number, text) for number in PILOT)


def _list_part_day_events() -> tuple[Line, ...]:
    """Make the lines of days from which absence for a part of a day is counted too."""
    return (
        (
            PART_DAYS_TRIAL,
            None,
            "Databrud",
            "Afdeling",
            PART_DAYS_TRIED.name,
            "Prøve: sygefravær en del af dagen registreres, og der tælles derfor mere fravær",
        ),
        (
            PART_DAYS_EVERYWHERE,
            None,
            "Databrud",
            "Kommune",
            None,
            "Sygefravær en del af dagen registreres overalt, og der tælles derfor mere fravær",
        ),
    )
