"""Nobody with a solver and all figures of spells can tell those of a small group.

Known are the spells and calendar days of each row over four quarters, the share of part-days with
the days that it is of, and who has repeated short absence: exactly, as HR alone sees them.
"""

from collections.abc import Iterator, Mapping
from os import environ
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from core.edition import Edition
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from metrics.masks import MaskLimits
from store.database import Store
from store.figures import open_reader
from tests.metrics.attacker import Attacker, Shown
from tests.metrics.organisations import Organisation, drawn, number
from tests.metrics.shown_sums import list_records
from tests.metrics.test_attack import wide
from tests.metrics.test_attack_friske import placed
from tests.store.employments import put_upload
from tests.store.spells import count_spells, make_heads, make_upload
from tests.stored_rows import fresh

FIGURES = ("rullende", "kvartal")
QUARTERS = [Quarter(2024, 1) + n for n in range(5)]
SEEDS = range(int(environ["ORGANISATIONS"])) if "ORGANISATIONS" in environ else (0,)
FEW = 3  # who is told of where fewer are ill again, or all but so few
PARTS = {
    "spells": ("spells",),
    "calendar": ("calendar",),
    "absent": ("part", "whole"),
    "part": ("part",),
    "whole": ("whole",),
    "people": ("again", "others"),
    "again": ("again",),
    "others": ("others",),
}
Numbers = dict[tuple[str, int], dict[str, float]]


def draw_numbers(organisation: Organisation, random: Random) -> Numbers:
    """What was counted in each enhed and quarter: in some no spell began, or no part-days were."""
    numbers: Numbers = {}
    for enhed in organisation.above:
        size = random.choice([random.randint(1, 9), random.randint(8, 40), random.randint(20, 120)])
        often, has_parts = random.choice([0, 0.2, 0.5, 0.8]), random.random() < 0.6
        for quarter in QUARTERS:
            begun = sum(random.random() < often for _ in range(size))
            again = sum(random.random() < often / 4 for _ in range(size))
            numbers[enhed, number(quarter)] = {
                "heads": size,
                "spells": begun,
                "calendar": begun * random.randint(1, 20),
                "part": random.randint(0, 2 * size) if has_parts else 0,
                "whole": random.randint(0, 6 * size),
                "again": again,
                "others": size - again,
            }
    return numbers


def split_days(of: Mapping[str, float]) -> tuple[str, ...]:
    """The days of an enhed as the store has them: short, long and of both those of part-days."""
    long, long_part = (of[name] // 2 for name in ("whole", "part"))
    return tuple(map(str, (of["whole"] - long, long, of["part"] - long_part, long_part)))


def load(store: Store, organisation: Organisation, numbers: Numbers) -> None:
    cells = [(quarter, enhed) for quarter in QUARTERS for enhed in organisation.above]
    of_cells = [numbers[enhed, number(quarter)] for quarter, enhed in cells]
    spells = make_upload(
        "fravaer",
        [
            (str(quarter), enhed, enhed, split_days(of))
            for (quarter, enhed), of in zip(cells, of_cells, strict=True)
        ],
    )
    counts = (f"{of['spells']}/{of['calendar']}/{of['again']}" for of in of_cells)
    heads = make_heads(
        *((str(q), enhed, str(of["heads"])) for (q, enhed), of in zip(cells, of_cells, strict=True))
    )
    for upload in (count_spells(spells, *counts), heads):
        facts = upload.facts
        for at, name in enumerate(("afdeling", "omraade")):
            places = [organisation.above[enhed][at] or None for _, enhed in cells]
            place = facts.column_names.index(name)
            facts = facts.set_column(place, name, [places])
        put_upload(store, upload.__class__(**{**vars(upload), "facts": facts}))


def read_rows(store: Store, edition: Edition) -> pd.DataFrame:
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings(), edition)) as reader:
        return reader.query(
            "SELECT key, quarter, kpi, masked, measures FROM figures "
            "WHERE kpi IN ('forloeb', 'rullende', 'kvartal') ORDER BY ALL"
        )


def list_shown(
    rows: pd.DataFrame, nodes: dict[str, list[str]], numbers: Numbers
) -> Iterator[Shown]:
    """All sums that the rows tell, as they are in truth."""

    def tell(key: str, measure: str, quarters: range) -> Shown:
        cells = [(enhed, q) for enhed in nodes[key] for q in quarters]
        total = sum(numbers[cell][part] for cell in cells for part in PARTS[measure])
        return Shown.of(cells, measure, total)

    tells = {"value": "spells", "length": "calendar", "part_share": "part"}
    for row in list_records(rows):
        q = number(Quarter.parse(row.quarter))
        year, one = range(q - 3, q + 1), range(q, q + 1)
        told = {name for name, figure in row.measures.items() if pd.notna(figure)}
        if row.kpi != "forloeb" and "value" in told:
            yield tell(row.key, "absent", one if row.kpi == "kvartal" else year)
        elif row.kpi == "forloeb":
            yield from (tell(row.key, tells[name], year) for name in told & {*tells})
            if "repeated" in told:
                yield from (tell(row.key, measure, one) for measure in ("again", "others"))


def list_known(
    rows: pd.DataFrame, organisation: Organisation, numbers: Numbers, edition: Edition
) -> Iterator[str]:
    """The secrets that are known too well."""
    nodes = organisation.nodes()
    attackers = {
        group: Attacker(
            numbers,
            [shown for shown in list_shown(rows, nodes, numbers) if shown.measure in group],
            parts={name: PARTS[name] for name in group} | {"days": ()},
        )
        for group in (("spells",), ("calendar",), ("absent", "part", "whole"), ("again", "others"))
    }
    limits = MaskLimits.from_settings(Settings(), edition)
    for key, enheder in nodes.items():
        for quarter in QUARTERS:
            cells = [(enhed, number(quarter)) for enhed in enheder]
            of = {name: sum(numbers[cell][name] for cell in cells) for name in numbers[cells[0]]}
            secrets = []
            if of["heads"] < limits.smallest_split:
                secrets += ["spells", "calendar"]
            if of["heads"] < limits.smallest_group:
                secrets += ["part", "whole"]
            if of["heads"] < limits.smallest_split or min(of["again"], of["others"]) < FEW:
                secrets += ["again", "others"]
            for measure in secrets:
                attacker = next(a for group, a in attackers.items() if measure in group)
                span = attacker.span(cells, measure, enough=wide(of[measure]))
                if not wide(of[measure])(*span):
                    yield f"{measure} of {key} in {quarter}: {span}, and is {of[measure]}"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_counted_of_few_is_not_told(tmp_path: Path, seed: int) -> None:
    organisation = placed(drawn(seed))
    numbers = draw_numbers(organisation, Random(seed))
    store = fresh(tmp_path)
    load(store, organisation, numbers)
    for edition in Edition:
        rows = read_rows(store, edition)
        assert rows["masked"][rows["kpi"] == "forloeb"].any()
        assert [*list_known(rows, organisation, numbers, edition)] == [], edition
    store.close()
