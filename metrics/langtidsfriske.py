"""Who was hardly ever ill in two calendar years running, as a share; never shown as a person."""

from datetime import date
from functools import partial

import pandas as pd

from core import danish
from core.errors import NoDataError
from core.organisation import Level
from core.quarter import Period, Quarter
from core.settings import Denominator
from metrics import figures, provenance
from metrics.cells import Row
from metrics.declaration import Measure, Noegletal, count
from metrics.result import KpiResult
from metrics.words import known
from store.figures import Reader

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


def langtidsfriske(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level as they hold at a quarter, in the organisation's order.

    Columns: `value` (0–1), `counted, friske`, `left_out` and the reasons that it is made of,
    `years`, `basis` ("datoer" or "lister"); `previous` is the share of the pair of years before,
    and `change` how far it has moved where the pair is new since the opgørelse before. Raises
    NoDataError where no pair of years is known at the quarter.
    """
    newest, *earlier = _pairs(reader, quarter=quarter)
    frame = figures.at(reader, DECLARED, quarter=newest, level=level)
    if frame.empty:
        raise NoDataError(f"Langtidsfriske er ikke opgjort på niveauet {level.label.lower()}.")
    before = figures.at(reader, DECLARED, quarter=newest - 4, level=level)
    renamed = before.rename(columns={"value": "previous", "masked": "previous_masked"})
    frame = frame.merge(renamed[["key", "previous", "previous_masked"]], on="key", how="left")
    frame["previous_masked"] = frame["previous_masked"].fillna(value=False).astype(bool)
    for one in DECLARED.measures[1:]:
        frame[one.name] = _whole(frame[one.name])
    is_new = newest == quarter and newest - 4 in earlier
    frame["change"] = frame["value"] - frame["previous"] if is_new else float("nan")
    frame["note"] = [_note(row, is_new=newest == quarter) for row in frame.to_dict("records")]
    last = newest.year
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=Denominator.MEDARBEJDERE,
        settings=reader.version.settings,
        edition=reader.version.edition,
        sources=provenance.whole(reader, kinds=("personer",), years=(last - 1, last)),
        frame=frame.drop(columns="reason"),
        covers=Period(date(last - 1, 1, 1), date(last, 12, 31)),
        threshold=_limit(reader),
    )


def _whole(counts: pd.Series) -> pd.Series:
    """Return counts as whole numbers, where there are any."""
    return pd.Series([int(n) if known(n) else n for n in counts], counts.index, dtype=object)


def _limit(reader: Reader) -> str:
    limit = danish.number(reader.version.settings.langtidsfrisk_limit)
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
    if row["missing"]:
        return _REASONS[row["reason"]]
    if not is_new and not row["masked"]:
        value = danish.percent(row["value"])
        return f"{_YEARLY.format(value=value, years=row['years'])}."
    if is_new and row["previous_masked"] and not row["masked"]:
        return "Ændringen vises ikke, fordi tallet for de to år før ikke vises."
    return ""
