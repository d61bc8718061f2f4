"""The earlier side of a change as it was sent; what the data now say beside it is a correction."""

from pathlib import Path

import pandas as pd

from core.nodes import Level
from core.quarter import Quarter
from metrics.declaration import Noegletal
from metrics.forklaring.declared import CORRECTION, PARTS, SINGLE
from metrics.sent import kept
from store.figures import Reader

_SENT = (Path(__file__).parents[1] / "sql" / "forklaring_sent.sql").read_text("utf-8")
_NOISE = 1e-9
_FIGURES = ["value", "before", "after", *PARTS, "before_without", "after_without", "before_now"]


def with_sent(
    reader: Reader, frame: pd.DataFrame, *, declared: Noegletal, level: Level, against: Quarter
) -> pd.DataFrame:
    """Compare the nodes of a change with the earlier opgørelse as it was sent, where it was.

    `before` and `value` are by that, `before_now` is the earlier figure that the parts start from,
    and `correction` is the difference. What was hidden when it was sent stays hidden.
    """
    single = declared.covers == SINGLE.covers
    sent = reader.query(
        _SENT,
        {
            "single": single,
            "sent": kept(reader, against),
            "quarter": str(against),
            "level": level.value,
        },
    )
    found = frame.merge(sent, on="key", how="left")
    told = found["sent_denominator"].notna()
    other = told & (found["sent_denominator"] != found["denominator"])
    hidden = told & ~other & ~found["missing"] & (found["sent_value"].isna())
    found.loc[other, "missing"] = True
    found["masked"] = (found["masked"] | hidden) & ~found["missing"]
    found["before_now"] = found["before"].where(told)
    found["before"] = found["sent_value"].where(told & found["before"].notna(), found["before"])
    found["value"] = found["after"] - found["before"]
    moved = found["before_now"] - found["before"]
    found[CORRECTION] = moved.where(moved.abs() > _NOISE)
    found.loc[other | hidden, [*_FIGURES, CORRECTION]] = float("nan")
    return found.drop(columns=list(sent.columns.drop("key")))
