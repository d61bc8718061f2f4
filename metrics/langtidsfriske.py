"""Who was hardly ever ill in two calendar years running, as a share; never shown as a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from core import danish
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Period, Quarter
from core.settings import Denominator
from metrics import corrected, figures, provenance, sent
from metrics.cells import Row
from metrics.declaration import Measure, Noegletal, count
from metrics.result import KpiResult
from metrics.words import known
from store.figures import Reader

_LISTS = ("personer",)
_LPT = "KMD OPUS, personlister (LPT169) for de to år"
_SHARE = (
    "Andelen af medarbejderne med under grænsen (normalt 5,0) fraværsdagsværk i hvert af de to "
    "seneste kalenderår. En persons ansættelser lægges sammen. Med i opgørelsen er de, der var "
    "ansat i begge hele år, efter datoerne, hvor listerne har dem, og ellers dem, der er i begge "
    "lister. De tælles, hvor de er ansat ved udgangen af det sidste år, i dagens organisation. "
    "Tallet gælder fra 4. kvartal og flytter sig én gang om året."
)
_YEARLY = "opgøres årligt; seneste {value} ({years})"
_REASONS = {
    "uden nuller": "Listen har ingen med 0 dagsværk, så de, der aldrig var syge, mangler i den.",
    "ingen": "Ingen var ansat her i begge hele år.",
}
_count = partial(count, source=_LPT, counts="medarbejdere")
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
        _count("counted", "Medarbejdere i opgørelsen", "De, der var ansat i begge hele år."),
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
class _Past:
    """An earlier share, of a pair of years, as it was sent last in an opgørelse `of`, if it was."""

    column: str
    pair: Quarter
    of: Quarter | None
    rows: pd.DataFrame

    @property
    def years(self) -> tuple[str, ...]:
        """The years of the lists that it is counted from."""
        return str(self.pair.year - 1), str(self.pair.year)


def langtidsfriske(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level as they hold at a quarter, in the organisation's order.

    Columns: `value` (0–1), `counted, friske`, `left_out` and the reasons that it is made of,
    `years`, `basis` ("datoer" or "lister"). `previous`, of `previous_years`, is the share that was
    valid at the opgørelse before, and `change` how far it has moved since; `pair_before` is that of
    the two years before. Both are as they were sent, where they were, and `previous_now` and
    `pair_before_now` what the data now show where that is another figure. Raises NoDataError where
    no pair of years is known at the quarter.
    """
    newest, *earlier = _pairs(reader, quarter=quarter)
    frame = figures.at(reader, DECLARED, quarter=newest, level=level)
    if frame.empty:
        raise NoDataError(f"Langtidsfriske er ikke opgjort på niveauet {level.label.lower()}.")
    valid_before = newest if newest < quarter else next(iter(earlier), newest - 4)
    pasts = [
        _past(reader, column, pair, quarter=quarter, level=level)
        for column, pair in (("previous", valid_before), ("pair_before", newest - 4))
    ]
    for past in pasts:
        frame = frame.merge(past.rows, on="key", how="left")
        masked = f"{past.column}_masked"
        frame[masked] = frame[masked].fillna(value=False).astype(bool)
    for one in DECLARED.measures[1:]:
        frame[one.name] = _whole(frame[one.name])
    frame["change"] = frame["value"] - frame["previous"]
    frame, beside = _corrected(reader, frame, pasts, quarter=quarter)
    frame["note"] = [_note(row, is_new=newest == quarter) for row in frame.to_dict("records")]
    last = newest.year
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=Denominator.MEDARBEJDERE,
        settings=reader.version.settings,
        edition=reader.version.edition,
        sources=provenance.whole(reader, kinds=_LISTS, years=(last - 1, last)),
        frame=frame.drop(columns="reason"),
        covers=Period(date(last - 1, 1, 1), date(last, 12, 31)),
        threshold=_limit(reader),
        sent=beside,
    )


def moved(row: Row) -> bool:
    """Whether the share has moved: it is of other years than at the opgørelse before."""
    return known(row["change"]) and bool(row["previous_years"] != row["years"])


def _past(reader: Reader, column: str, pair: Quarter, *, quarter: Quarter, level: Level) -> _Past:
    """Read a pair of years as the opgørelse that was sent last had it."""
    of = max((one for one in sent.sent_before(reader, quarter) if one >= pair), default=None)
    rows = figures.before(
        reader, DECLARED, quarter=pair, level=level, sent=sent.kept(reader, of) if of else ""
    )
    names = {"value": column} | {
        name: f"{column}_{name.removeprefix('value_')}" for name in ("value_now", "masked", "years")
    }
    return _Past(column, pair, of, rows[["key", *names]].rename(columns=names))


def _corrected(
    reader: Reader, frame: pd.DataFrame, pasts: Sequence[_Past], *, quarter: Quarter
) -> tuple[pd.DataFrame, sent.BesideSent]:
    """Say where the data now give another share than was sent, and through which uploads."""
    since = corrected.Since(reader, quarter)
    years: dict[Quarter, tuple[str, ...]] = {}
    for past in pasts:
        columns = corrected.compared(past.column)
        frame = corrected.said(frame, DECLARED, columns, begun=partial(_begun, since, past))
        if past.of and frame[f"{past.column}_now"].notna().any():
            years[past.of] = (*years.get(past.of, ()), *past.years)
    rests = {of: sent.Rests(_LISTS, its) for of, its in years.items()}
    return frame, sent.BesideSent(quarter, earlier=sent.behind(reader, quarter, rests))


def _begun(since: corrected.Since, past: _Past, row: Row) -> str:
    years = row[f"{past.column}_years"]
    said_already = past.column != "previous" and years == row["previous_years"]
    if past.of is None or said_already:
        return ""
    return f"Tallet for {years} {since.changed(past.of, sent.Rests(_LISTS, past.years))}"


def _whole(counts: pd.Series) -> pd.Series:
    """Return counts as whole numbers, where there are any."""
    return pd.Series([int(n) if known(n) else n for n in counts], counts.index, dtype=object)


def _limit(reader: Reader) -> str:
    limit = danish.format_number(reader.version.settings.langtidsfrisk_limit)
    return f"langtidsfrisk er under {limit} fraværsdagsværk i hvert af de to år"


def _pairs(reader: Reader, *, quarter: Quarter) -> list[Quarter]:
    """Return the quarters that a pair of years is valid from, up to one, newest first."""
    found = reader.query(
        "SELECT DISTINCT quarter FROM figures WHERE kpi = 'langtidsfriske' ORDER BY quarter DESC"
    )["quarter"]
    pairs = [Quarter.parse(text) for text in found]
    if not pairs:
        raise NoDataError(
            "Langtidsfriske kræver personlister for to år i træk; de er ikke indlæst."
        )
    valid = [each for each in pairs if each <= quarter]
    if not valid:
        raise NoDataError(
            f"Langtidsfriske er ikke opgjort for {quarter.label}; de første er for "
            f"{pairs[-1].year - 1} og {pairs[-1].year}."
        )
    return valid


def _note(row: Row, *, is_new: bool) -> str:
    """Say what must be known of one row."""
    return f"{_said(row, is_new=is_new)} {row['corrected']}".strip()


def _said(row: Row, *, is_new: bool) -> str:
    if row["missing"]:
        return _REASONS[row["reason"]]
    if not is_new and not row["masked"]:
        value = danish.format_percent(row["value"])
        return f"{_YEARLY.format(value=value, years=row['years'])}."
    if is_new and row["previous_masked"] and not row["masked"]:
        return "Ændringen vises ikke, fordi tallet for de to år før ikke vises."
    return ""
