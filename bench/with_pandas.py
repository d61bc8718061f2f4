"""What loading is measured against: the same job with pandas and openpyxl, for a list of people.

It reads, looks for CPR numbers, checks the cells, makes marks of the people or sums their absence
by enhed and quarter, and stores that, a column at a time as pandas is quick at. It knows its two
layouts beforehand and compares with nothing: what is more in the program's job is not asked of it.
"""

import hashlib
import re
import sys
from pathlib import Path

import duckdb
import holidays
import numpy as np
import numpy.typing as npt
import pandas as pd

CPR = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")
LONG = 30
HOURS = 7.4
Days = npt.NDArray[np.int64]
WHERE = ["Enhedsnr.", "Enhed", "Afdeling"]


def check_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame; SystemExit where a cell is wrong, or holds what nobody may keep."""
    for name in ("Medarb.nr.", *WHERE):
        if any(CPR.search(str(cell)) for cell in frame[name].unique()):
            raise SystemExit(f"{name}: et CPR-nummer")
    if frame[["Medarb.nr.", "Enhedsnr."]].isna().to_numpy().any():
        raise SystemExit("en række mangler person eller enhed")
    is_total = [frame[name].str.contains("i alt|total", case=False) for name in WHERE]
    rows: pd.DataFrame = frame.loc[~np.logical_or.reduce(is_total)]
    return rows


def mark_people(frame: pd.DataFrame) -> pd.DataFrame:
    """Check a yearly list and put a mark in each person's place."""
    days = frame["Fraværsdagsværk"]
    if not days.between(0, 366).all() or not frame["År"].between(2000, 2100).all():
        raise SystemExit("et tal kan ikke passe")
    if not (days == 0).groupby(frame["År"]).any().all():
        raise SystemExit("et år uden nogen, der ikke var syg")
    marks = {number: _mark(number) for number in frame["Medarb.nr."].unique()}
    return frame.assign(**{"Medarb.nr.": frame["Medarb.nr."].map(marks)})


def _mark(number: object) -> str:
    return hashlib.blake2b(str(number).encode(), key=b"k" * 32, digest_size=16).hexdigest()


def sum_spells(frame: pd.DataFrame) -> pd.DataFrame:
    """Check spells and sum them by enhed and quarter, each day of a person counted once."""
    calendar_days = (frame["Til"] - frame["Fra"]).dt.days + 1
    if not (calendar_days > 0).all() or not frame["Timer"].between(0, calendar_days * 24).all():
        raise SystemExit("en dato eller et timetal kan ikke passe")
    frame = frame[frame["Årsag"].str.contains("syg", case=False)]
    frame = frame.sort_values(["Medarb.nr.", "Fra", "Til"], ascending=[True, True, False])
    last = frame.groupby("Medarb.nr.")["Til"].cummax().groupby(frame["Medarb.nr."]).shift()
    frame["lang"] = _measure_spells(frame, last) > LONG
    worked = np.maximum(_count_weekdays(frame["Fra"], frame["Til"]), 1)
    frame["hver"] = frame["Timer"] / HOURS / worked
    is_free = last.isna() | (last < frame["Fra"])
    frame["Fra"] = frame["Fra"].where(is_free, last + pd.Timedelta(days=1))
    quarters = pd.period_range("2024Q1", "2024Q4", freq="Q")
    summed = pd.concat([_clip_to_quarter(frame, quarter) for quarter in quarters])
    return summed.groupby(["quarter", *WHERE, "lang"])["dagsvaerk"].sum().reset_index()


def _measure_spells(frame: pd.DataFrame, last: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    """Return the calendar days of each row's spell: rows with no working day between them."""
    years = range(frame["Fra"].min().year, frame["Til"].max().year + 1)
    off = np.array(list(holidays.country_holidays("DK", years=years)), "datetime64[D]")
    begin = last.fillna(frame["Fra"]).to_numpy().astype("datetime64[D]") + 1
    end = frame["Fra"].to_numpy().astype("datetime64[D]")
    is_start = last.isna() | (np.busday_count(np.minimum(begin, end), end, holidays=off) > 0)
    spells = frame.groupby(is_start.cumsum())
    return (spells["Til"].transform("max") - spells["Fra"].transform("min")).dt.days + 1


def _clip_to_quarter(frame: pd.DataFrame, quarter: pd.Period) -> pd.DataFrame:
    """Return the part of each spell that lies in a quarter."""
    begin, end = quarter.start_time, quarter.end_time.normalize()
    part = frame.loc[(frame["Fra"] <= frame["Til"]) & (frame["Fra"] <= end)]
    part = part.loc[part["Til"] >= begin]
    first, last = part["Fra"].where(part["Fra"] > begin, begin), part["Til"]
    lost = _count_weekdays(first, last.where(last < end, end)) * part["hver"]
    return part[[*WHERE, "lang"]].assign(quarter=str(quarter), dagsvaerk=lost)


def _count_weekdays(first: "pd.Series[pd.Timestamp]", last: "pd.Series[pd.Timestamp]") -> Days:
    begin, end = (days.to_numpy().astype("datetime64[D]") for days in (first, last))
    return np.busday_count(begin, end + 1)


def main() -> None:
    """Load a file into a store."""
    file, store = map(Path, sys.argv[1:])
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    frame = check_frame(pd.read_excel(file, engine="openpyxl", dtype=dict.fromkeys(WHERE, "str")))
    facts = sum_spells(frame) if "Timer" in frame else mark_people(frame)
    with duckdb.connect(store) as connection:
        connection.begin()
        connection.execute("CREATE TABLE uploads (file VARCHAR, digest VARCHAR, rows BIGINT)")
        upload = [file.name, digest, len(facts)]
        connection.execute("INSERT INTO uploads VALUES ($1, $2, $3)", upload)
        connection.execute("CREATE TABLE facts AS SELECT * FROM facts")
        connection.commit()


if __name__ == "__main__":
    main()
