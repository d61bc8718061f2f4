"""Who was hardly ever ill in two calendar years running, as a share; never shown as a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from core import danish
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Period, Quarter
from core.settings import Denominator
from metrics import figures, provenance, sendings
from metrics.corrections import CorrectionFinder, correct_rows, name_compared_columns
from metrics.declaration import Measure, Noegletal, declare_count
from metrics.figure_correction import FigureCorrection
from metrics.memoize import memoize
from metrics.own_line import read_own_line
from metrics.reservations import read_reservation
from metrics.result import KpiResult
from metrics.rows import Figure, LangtidsfriskeRow, subtract_figures
from store.figures import Reader

_LISTS = ("personer",)
_LPT = "KMD OPUS, personlister (LPT169) for de to år"
_SHARE = (
    "Andelen af medarbejderne med under grænsen (normalt 5,0) fraværsdagsværk i hvert af de to "
    "seneste kalenderår. En persons ansættelser lægges sammen. Med i opgørelsen er de, der var "
    "ansat fra det første års begyndelse til det sidste års slutning. Det ses af datoerne, hvor "
    "listerne har dem; ellers er det dem, der står i listerne for begge år. De tælles, hvor de er "
    "ansat ved udgangen af det sidste år, i dagens organisation. Tallet gælder fra 4. kvartal og "
    "flytter sig én gang om året."
)
_count = partial(declare_count, source=_LPT, counts="medarbejdere")
DECLARED = Noegletal(
    name="langtidsfriske",
    label="Langtidsfriske",
    description=_SHARE,
    source=_LPT,
    measures=(
        Measure(
            name="value",
            label="Langtidsfriske",
            unit="andel",
            decimals=0,
            falling_is_good=False,
            description=_SHARE,
            source=_LPT,
        ),
        _count("counted", "Medarbejdere i opgørelsen", "De, der var ansat i hele begge år."),
        _count("friske", "Langtidsfriske, antal", "De af dem, der var under grænsen begge år."),
        _count("left_out", "Ikke med i opgørelsen", "De øvrige i en af de to lister."),
        _count("joined", "Kommet til", "Var ansat hele det sidste år, men ikke hele det første."),
        _count("departed", "Rejst", "Var ansat hele det første år, men ikke hele det sidste."),
        _count("neither", "Ansat i kortere tid", "Var ikke ansat i noget af de hele år."),
        _count("elsewhere", "Nu et andet sted", "Arbejdede et andet sted ved årets udgang."),
    ),
    words=("years", "basis", "reason"),
    covers="to kalenderår",
)


@dataclass(frozen=True)
class _EarlierShare:
    """The shares of an earlier pair of years, as they were sent last in an opgørelse `of`, if any.

    `column` is what they are called in a row: "previous" or "pair_before".
    """

    column: str
    pair: Quarter
    of: Quarter | None
    rows: Mapping[str, tuple[LangtidsfriskeRow, Figure]]

    @property
    def years(self) -> tuple[str, ...]:
        """The years of the lists that it is counted from."""
        return str(self.pair.year - 1), str(self.pair.year)


@memoize
def read_langtidsfriske(
    reader: Reader, *, quarter: Quarter, level: Level
) -> KpiResult[LangtidsfriskeRow]:
    """Read every node's share of langtidsfriske at a quarter, in the organisation's order.

    Beside each stand the share that was valid at the opgørelse before, and that of the two years
    before: see `LangtidsfriskeRow`. Raises NoDataError where no pair of years is known at the
    quarter.
    """
    newest, *earlier = _find_pairs(reader, quarter=quarter)
    rows = figures.read_at(reader, DECLARED, LangtidsfriskeRow, quarter=newest, level=level)
    if not rows:
        raise NoDataError(f"Langtidsfriske er ikke opgjort på niveauet {level.label.lower()}.")
    valid_before = newest if newest < quarter else next(iter(earlier), newest - 4)
    shares = [
        _read_earlier(reader, column, pair, quarter=quarter, level=level)
        for column, pair in (("previous", valid_before), ("pair_before", newest - 4))
    ]
    if not reader.is_exact:
        rows = tuple(_count_printed(row) for row in rows)
    rows = tuple(_compare(row, shares) for row in rows)
    rows, sent_before = _correct(reader, rows, shares, quarter=quarter)
    last = newest.year
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=Denominator.MEDARBEJDERE,
        settings=reader.version.settings,
        own_line=read_own_line(reader, quarter=quarter),
        sources=provenance.read_list_sources(reader, kinds=_LISTS, years=(last - 1, last)),
        rows=rows,
        period=Period(date(last - 1, 1, 1), date(last, 12, 31)),
        threshold=_write_limit(reader),
        changes_since_sent=sendings.find_changes_since_sent(
            reader, quarter, DECLARED, level=level, earlier=sent_before
        ),
        reservation=read_reservation(reader, kpi=DECLARED.name, quarter=newest, opgoerelse=quarter),
    )


def read_if_any(
    reader: Reader, *, quarter: Quarter, level: Level
) -> KpiResult[LangtidsfriskeRow] | None:
    """Read what `read_langtidsfriske` does; None where no pair of years is known."""
    try:
        return read_langtidsfriske(reader, quarter=quarter, level=level)
    except NoDataError:
        return None


def _count_printed(row: LangtidsfriskeRow) -> LangtidsfriskeRow:
    """Make the number of langtidsfriske of the share that is printed."""
    if row.value is None or row.counted is None:
        return row
    return replace(row, friske=int(danish.round_half_up(row.value * row.counted, 0)))


def _read_earlier(
    reader: Reader, column: str, pair: Quarter, *, quarter: Quarter, level: Level
) -> _EarlierShare:
    """Read a pair of years as the opgørelse that was sent last had it."""
    of = max(
        (
            sent_quarter
            for sent_quarter in sendings.find_earlier_sendings(reader, quarter)
            if sent_quarter >= pair
        ),
        default=None,
    )
    rows = figures.read_earlier(
        reader,
        DECLARED,
        LangtidsfriskeRow,
        quarter=pair,
        level=level,
        sent=sendings.find_sent_set(reader, of) if of else "",
    )
    return _EarlierShare(column, pair, of, rows)


def _compare(row: LangtidsfriskeRow, shares: Sequence[_EarlierShare]) -> LangtidsfriskeRow:
    """Put the earlier shares of a node into its row."""
    fields: dict[str, Any] = {}
    for share in shares:
        if row.key in share.rows:
            before, now = share.rows[row.key]
            fields |= {
                share.column: before.value,
                f"{share.column}_now": now,
                f"{share.column}_masked": before.masked,
                f"{share.column}_years": before.years,
            }
    compared = replace(row, **fields)
    return replace(compared, change=subtract_figures(row.value, compared.previous))


def _correct(
    reader: Reader,
    rows: tuple[LangtidsfriskeRow, ...],
    shares: Sequence[_EarlierShare],
    *,
    quarter: Quarter,
) -> tuple[tuple[LangtidsfriskeRow, ...], tuple[sendings.SentOpgoerelse, ...]]:
    """Tell where the data now give another share than was sent, and through which uploads."""
    finder = CorrectionFinder(reader, quarter)
    years: dict[Quarter, tuple[str, ...]] = {}
    for share in shares:
        columns = name_compared_columns(share.column)
        rows = correct_rows(
            rows, DECLARED, columns, start=partial(_start_correction, finder, share)
        )
        changed = any(row.figure(f"{share.column}_now") is not None for row in rows)
        if share.of and changed:
            years[share.of] = (*years.get(share.of, ()), *share.years)
    data = {of: sendings.UnderlyingData(_LISTS, listed_years) for of, listed_years in years.items()}
    return rows, sendings.find_sent_opgoerelser(reader, quarter, data)


def _start_correction(
    finder: CorrectionFinder, share: _EarlierShare, row: LangtidsfriskeRow
) -> FigureCorrection | None:
    years = row.previous_years if share.column == "previous" else row.pair_before_years
    told_already = share.column != "previous" and years == row.previous_years
    if share.of is None or told_already:
        return None
    late = finder.has_late_data(share.of, sendings.UnderlyingData(_LISTS, share.years))
    return FigureCorrection(years or "", by_late_data=late)


def _write_limit(reader: Reader) -> str:
    limit = danish.format_number(reader.version.settings.langtidsfrisk_limit)
    return f"langtidsfrisk er under {limit} fraværsdagsværk i hvert af de to år"


def _find_pairs(reader: Reader, *, quarter: Quarter) -> list[Quarter]:
    """Return the quarters that a pair of years is valid from, up to one, newest first."""
    answer = reader.query(
        "SELECT DISTINCT quarter FROM figures WHERE kpi = 'langtidsfriske' ORDER BY quarter DESC"
    )
    pairs = [Quarter.parse(text) for text in answer["quarter"]]
    if not pairs:
        raise NoDataError(
            f"Langtidsfriske kræver personlister for to år i træk; {_explain_lists(reader)}"
        )
    valid = [pair for pair in pairs if pair <= quarter]
    if not valid:
        raise NoDataError(
            f"Langtidsfriske er ikke opgjort for {quarter.label}; de første er for "
            f"{pairs[-1].year - 1} og {pairs[-1].year}."
        )
    return valid


def _explain_lists(reader: Reader) -> str:
    """Say which list is lacking for two years running."""
    answer = reader.query(
        "SELECT DISTINCT period FROM sources WHERE list_contains($kinds, kind)",
        {"kinds": list(_LISTS)},
    )
    years = sorted(int(year) for year in answer["period"])
    if not years:
        return "der er ingen endnu."
    names = danish.join_words([str(year) for year in years])
    lacking = years[-1] - 1
    if lacking in years:
        return f"af dem, der er ({names}), kan ingen to år sammenholdes."
    return f"der er kun for {names}. Indlæs personlisten for {lacking}."
