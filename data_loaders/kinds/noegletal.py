"""Any other figure of the agenda, in one tidy form: a row for each figure, period and place.

Per cent is kept as a fraction: see `shares`.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

import numpy as np
import pyarrow as pa

from data_loaders.files.values import Value
from data_loaders.kinds import agenda_numbers, list_columns
from data_loaders.kinds.agenda_numbers import AgendaTarget
from data_loaders.table.body import TableBody
from data_loaders.table.cell_values import is_blank
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words.header_names import DEADLINE
from data_loaders.words.times import write_period

_FIGURE = pa.decimal128(28, 12)
_SMALLEST = Decimal(1).scaleb(-12)
_NO_NUMBER = "{value} er ikke et tal. Skriv et tal som 1234,5 eller 43 %."
_NO_TARGET = (
    "{value} er ikke et mål. Gyldigt er et tal, en grænse eller et interval, f.eks. 0, 90 %, "
    "mindst 90 %, højst 5 eller 3-5."
)
_ABOUT_PEOPLE = (
    "Listen har ingen kolonne »Om personer«. Alle dens nøgletal regnes for at være om personer, så "
    "små tal og små enheders tal vises ikke. Skriv nej ved dem, der tæller arbejdspladser, ting "
    "eller kroner."
)
T = TypeVar("T")


def build(body: TableBody) -> ListFacts:
    """Make the rows of the store."""
    values = _read_values(body, "vaerdi", agenda_numbers.read_amount, "invalid_number", _NO_NUMBER)
    goals = _read_values(body, "maal", agenda_numbers.read_target, "invalid_target", _NO_TARGET)
    least = [None if goal is None else goal.least for goal in goals]
    most = [None if goal is None else goal.most for goal in goals]
    units = agenda_numbers.read_measure_units(body, (values, least, most))
    scale = agenda_numbers.Scale(
        body, units, {"vaerdi": values, "maal": [a or b for a, b in zip(least, most, strict=True)]}
    )
    figures = [scale("vaerdi", row, amount) for row, amount in enumerate(values)]
    times = _read_periods(body)
    places = list_columns.read_places(body)
    names = body.read_field("noegletal").cells()
    _check_figures(body, figures, scale.fractions)
    if not body.has_field("personer") and not all(map(_is_reference, names)):
        body.note("about_people_unsaid", _ABOUT_PEOPLE)
    keys = [(name, time, place) for name, time, place in zip(names, times, places, strict=True)]
    list_columns.check_unique(
        body,
        keys,
        "noegletal",
        "{value} står to gange for samme periode og samme del af organisationen.",
    )
    named = [f"{name}|{time}" for name, time in zip(names, times, strict=True)]
    facts = pa.table(
        {
            "period": pa.array(named, pa.string()),
            "noegletal": pa.array(names, pa.string()),
            "periode": pa.array(times, pa.string()),
            "niveau": pa.array([level and level.value for level, _ in places], pa.string()),
            "omfang": pa.array([name for _, name in places], pa.string()),
            "vaerdi": _make_decimals(figures),
            "taeller": body.read_arrow_array("taeller", _FIGURE),
            "naevner": body.read_arrow_array("naevner", _FIGURE),
            "maaleenhed": pa.array(units, pa.string()),
            "maal_fra": _make_decimals(
                [scale("maal", row, amount) for row, amount in enumerate(least)]
            ),
            "maal_til": _make_decimals(
                [scale("maal", row, amount) for row, amount in enumerate(most)]
            ),
            "retning": pa.array(_read_directions(body, goals), pa.string()),
            "frist": body.read_arrow_array("frist", pa.date32()),
            "kilde": body.read_arrow_array("kilde", pa.string()),
            "personer": pa.array(
                [answer and answer == "ja" for answer in body.read_field("personer").cells()],
                pa.bool_(),
            ),
        }
    )
    return ListFacts(facts, tuple(sorted(set(named))))


def _read_values(
    body: TableBody, name: str, reader: Callable[[Value], T], code: str, message: str
) -> list[T | None]:
    """Read each different cell of a field; one that cannot be read is None, and a problem."""
    cells = body.cells(name)
    bad: dict[int, str] = {}
    readings: list[T | None] = []
    for place, value in enumerate(cells.values):
        try:
            readings.append(None if _is_nothing(value) else reader(value))
        except ValueError:
            readings.append(None)
            bad[place] = message
    body.flag_values(code, name, bad)
    return [readings[at] for at in cells.codes.tolist()]


def _is_nothing(value: Value) -> bool:
    return is_blank(value) or value in ("-", "–", "—")


def _read_periods(body: TableBody) -> list[str | None]:
    """Return each row's period: its own cell's, else the one that is said around it."""
    is_filled = body.cells("periode").where(lambda value: not is_blank(value))
    periods = [
        period or (stated[0] if len(stated) == 1 and not filled else None)
        for period, stated, filled in zip(
            body.read_field("periode").cells(),
            body.stated_periods.cells(),
            is_filled.tolist(),
            strict=True,
        )
    ]
    missing = np.array([period is None for period in periods], np.bool_) & ~is_filled
    body.flag(
        "empty_cell", "Rækken mangler en periode, f.eks. 2024 eller 2024K4.", "periode", missing
    )
    return [None if period is None else write_period(period) for period in periods]


def _check_figures(body: TableBody, figures: list[Decimal | None], fractions: set[str]) -> None:
    """Find rows without a figure, and a value that is not its own numerator over denominator."""
    parts = list(
        zip(body.read_field("taeller").cells(), body.read_field("naevner").cells(), strict=True)
    )
    lacks = [f is None and (a is None or not b) for f, (a, b) in zip(figures, parts, strict=True)]
    body.flag(
        "no_figure",
        "Rækken har hverken en værdi eller både tæller og nævner (der ikke er 0). Den vises som "
        "»ingen data«.",
        "vaerdi" if body.has_field("vaerdi") else "taeller",
        np.array(lacks, np.bool_),
    )
    differs = [
        f is not None and a is not None and bool(b) and abs(f - a / b) > _find_tolerance(f)
        for f, (a, b) in zip(figures, parts, strict=True)
    ]
    body.flag(
        "fraction_mismatch",
        "{value} er ikke tæller delt med nævner.",
        "vaerdi",
        np.array(differs, np.bool_),
    )
    as_fractions = body.read_field("noegletal").where(lambda name: name in fractions)
    if as_fractions.any():
        first = np.flatnonzero(as_fractions)[:1]
        body.flag(
            "read_as_fraction",
            "Måleenheden er %, og tallene ligger mellem 0 og 1. De er læst som andele, så 0,43 er "
            "43 %.",
            "vaerdi",
            first,
        )


def _is_reference(name: str | None) -> bool:
    """Return whether a nøgletal is sick leave somewhere else, which no workplace here has."""
    return (name or "").casefold().startswith("reference")


def _find_tolerance(figure: Decimal) -> Decimal:
    """Return half the last printed decimal, and never less than what the store keeps."""
    return max(Decimal(5).scaleb(int(figure.as_tuple().exponent) - 1), _SMALLEST)


def _read_directions(body: TableBody, goals: list[AgendaTarget | None]) -> list[str | None]:
    """Return which way is good: as the row says, else as a target with one limit does."""
    directions = []
    for direction, goal in zip(body.read_field("retning").cells(), goals, strict=True):
        if direction or goal is None or (goal.least and goal.most):
            directions.append(direction)
        else:
            directions.append("op" if goal.least else "ned")
    return directions


def _make_decimals(numbers: list[Decimal | None]) -> pa.Array:
    exact = [None if n is None else n.quantize(_SMALLEST) for n in numbers]
    return pa.array(exact, _FIGURE)


_CLIMATE = ("Klimamål indsendt", "2025-01")
_ALL_HANDED_IN = ("%", None, "100 %", "op", date(2025, 1, 31), "Chefforum, punkt 5", "nej")
DECLARATION = Declaration(
    name="noegletal",
    label="Øvrige nøgletal",
    about=(
        "Ét nøgletal for én periode og én del af organisationen på hver række. Filen erstatter de "
        "samme nøgletal i de samme perioder."
    ),
    fields=(
        Field(
            "noegletal",
            "Nøgletal",
            CellType.TEXT,
            r"noegletal|indikator|metric|^kpi|^maaling(?:en)?$",
            "Nøgletallets navn, stavet ens i alle perioder. Begynder det med »Reference«, er det "
            "sygefraværet et andet sted, som kommunens holdes op imod; måleenheden siger nævneren, "
            "f.eks. dagsværk pr. fuldtidsstilling.",
        ),
        Field(
            "periode",
            "Periode",
            CellType.PERIOD,
            r"^(?:opgoerelses)?periode|^kvartal$|^aar$|^maaned$|^dato$|^opgjort",
            "År, kvartal, måned eller dato: 2024, 2024K4, 2024-10 eller 31.12.2024.",
        ),
        list_columns.LEVEL,
        Field(
            "omfang",
            "Organisatorisk enhed",
            CellType.TEXT,
            rf"^organisatoriskenhed|{list_columns.PLACE_HEADER}|^omfang",
            list_columns.ABOUT_PLACE,
        ),
        Field(
            "taeller",
            "Tæller",
            CellType.NUMBER,
            r"taeller|numerator",
            "Tælleren, når nøgletallet er en brøk.",
        ),
        Field(
            "naevner",
            "Nævner",
            CellType.NUMBER,
            r"naevner|denominator",
            "Nævneren, når nøgletallet er en brøk.",
        ),
        Field(
            "maaleenhed",
            "Måleenhed",
            CellType.TEXT,
            r"maaleenhed|^enhedfor(?:tal|maal)|^unit$|^maaltsom",
            "Hvad tallet er: %, antal, dage, kr. … Ved % kan der stå 43 % eller 43.",
        ),
        Field(
            "vaerdi",
            "Værdi",
            CellType.TEXT,
            r"vaerdi|^value|^resultat|^status|^tal$|^faktisk|^opnaaet",
            "Tallet. Kan være tom, når der er tæller og nævner.",
            spread=True,
        ),
        Field(
            "maal",
            "Mål",
            CellType.TEXT,
            r"^maal(?:saetning|tal)?$|^target|^oensket",
            "Et tal, en grænse eller et interval: 0, mindst 90 %, højst 5, 3-5.",
        ),
        Field(
            "retning",
            "Retning",
            CellType.CHOICE,
            r"retning|direction|godtnaar|positivnaar",
            "Om det er godt, at tallet går op eller ned.",
            choices={
                "op": r"^op|hoej|stig|mere|flere|stoer|max|maks|positiv",
                "ned": r"^ned|lav|fald|mindre|faerre|min|negativ",
            },
        ),
        Field("frist", "Frist", CellType.DATE, DEADLINE, "Hvornår målet skal være nået."),
        Field(
            "kilde",
            "Kilde",
            CellType.TEXT,
            r"kilde|source|system|henvisning",
            "Hvor tallet kommer fra, f.eks. møde og punkt.",
        ),
        Field(
            "personer",
            "Om personer",
            CellType.CHOICE,
            r"^(?:er)?om(?:handler)?(?:personer|mennesker|medarbejdere)|^aboutpeople",
            "ja, hvis nøgletallet tæller personer eller det, personer har gjort; nej, hvis det "
            "tæller arbejdspladser, ting eller kroner. Tom er ja: små tal vises så ikke.",
            choices={
                "ja": r"^(?:ja|j|yes|y|x|sand|true|1)$",
                "nej": r"^(?:nej|n|no|falsk|false|0)$",
            },
        ),
    ),
    needs=(("noegletal",), ("vaerdi", "taeller")),
    fills=(("noegletal",),),
    names=("noegletal",),
    bare="vaerdi",
    examples=(
        (*_CLIMATE, "kommune", None, 93, 95, *_ALL_HANDED_IN),
        (*_CLIMATE, "afdeling", "Dagtilbud & Skole", 30, 31, *_ALL_HANDED_IN),
        (
            *("Afvigelser ved ekstern audit", "2024K4", "kommune", None, None, None),
            *("antal", 0, 0, "ned", None, "Auditrapport", "nej"),
        ),
        (
            *("Seniorsamtaler holdt", "2024", "afdeling", "Miljø & Teknik", None, None),
            *("%", "78 %", "mindst 90 %", "op", date(2025, 12, 31), "HR", "ja"),
        ),
        (
            *("Bud på samarbejder", "2025-01", "afdeling", "Børn & Familie", None, None),
            *("antal", 2, "1-3", "op", date(2025, 1, 17), "Chefforum, punkt 4", "nej"),
        ),
    ),
)
