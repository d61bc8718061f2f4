"""How the extract has looked through the years: its columns, its words and its file format."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.quarter import Quarter
from sample_data.sheet import FileForm


@dataclass(frozen=True)
class SampleLayout:
    """A file format and its columns in order: the field of a row and the header over it."""

    form: FileForm
    stem: str
    columns: tuple[tuple[str, str], ...]


_SAP = SampleLayout(
    FileForm.SAP_TEXT,
    "SYGEFRAVAER",
    (
        ("enhed", "Org.enh.nr."),
        ("enhed_navn", "Org.enhed"),
        ("personalegruppe", "Overenskomstgruppe"),
        ("afdeling", "Afdeling"),
        ("omraade", "Område"),
        ("medarbejdere", "Gns. antal medarb."),
        ("fuldtidsstillinger", "Fuldtidsstill."),
        ("korttid", "Korttidsfravær"),
        ("langtid", "Langtidsfravær"),
        ("dagsvaerk", "Fraværsdagsværk"),
    ),
)
_CSV = SampleLayout(
    FileForm.CSV,
    "sygefravaer",
    (
        ("kvartal", "Kvartal"),
        ("enhed", "Enhedsnr."),
        ("enhed_navn", "Enhed"),
        ("personalegruppe", "Personalegruppe"),
        ("afdeling", "Afdeling"),
        ("omraade", "Område"),
        ("dagsvaerk", "Fraværsdagsværk"),
        ("korttid", "Korttidsfravær"),
        ("langtid", "Langtidsfravær"),
        ("medarbejdere", "Medarbejdere"),
        ("fuldtidsstillinger", "Fuldtidsstillinger"),
    ),
)
_PORTAL = SampleLayout(
    FileForm.WORKBOOK,
    "Sygefravaer",
    (
        ("omraade", "Direktørområde"),
        ("afdeling", "Afdeling"),
        ("enhed", "Enhedsnr."),
        ("enhed_navn", "Enhed"),
        ("personalegruppe", "Medarbejdergruppe"),
        ("medarbejdere", "Medarbejdere (gns.)"),
        ("fuldtidsstillinger", "Fuldtidsstillinger (gns.)"),
        ("dagsvaerk", "Fraværsdagsværk"),
        ("korttid", "Heraf korttid"),
        ("langtid", "Heraf langtid"),
    ),
)
_NEW_PORTAL = SampleLayout(
    FileForm.WORKBOOK,
    "Sygefravaer",
    (
        ("enhed", "Enhedsnummer"),
        ("enhed_navn", "Enhedsnavn"),
        ("personalegruppe", "Personalegruppe"),
        ("afdeling", "Afdeling"),
        ("omraade", "Område"),
        ("korttid", "Dagsværk, kort"),
        ("langtid", "Dagsværk, lang"),
        ("dagsvaerk", "Dagsværk i alt"),
        ("medarbejdere", "Antal medarb."),
        ("fuldtidsstillinger", "Antal fuldtidsstill."),
    ),
)
_SINCE = (
    (Quarter(2024, 1), _NEW_PORTAL),
    (Quarter(2022, 4), _PORTAL),
    (Quarter(2022, 3), _CSV),
    (Quarter(2022, 1), _SAP),
)


def choose_layout(quarter: Quarter) -> SampleLayout:
    """Return the layout that the extract of a quarter has."""
    return next(layout for since, layout in _SINCE if since <= quarter)


def find_extract_date(quarter: Quarter) -> date:
    """Return the day that a quarter's extract is made: 14 days after it, or the Friday before."""
    day = quarter.period.last + timedelta(days=14)
    return day - timedelta(days=max(day.weekday() - 4, 0))
