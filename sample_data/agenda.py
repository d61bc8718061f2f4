"""Nøgletal of Chefforum's other cases in January 2025, in the tidy form: one line a figure.

What the minutes say is as they say it; figures that they do not give are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sample_data.municipality import AFDELINGER
from sample_data.sheet import FileForm, Line, SampleFile, SampleSheet

UP, DOWN, WITHIN, NONE = "Op", "Ned", "", "-"


@dataclass(frozen=True)
class Metric:
    """A nøgletal with its figures of one period.

    `kommune` is the figure of all, a number or a numerator over a denominator ("93/95"), "" where
    there is none; `afdelinger` has one for each in their order, NONE where one has none; `enheder`
    has some by number ("2210=0/1"). `about_people` says that it counts people, or what they did.
    """

    name: str
    period: str
    unit: str
    target: str
    source: str
    kommune: str = ""
    afdelinger: str = ""
    enheder: str = ""
    direction: str = UP
    deadline: date | None = None
    about_people: bool = False

    def make_lines(self) -> Iterator[Line]:
        """Make the lines of the kommune, of its afdelinger and of single enheder."""
        figures = self.afdelinger.split() or [NONE] * len(AFDELINGER)
        direction = self.direction or None
        about_people = "Ja" if self.about_people else "Nej"
        details = (self.unit, self.target, direction, self.deadline, self.source, about_people)
        if self.kommune:
            yield (self.name, self.period, "Kommune", None, *_parse_figure(self.kommune), *details)
        for afdeling, figure in zip(AFDELINGER, figures, strict=True):
            if figure != NONE:
                place = ("Afdeling", afdeling.name)
                yield (self.name, self.period, *place, *_parse_figure(figure), *details)
        for enhed in self.enheder.split():
            number, _, figure = enhed.partition("=")
            yield (self.name, self.period, "Enhed", number, *_parse_figure(figure), *details)


def _parse_figure(text: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Parse "5" as a value, (5, None, None), and "3/4" as a part of a total, (None, 3, 4)."""
    first, _, total = text.partition("/")
    return (None, Decimal(first), Decimal(total)) if total else (Decimal(first), None, None)


_INDICATORS, _COOPERATION = "Chefforum 15.01.2025, punkt 2", "Chefforum 15.01.2025, punkt 4"
_DRIVES, _DEVELOPMENT = "Chefforum 15.01.2025, punkt 3", "Chefforum 15.01.2025, punkt 7"
_BUDGET, _SICK_LEAVE = "Chefforum 29.01.2025, punkt 2", "Chefforum 29.01.2025, punkt 3"
_CLIMATE = "Chefforum 29.01.2025, punkt 5"
_YEAR_END = date(2025, 12, 31)

METRICS = (
    Metric(
        *("Klimamål indsendt", "2025-01", "%", "100 %", _CLIMATE),
        kommune="93/95",
        afdelinger="8/8 7/7 7/7 8/9 30/31 12/12 21/21",
        enheder="1340=0/1 2210=0/1",
    ),
    Metric("Klimarepræsentanter udpeget", "2024K2", "%", "100 %", _CLIMATE, kommune="61/95"),
    Metric("Klimarepræsentanter udpeget", "2024K3", "%", "100 %", _CLIMATE, kommune="95/95"),
    Metric(
        *("Interne auditører på kursus", "2024-10", "personer", "", _CLIMATE),
        kommune="12",
        about_people=True,
    ),
    Metric(
        *("Enheder udvalgt til intern audit", "2024K4", "enheder", "", _CLIMATE),
        kommune="16",
        afdelinger="1 1 3 3 5 - 3",
    ),
    *(
        Metric(
            *("Gennemførte interne audits", period, "%", "100 %", _CLIMATE),
            kommune=done,
            deadline=date(2025, 1, 31),
        )
        for period, done in (("2024-11", "3/16"), ("2024-12", "9/16"), ("29.01.2025", "14/16"))
    ),
    Metric(
        *("Afvigelser ved ekstern audit, trin 1", "2024-11", "afvigelser", "0", _CLIMATE),
        kommune="0",
        direction=DOWN,
    ),
    Metric(
        *("Klimaledelse på Chefforum", "2025", "gange", "2-4", _CLIMATE),
        kommune="2",
        direction=WITHIN,
    ),
    Metric(
        *("Arbejdspladser med indikator 3 i Plan A", "2025", "%", "100 %", _INDICATORS),
        kommune="71/95",
        deadline=_YEAR_END,
    ),
    Metric(
        *("Arbejdspladser med indikator 4 i Plan A", "2025", "%", "100 %", _INDICATORS),
        kommune="64/95",
        deadline=_YEAR_END,
    ),
    Metric(
        *("Arbejdspladser med indikator 6 i Plan A", "2025", "%", "100 %", _INDICATORS),
        kommune="58/95",
        deadline=_YEAR_END,
    ),
    Metric(
        *("Måltal for sygefravær indmeldt", "2025", "%", "100 %", _SICK_LEAVE),
        kommune="86/95",
        afdelinger="8/8 6/7 6/7 8/9 29/31 11/12 18/21",
        deadline=date(2024, 12, 20),
    ),
    Metric(
        *("Temadebatter om sygefravær i Økonomiudvalget", "2025", "debatter", "2", _SICK_LEAVE),
        kommune="0",
        deadline=_YEAR_END,
    ),
    Metric(
        *("Arbejdspladser med særlig lederstøtte", "2025-01", "arbejdspladser", "5", _SICK_LEAVE),
        afdelinger="- - - - 5 - -",
    ),
    Metric(
        *("Forslag til budgetkatalog 2026", "2025-01", "mio. kr.", "mindst 1,0", _BUDGET),
        afdelinger="0.9 1.4 1.0 1.2 5.1 2.2 4.8",
    ),
    Metric(
        *("Bud på tværkommunale samarbejder", "2025-01", "bud", "1-3", _COOPERATION),
        afdelinger="2 3 1 2 3 0 1",
        direction=WITHIN,
        deadline=date(2025, 1, 17),
    ),
    Metric(
        *("Emner til tværkommunal analyse", "2025-01", "emner", "højst 5", _COOPERATION),
        kommune="5",
        direction=DOWN,
    ),
    Metric(
        *("Analyser til budget 2026", "2025", "analyser", "3", _COOPERATION),
        kommune="3",
        deadline=date(2025, 4, 8),
    ),
    Metric(
        *("Gamle fildrev lukket", "2025-01", "%", "100 %", _DRIVES),
        kommune="0/4",
        deadline=date(2025, 6, 1),
    ),
    *(
        Metric(
            *("Seniorsamtaler tilbudt", year, "%", "mindst 90 %", "Chefforum 15.01.2025, punkt 6"),
            kommune=offered,
            about_people=True,
        )
        for year, offered in (("2022", "301/498"), ("2023", "356/515"), ("2024", "418/532"))
    ),
    Metric("Udviklingsdage afholdt", "2025-01", "dage", "2", _DEVELOPMENT, kommune="2"),
    Metric(
        *("Målplaner færdige", "2025-01", "%", "100 %", _DEVELOPMENT),
        kommune="6/10",
        deadline=date(2025, 2, 6),
    ),
    Metric(
        *("Billeder i puljen til stillingsopslag", "2025-01", "billeder", "højst 5"),
        "Chefforum 29.01.2025, punkt 4",
        kommune="5",
        direction=DOWN,
    ),
    Metric(
        *("Lederdage planlagt", "2025", "dage", "3", "Chefforum 29.01.2025, punkt 7"), kommune="3"
    ),
    Metric(
        *("Reference: Sygefravær i andre kommuner", "2023", "dagsværk pr. fuldtidsstilling", ""),
        "Opdigtet til eksemplet",
        kommune="17.2",
        direction=WITHIN,
    ),
)


def make_agenda_list() -> SampleFile:
    """Return the nøgletal of the other cases as a workbook."""
    sheet = SampleSheet(
        "Nøgletal",
        date(2025, 1, 29),
        (),
        (
            *("Nøgletal", "Periode", "Niveau", "Organisatorisk enhed", "Værdi", "Tæller", "Nævner"),
            *("Måleenhed", "Mål", "Retning", "Frist", "Kilde", "Om personer"),
        ),
        (*[None] * 4, 0, 0, 0, *[None] * 6),
        (tuple(line for metric in METRICS for line in metric.make_lines()),),
    )
    return SampleFile("noegletal", "Noegletal_januar_2025", FileForm.WORKBOOK, sheet)
