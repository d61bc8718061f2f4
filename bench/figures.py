"""All figures of one data version, and one page of them, beside the same with pandas.

python -m bench.figures [--stores 98] [--units 400] [--quarters 40] [--released 10]

The plan of masks is measured beside opgørelser that were released before files were corrected.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median

import pandas as pd

from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.kinds.extract import unit_quarters
from data_loaders.report import UnitQuarter
from metrics import rullende
from metrics.computing import recipes
from metrics.computing.inputs import FigureInputs
from metrics.computing.recipes import make_recipe
from services import opgoerelser
from store import uploads
from store.database import Store
from store.figures import Reader, open_reader
from store.uploads import NewUpload

LIMIT = 0.020  # seconds to read one page's figures
FIRST = Quarter(2015, 1)
SIZES = (3, 8, 15, 25, 40, 60, 100)
PAGES = 20
MOST_TIMES = 20  # the plan of masks, beside the rolling figures alone with pandas


def main() -> None:
    """Measure, say the medians, and end with 1 where a page is read too slowly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stores", type=int, default=98)
    parser.add_argument("--units", type=int, default=400)
    parser.add_argument("--quarters", type=int, default=40)
    parser.add_argument("--released", type=int, default=10)
    arguments = parser.parse_args()
    built, first, read, by_pandas, page_by_pandas = [], [], [], [], []
    for number in range(arguments.stores):
        rows = make_rows(random.Random(number), arguments.units, arguments.quarters)  # noqa: S311 - the same each time
        with tempfile.TemporaryDirectory() as folder:
            store = store_rows(Path(folder), rows)
            built.append(_measure_seconds(partial(_build, store)))
            first.append(_measure_seconds(partial(_open_page, store)))
            read += [_measure_seconds(partial(_open_page, store)) for _ in range(PAGES)]
            store.close()
        frame = _make_frame(rows)
        by_pandas.append(_measure_seconds(partial(_compute_with_pandas, frame)))
        read_page = partial(_read_page_with_pandas, _compute_with_pandas(frame))
        page_by_pandas += [_measure_seconds(read_page) for _ in range(PAGES)]
    print(
        f"{arguments.stores} databaser med {arguments.units} enheder i {arguments.quarters} "
        "kvartaler, median"
    )
    print(f"alle tal: {median(built):.2f} s")
    print(f"de rullende tal alene, med pandas: {median(by_pandas):.2f} s")
    print(f"en side, første gang: {median(first) * 1000:.1f} ms")
    print(
        f"en side: {median(read) * 1000:.1f} ms; med pandas: {median(page_by_pandas) * 1000:.1f} ms"
    )
    planned, read_and_planned = _measure_plan(
        arguments.units, arguments.quarters, arguments.released
    )
    alone = _measure_least(partial(_compute_with_pandas, frame))
    ratio = planned / alone
    print(
        f"masker ved siden af {arguments.released} frigivne opgørelser: {planned:.2f} s, "
        f"{ratio:.0f} gange de rullende tal med pandas; med læsningen af de rækker, som alle tal "
        f"hviler på: {read_and_planned:.2f} s, {read_and_planned / alone:.0f} gange"
    )
    sys.exit(median(read) > LIMIT or ratio > MOST_TIMES)


def make_rows(chance: random.Random, units: int, quarters: int) -> list[UnitQuarter]:
    """Make the rows of invented units in quarters from 2015K1."""
    rows = []
    for unit in range(units):
        size = chance.choice(SIZES)
        for back in range(quarters):
            days = Decimal(round(size * 350 * chance.uniform(0.5, 1.5))) / 100
            rows.append(
                UnitQuarter(
                    quarter=FIRST + back,
                    enhed=f"{1000 + unit}",
                    enhed_navn=f"Enhed {unit}",
                    afdeling=f"Afdeling {unit // 40}",
                    omraade=f"Område {unit // 160}",
                    dagsvaerk=days,
                    korttid=days / 2,
                    langtid=days / 2,
                    medarbejdere=Decimal(size),
                    fuldtidsstillinger=None,
                    sheet="",
                    row=1,
                )
            )
    return rows


def store_rows(folder: Path, rows: list[UnitQuarter]) -> Store:
    """Store the rows in a new store as one upload."""
    store = Store(folder / "maal.duckdb")
    if rows:
        _add_rows(store, rows, "maal")
    return store


def _add_rows(store: Store, rows: list[UnitQuarter], name: str) -> None:
    """Store the rows as one upload; the name stands for the bytes too."""
    upload = NewUpload(
        kind="kvartal",
        file_name=f"{name}.csv",
        sha256=name,
        extract_date=None,
        facts=unit_quarters.make_facts(rows),
        periods=tuple(sorted({str(row.quarter) for row in rows})),
        problems="[]",
        totals="[]",
    )
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, upload.kind)
        uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="maal")


def _build(store: Store) -> None:
    """Compute all figures of the store's data version."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings())):
        pass


def _measure_plan(units: int, quarters: int, released: int) -> tuple[float, float]:
    """Return the seconds of a plan beside opgørelser that were released before corrections.

    It reads what was shown and what it rested on, and chooses the masks. The second figure has the
    reading of the rows as well that all figures rest on. They are of the processor: what else the
    machine does counts neither here nor with pandas. Each opgørelse has the last three quarters of
    the one before with more days in a tenth of the rows.
    """
    chance = random.Random(0)  # noqa: S311 - the same each time
    rows = make_rows(chance, units, quarters)
    setattr(recipes, "_FIGURES", ("rullende", "kvartal"))  # noqa: B010 - what masks rest on
    with tempfile.TemporaryDirectory() as folder:
        store = store_rows(Path(folder), [])
        for newest in range(quarters - released - 1, quarters):
            last = FIRST + newest
            first = FIRST if newest == quarters - released - 1 else last - 3
            for place, row in enumerate(rows):
                if first <= row.quarter < last and chance.random() < 0.1:
                    rows[place] = replace(
                        row, dagsvaerk=(row.dagsvaerk or Decimal(0)) + 1, korttid=None, langtid=None
                    )
            _add_rows(store, [row for row in rows if first <= row.quarter <= last], str(last))
            if newest < quarters - 1:
                opgoerelser.release(store, last, settings=Settings(), by="maal")
        inputs = FigureInputs("", Settings(), Edition.OFFENTLIG)
        with store.session() as cursor:
            tables = recipes.read_mask_cells(cursor, inputs)
            read = _measure_least(partial(recipes.read_mask_cells, cursor, inputs))
            released_rows = _measure_least(partial(recipes._lay_released_rows, cursor, inputs))
            planned = _measure_least(partial(recipes._plan_masks, cursor, *tables, inputs))
        store.close()
    return planned + released_rows, planned + read


def _open_page(store: Store) -> None:
    """Open a reader as Overblik does, and read what it shows."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings())) as reader:
        _read_overblik(reader)


def _read_overblik(reader: Reader) -> None:
    """Read the figures that Overblik shows."""
    newest = rullende.find_quarters(reader)[0]
    rullende.read_rullende(reader, quarter=newest, level=Level.KOMMUNE)
    rullende.read_udvikling(reader, quarter=newest, level=Level.KOMMUNE)
    rullende.read_rullende(reader, quarter=newest, level=Level.OMRAADE)


def _make_frame(rows: list[UnitQuarter]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quarter": [str(row.quarter) for row in rows],
            "kommune": "kommune",
            "omraade": [row.omraade for row in rows],
            "afdeling": [row.afdeling for row in rows],
            "enhed": [row.enhed for row in rows],
            "days": [float(row.dagsvaerk or 0) for row in rows],
            "long": [float(row.langtid or 0) for row in rows],
            "n": [float(row.medarbejdere or 0) for row in rows],
        }
    )


def _compute_with_pandas(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rolling figures of each level, without holes, masks or any other nøgletal."""
    frames = {}
    for level in ("kommune", "omraade", "afdeling", "enhed"):
        summed = frame.groupby([level, "quarter"], as_index=False)[["days", "long", "n"]].sum()
        windows = (
            summed.groupby(level)[["days", "long", "n"]].rolling(4).sum().reset_index(drop=True)
        )
        summed["value"] = 4 * windows["days"] / windows["n"]
        summed["long_share"] = windows["long"] / windows["days"]
        summed["change"] = summed.groupby(level)["value"].diff()
        frames[level] = summed
    return frames


def _read_page_with_pandas(figures: dict[str, pd.DataFrame]) -> None:
    """Read what Overblik shows from frames of rolling figures."""
    for level in ("kommune", "omraade"):
        frame = figures[level]
        frame[frame["quarter"] == frame["quarter"].max()].to_dict("records")
    figures["kommune"].to_dict("records")


def _measure_seconds(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _measure_least(work: Callable[[], object]) -> float:
    """Return the fewest seconds of the processor that some work took, of three times."""
    seconds = []
    for _ in range(3):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    main()
