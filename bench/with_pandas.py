"""What loading is measured against: the same job with pandas and openpyxl, for a list of people.

It reads, checks the columns, hashes the people, and stores: nothing is shown, nothing compared.
"""

import hashlib
import sys
from pathlib import Path

import duckdb
import pandas as pd

frame = pd.read_excel(sys.argv[1], engine="openpyxl")
if frame["Enhedsnr."].isna().any() or frame["Medarb.nr."].isna().any():
    raise SystemExit("en række mangler person eller enhed")
frame["Medarb.nr."] = [
    hashlib.blake2b(str(number).encode(), key=b"k" * 32, digest_size=16).hexdigest()
    for number in frame["Medarb.nr."]
]
if "Timer" in frame:
    frame["Dagsværk"] = frame["Timer"] / 7.4
    frame = frame.sort_values(["Medarb.nr.", "Fra"])
    frame["quarter"] = frame["Fra"].dt.to_period("Q").astype(str)
    long = (frame["Til"] - frame["Fra"]).dt.days + 1 > 30
    frame = frame.groupby(["quarter", "Enhedsnr.", long])["Dagsværk"].sum().reset_index(name="d")
store = duckdb.connect(Path(sys.argv[2]))
store.execute("CREATE TABLE facts AS SELECT * FROM frame")
store.close()
