"""Nobody with a solver and all counts of langtidsfriske can tell those that are hidden.

Somebody may have a second job, in another enhed: then they count once in each node that holds one.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from core.edition import Edition
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing import recipes
from metrics.computing.recipes import make_recipe
from metrics.masks import MaskLimits
from services import opgoerelser
from store.database import Store
from store.figures import open_reader
from tests.metrics.attacker import Attacker, Shown
from tests.metrics.organisations import Organisation, drawn
from tests.metrics.shown_sums import list_records
from tests.metrics.test_attack import wide
from tests.metrics.test_attack_all import ALL
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import fresh, put, row

YEARS = (2022, 2023, 2024)
PARTS = {"counted": ("friske", "others"), "friske": ("friske",), "others": ("others",)}
Counts = dict[tuple[str, int], dict[str, int]]


def placed(organisation: Organisation) -> Organisation:
    """Those without an afdeling stand right under the kommune, as the data have them."""
    for enhed, (afdeling, _) in organisation.above.items():
        if afdeling == "Ikke tilknyttet":
            organisation.above[enhed] = (afdeling, "")
    return organisation


def listed(organisation: Organisation, random: Random) -> tuple[list[Employment], Counts]:
    """People of each enhed over three years, some new and some gone; and who counts by pairs.

    The counts are by enhed, or by both of those that some people work in ("E01+E02").
    """
    rows = []
    second = random.choice([0, 0, 0.05, 0.5])
    # Where some have a second job nobody knows who has none where.
    jobs_of_one = product(organisation.above, repeat=2 if second else 1)
    possible = {"+".join(sorted({*jobs})) for jobs in jobs_of_one}
    counts: Counts = {cell: {"friske": 0, "others": 0} for cell in product(possible, YEARS[1:])}
    for enhed in organisation.above:
        size = random.choice([random.randint(0, 5), random.randint(4, 15), random.randint(10, 60)])
        share = random.choice([0, 0.1, 0.35, 0.35, 1])  # of those who are hardly ever ill
        for number in range(size):
            years = YEARS if random.random() < 0.85 else random.choice([YEARS[1:], YEARS[:2]])
            ill = {year: random.random() > share**0.5 for year in years}
            jobs = {enhed}
            if random.random() < second:
                jobs.add(random.choice(sorted(organisation.above)))
            rows += [
                Employment(
                    f"{enhed}-{number}", year, "9" if ill[year] else "0", job,
                    afdeling=organisation.above[job][0], omraade=organisation.above[job][1] or None,
                )
                for year in years
                for job in jobs
            ]  # fmt: skip
            for year in years[1:]:
                kind = "others" if ill[year] or ill[year - 1] else "friske"
                atom = "+".join(sorted(jobs))
                counts[atom, year][kind] += 1
    return rows, counts


def inside(organisation: Organisation, counts: Counts) -> dict[str, list[str]]:
    """Whose people each node has."""
    jobs = {atom: set(atom.split("+")) for atom, _ in sorted(counts)}
    return {
        key: [atom for atom, its in jobs.items() if its.intersection(enheder)]
        for key, enheder in organisation.nodes().items()
    }


def shown(rows: pd.DataFrame, nodes: dict[str, list[str]]) -> Iterator[Shown]:
    """The counts of the nodes that are seen."""
    for one in list_records(rows[rows["counted"].notna()]):
        cells = [(atom, one.year) for atom in nodes[one.key]]
        yield Shown.of(cells, "counted", one.counted)
        yield Shown.of(cells, "friske", one.friske)


def load(store: Store, organisation: Organisation, rows: list[Employment]) -> None:
    """Load the lists of people, and a quarter of the enheder."""
    places = organisation.above.items()
    put(
        store, [row("2024K4", enhed, afdeling=at[0], omraade=at[1] or None) for enhed, at in places]
    )
    put_upload(store, people(rows))


def told(store: Store, settings: Settings, edition: Edition) -> pd.DataFrame:
    with open_reader(store, Scope.everything(), recipe=make_recipe(settings, edition)) as reader:
        return reader.query(
            "SELECT key, CAST(left(quarter, 4) AS INTEGER) AS year, masked, "
            "measures['counted'] AS counted, measures['friske'] AS friske "
            "FROM figures WHERE kpi = 'langtidsfriske' ORDER BY ALL"
        )


def had(
    rows: pd.DataFrame, organisation: Organisation, counts: Counts, edition: Edition
) -> list[str]:
    """The hidden counts of few people, or in public of none or one, that are known too well."""
    nodes = inside(organisation, counts)
    attacker = Attacker(counts, shown(rows, nodes), parts=PARTS)
    limits = MaskLimits.from_settings(Settings(), edition)
    found = []
    for (key, atoms), year in product(nodes.items(), YEARS[1:]):
        cells = [(atom, year) for atom in atoms if (atom, year) in counts]
        of = {kind: sum(counts[cell][kind] for cell in cells) for kind in ("friske", "others")}
        few = sum(of.values()) < limits.smallest_group
        if sum(of.values()) and (few or (edition is Edition.OFFENTLIG and min(of.values()) <= 1)):
            spans = {
                "friske": wide(of["friske"]),
                "others": wide(of["others"]),
            }
            for measure, enough in spans.items():
                span = attacker.span(cells, measure, enough=enough)
                if not enough(*span):
                    found.append(f"{measure} of {key} in {year} are from {span[0]} to {span[1]}")
    return found


@pytest.mark.parametrize("start", range(0, 8, 4))
def test_who_is_hardly_ever_ill_among_few_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    monkeypatch.setattr(recipes, "_FIGURES", ())
    masked = 0
    for seed in range(start, start + 4):
        organisation = placed(drawn(seed))
        rows, counts = listed(organisation, Random(seed))
        store = fresh(tmp_path, f"{seed}.duckdb")
        load(store, organisation, rows)
        for edition in Edition:
            seen = told(store, Settings(), edition)
            masked += int(seen["masked"].sum())
            assert had(seen, organisation, counts, edition) == [], (seed, edition)
        store.close()
    assert masked


def test_the_counts_are_the_same_in_all_variants(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipes, "_FIGURES", ())
    organisation = drawn(1)
    load(store, organisation, listed(organisation, Random(1))[0])
    usual = told(store, Settings(), Edition.INTERN)
    for settings in ALL[::5]:  # every way of each setting
        pd.testing.assert_frame_equal(told(store, settings, Edition.INTERN), usual)


def of(enhed: str, size: int, year: int) -> list[Employment]:
    """Every second of the people of an enhed is hardly ever ill."""
    return [Employment(f"{enhed}{n}", year, "09"[n % 2], enhed) for n in range(size)]


def hidden(store: Store) -> set[str]:
    rows = told(store, Settings(), Edition.INTERN)
    return set(rows["key"][rows["masked"]])


def test_who_was_hidden_in_what_was_sent_stays_hidden(store: Store) -> None:
    # After the correction two others are the smallest that suffice: beside what was sent they would
    # tell the tiny one.
    sizes = {"tiny": 3, "small": 6, "other": 7, "third": 8, "large": 40}
    four = [f"2024K{number}" for number in range(1, 5)]
    put(store, [row(q, enhed, heads="50") for q in four for enhed in sizes])
    for change in ({}, {"small": 10}):
        for year in YEARS[1:]:
            listed_ = [
                one for name, size in (sizes | change).items() for one in of(name, size, year)
            ]
            put_upload(store, people(listed_, f"{year}{change}"))
        if not change:
            assert hidden(store) == {"enhed:tiny", "enhed:small", "enhed:other"}
            opgoerelser.release(store, Quarter(2024, 4), settings=Settings(), by="hr")
            opgoerelser.send(store, Quarter(2024, 4), settings=Settings(), by="hr")
    assert hidden(store) == {"enhed:tiny", "enhed:small", "enhed:other"}
