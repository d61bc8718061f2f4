"""Spells over four quarters: how many, how long, in part-days, and who had several short ones.

Beside the days they tell whether absence moved because people were ill more often or for longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from core import danish
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures, provenance, sendings
from metrics.corrections import CorrectionFinder
from metrics.declaration import Measure, Noegletal, declare_count
from metrics.events import read_events
from metrics.figure_correction import FigureCorrection
from metrics.memoize import memoize
from metrics.own_line import read_own_line
from metrics.reservations import read_reservation
from metrics.result import KpiResult, Source
from metrics.rows import Figure, Row, subtract_figures
from store.figures import Reader
from store.kinds import SICK_LEAVE

_SPELLS = ("fravaer",)
_SOURCE = "KMD OPUS, fraværsforløb"
_BEGUN = (
    "Forløb, der er begyndt i de seneste fire kvartaler, divideret med det gennemsnitlige antal i "
    "nævneren i de samme fire kvartaler. Rækker, som kun fridage skiller, er ét forløb, også på "
    "tværs af en persons ansættelser, og tæller dér, hvor det begyndte. Delvist fravær tæller med."
)
_LENGTH = (
    "Kalenderdage fra første til sidste dag i de forløb, der er begyndt i de fire kvartaler, "
    "divideret med antallet af dem. Et forløb, der ikke er slut, tæller til den dag, filen er "
    "trukket. Er filens datoer klippet ved dens kant, er længden et mindstetal og antallet et "
    "højestetal."
)
_PART_SHARE = (
    "Dagsværk i fravær en del af dagen som andel af alle forløbenes dagsværk i de fire kvartaler."
)
_REPEATED = (
    "Medarbejdere med tre eller flere korte forløb, der er begyndt i de seneste tolv måneder. Kort "
    "er op til grænsen for langtid. Hver tæller én gang, i den enhed, hvor det seneste begyndte. "
    "Kræver en fil, der dækker alle tolv måneder, og vises for afdeling, område og kommune."
)
_count = partial(declare_count, source=_SOURCE)


def _declare(
    name: str, label: str, unit: str, description: str, *, falling_is_good: bool | None
) -> Measure:
    decimals = 0 if unit == "andel" else 1
    return Measure(name, label, unit, decimals, falling_is_good, description, _SOURCE)


DECLARED = Noegletal(
    name="forloeb",
    label="Sygeforløb",
    description=_BEGUN,
    source=_SOURCE,
    measures=(
        _declare("value", "Forløb pr. medarbejder", "forløb", _BEGUN, falling_is_good=True),
        _declare("length", "Gennemsnitlig længde", "kalenderdage", _LENGTH, falling_is_good=True),
        _count("spells", "Forløb, antal", "De forløb, der er begyndt.", counts="forløb"),
        _count("employees", "Nævner (gns.)", "Det gennemsnitlige antal, som forløb deles med."),
        _declare("part_share", "Delvist fravær, andel", "andel", _PART_SHARE, falling_is_good=None),
        _count("repeated", "Gentaget korttidsfravær", _REPEATED, counts="medarbejdere"),
        _declare(
            "repeated_share",
            "Gentaget korttidsfravær, andel",
            "andel",
            "De samme som andel af antallet i nævneren i det seneste kvartal.",
            falling_is_good=True,
        ),
    ),
    words=("denominator", "preliminary", "early", "holes", "part_masked", "repeated_masked"),
)


@dataclass(frozen=True, kw_only=True)
class ForloebRow(Row):
    """A node's spells: `value` per member of the `denominator`, `length` in calendar days.

    `part_share` and `repeated_share` are fractions 0–1, None as well where they are hidden though
    the spells are shown (`part_masked`, `repeated_masked`) or where the data do not tell.
    `repeated` people are those of the twelve months. `holes` are the enheder's quarters left out.
    `previous` and `previous_length` are of the opgørelse before, as it was sent, if it was.
    """

    length: Figure = None
    spells: Figure = None
    employees: Figure = None
    part_share: Figure = None
    repeated: Figure = None
    repeated_share: Figure = None
    denominator: str = Denominator.MEDARBEJDERE.value
    preliminary: str = ""
    holes: int = 0
    part_masked: bool = False
    repeated_masked: bool = False
    previous: Figure = None
    previous_masked: bool = False
    previous_now: Figure = None
    previous_length: Figure = None
    change: Figure = None
    change_length: Figure = None
    corrections: tuple[FigureCorrection, ...] = ()


ForloebResult = KpiResult[ForloebRow]


@memoize
def read_forloeb(reader: Reader, *, quarter: Quarter, level: Level) -> ForloebResult:
    """Read the spells of every node of a level over four quarters, beside the opgørelse before.

    Raises NoDataError where spells are not loaded of all four quarters.
    """
    rows = figures.read_at(reader, DECLARED, ForloebRow, quarter=quarter, level=level)
    if not rows:
        raise NoDataError(_explain_lack(reader, quarter, level))
    before = quarter - 1
    previous = figures.read_earlier(
        reader,
        DECLARED,
        ForloebRow,
        quarter=before,
        level=level,
        sent=sendings.find_sent_set(reader, before),
    )
    if not reader.is_exact:
        rows = tuple(_count_printed(row) for row in rows)
    compared = [_compare(row, previous.get(row.key)) for row in rows]
    corrected, changes = CorrectionFinder(reader, quarter).correct_opgoerelse(
        compared, DECLARED, "previous", of=before, single=False
    )
    sources = provenance.read_sources(reader, first=quarter - 3, last=quarter, kinds=SICK_LEAVE)
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=Denominator(rows[-1].denominator),
        settings=reader.version.settings,
        own_line=read_own_line(reader, quarter=quarter),
        sources=sources,
        rows=corrected,
        period=quarter.rolling_period,
        events=read_events(reader, quarter=quarter),
        changes_since_sent=changes,
        reservation=read_reservation(reader, kpi=DECLARED.name, quarter=quarter),
        threshold=_write_limit(sources),
    )


def read_if_any(reader: Reader, *, quarter: Quarter, level: Level) -> ForloebResult | None:
    """Read what `read_forloeb` does; None where spells are not loaded."""
    try:
        return read_forloeb(reader, quarter=quarter, level=level)
    except NoDataError:
        return None


def _write_limit(sources: Sequence[Source]) -> str:
    limits = sorted({source.threshold for source in sources if source.kind in _SPELLS})
    return f"korte forløb er op til {danish.join_words([str(n) for n in limits])} kalenderdage"


def _count_printed(row: ForloebRow) -> ForloebRow:
    """Make the number of spells of the figures that are printed."""
    if row.value is None or row.employees is None:
        return row
    return replace(row, spells=float(danish.round_half_up(row.value * row.employees, 0)))


def _compare(row: ForloebRow, earlier: tuple[ForloebRow, Figure] | None) -> ForloebRow:
    """Put the figures of the opgørelse before into a row, where they are divided by the same."""
    if earlier is None or earlier[0].denominator != row.denominator:
        return row
    before, now = earlier
    return replace(
        row,
        previous=before.value,
        previous_masked=before.masked,
        previous_now=now,
        previous_length=before.length,
        change=subtract_figures(row.value, before.value),
        change_length=subtract_figures(row.length, before.length),
    )


def _explain_lack(reader: Reader, quarter: Quarter, level: Level) -> str:
    """Say that spells are loaded of none or too few of the quarters, or not at a level."""
    answer = reader.query(
        "SELECT DISTINCT period FROM sources WHERE list_contains($kinds, kind)",
        {"kinds": list(_SPELLS)},
    )
    loaded = {Quarter.parse(period) for period in answer["period"]}
    if not loaded:
        return "Sygeforløb kræver filer med fraværsforløb; der er ingen endnu."
    lacking = [one for one in (quarter - 3, quarter - 2, quarter - 1, quarter) if one not in loaded]
    if lacking:
        names = danish.join_words([one.label for one in lacking])
        return (
            f"Sygeforløb for {quarter.label} kræver fraværsforløb for fire kvartaler; "
            f"der mangler {names}."
        )
    return (
        f"Sygeforløb er ikke opgjort for {quarter.label} på niveauet {level.label.lower()}. Er "
        "fraværsforløbene indlæst i en tidligere version, så indlæs filerne igen."
    )
