"""Two municipalities that differ only in what is hidden are the same to everybody below HR.

Days, people and counts are swapped between enheder that are hidden together, and corrected
differently between two releases. Then every nøgletal at every level, every bilag and case and every
page must say the same: figures, limits of signals, notes, counts, reasons, corrections, charts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count, product
from os import environ
from pathlib import Path
from uuid import UUID

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from access.roles import Role
from access.viewer import Viewer, read_local_viewer
from bilag.sag import Sag
from commands import answer_text
from commands.answer_json import describe_result, write_csv
from commands.parts import write_json_line
from core.edition import Edition
from core.errors import NoDataError, UsageError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import masks, registry
from metrics.computing import recipes
from services import bilag as bilag_service
from services import opgoerelser
from services.case import CaseOrder, make_annexes, make_files
from services.chosen_parts import ChosenPart
from services.kept_cases import CHOSEN_ANNEX
from services.readers import make_recipes, open_viewer_figures
from services.stores import close_shared_store
from services.viewers import read_viewer
from store import uploads
from store.database import Store
from store.figures import Reader
from tests.clock import Clock
from tests.command import run
from tests.metrics.agenda import Line, put_lines
from tests.metrics.lists import put_groups
from tests.metrics.targets import Target, targets
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import put, reading, row
from tests.unfolding import show_all

K3, K4 = Quarter(2024, 3), Quarter(2024, 4)
QUARTERS = [Quarter(2022, 1) + step for step in range(12)]
SETTINGS = Settings()
PLACES = {"A": "Nord", "B": "Nord", "C": "Syd"}
HEADS = {
    "A": {"11": 3, "12": 8, "13": 12, "14": 30, "15": 41},
    "B": {"21": 7, "22": 14, "23": 16, "24": 22, "25": 45},
    "C": {"31": 50, "32": 60, "33": 20, "34": 25},
}
ENHEDER = {enhed: (afdeling, n) for afdeling, of in HEADS.items() for enhed, n in of.items()}
CHANGED = (Quarter(2023, 2), Quarter(2024, 1), K3, K4)


IS_WIDE = "ORGANISATIONS" in environ


@dataclass(frozen=True)
class Swap:
    """Two enheder that have something of each other's; of the agenda's parts, two others.

    It is so little that the same figures are hidden.
    """

    enheder: tuple[str, str]
    counted: tuple[str, str]


TINY = Swap(("11", "12"), ("11", "13"))
SMALL_BEYOND = Swap(("21", "22"), ("21", "22"))  # its own line is shown it
EVERYBODY_ELSE = (
    "afdelingschef:A",
    *(("sekretariat", "enhedsleder:11", "enhedsleder:13") if IS_WIDE else ()),
)
CHOSEN = (
    *map(ChosenPart, ("figur-1", "omraader", "langtidsfriske", "maaltal")),
    ChosenPart("forklaring", Level.KOMMUNE.value),
    *(
        ChosenPart(kind, f"afdeling:{name}")
        for kind in ("afdelinger", "enheder", "forklaring")
        for name in HEADS
    ),
    *(
        ChosenPart("noegletal", name)
        for name in ("Klimamål", "Langtidssyge", "Sygefraværssamtaler holdt")
    ),
)
LEVELS = tuple(Level) if IS_WIDE else (Level.AFDELING, Level.ENHED)


def find_way(enhed: str, pairs: Iterable[tuple[str, str]]) -> int:
    """Whether an enhed has more (1) or less (-1) than before some pairs swapped; else 0."""
    return sum((enhed == more) - (enhed == less) for more, less in pairs)


def list_rows(
    quarter: Quarter, swaps: Sequence[Swap], *, step: float = 1, late: float = 0
) -> Iterator[UnitQuarter]:
    """The rows of an extract: two personalegrupper an enhed; a swap is by so much a step.

    A large enhed has some days more that came `late`.
    """
    turn = QUARTERS.index(quarter)
    for place, (enhed, (afdeling, heads)) in enumerate(ENHEDER.items()):
        for group, part in {"Andre": heads - heads // 2, "Pædagoger": heads // 2}.items():
            rate = 2.5 + (turn * 5 + place * 3) % 7 / 4
            short, long = round(part * rate * 0.5, 1), round(part * rate * 0.6, 1)
            if quarter in CHANGED and group == "Andre":
                more = step * find_way(enhed, (swap.enheder for swap in swaps))
                short, long = short + 0.5 * more, long + more
            short += late if enhed == "15" and group == "Andre" else 0
            yield replace(
                row(
                    str(quarter), enhed, days=f"{short + long:.1f}", short=f"{short:.1f}",
                    heads=str(part), afdeling=afdeling, omraade=PLACES[afdeling],
                ),
                personalegruppe=group,
            )  # fmt: skip


def list_people(year: int, swaps: Sequence[Swap]) -> Iterator[Employment]:
    """Who is employed; of two enheder one is hardly ever ill in place of another."""
    for enhed, (afdeling, heads) in ENHEDER.items():
        for number in range(heads):
            is_ill = number % 2 == 1
            way = find_way(enhed, (swap.enheder for swap in swaps))
            is_ill ^= (number, way) in {(1, 1), (0, -1)}
            yield Employment(
                f"{enhed}-{number}", year, "9" if is_ill else "0", enhed,
                afdeling=afdeling, omraade=PLACES[afdeling],
            )  # fmt: skip


def list_lines(swaps: Sequence[Swap]) -> Iterator[Line]:
    """The agenda's nøgletal: a part of the people, one alone, and talks."""
    for enhed, (_, heads) in ENHEDER.items():
        counts = max(1, heads // 2)
        part = counts + find_way(enhed, (swap.counted for swap in swaps))
        alone = counts + find_way(enhed, (swap.enheder for swap in swaps))
        sted = f"enhed:{enhed}"
        yield Line("2024K4", part=f"{part}/{heads}", sted=sted, maaleenhed="%", personer=True)
        yield Line("2024K4", str(alone), sted=sted, noegletal="Langtidssyge", personer=None)
        yield Line(
            "2024K4", part=f"{part}/{heads}", sted=sted, maaleenhed="%", personer=True,
            noegletal="Sygefraværssamtaler holdt",
        )  # fmt: skip


def fill(folder: Path, monkeypatch: pytest.MonkeyPatch, swaps: Sequence[Swap] = ()) -> Store:
    """Load a municipality.

    In the wide test the 3rd one is sent before, corrected otherwise where enheder have swapped.
    """
    numbers = count()
    monkeypatch.setattr(uploads, "uuid4", lambda: UUID(int=next(numbers)))
    folder.mkdir()
    clock = Clock(datetime(2024, 10, 20, 8))
    store = Store(folder / "s.duckdb", clock=clock)
    for quarter in QUARTERS[:-1]:
        put(store, list_rows(quarter, swaps), name=f"{quarter}.xlsx")
    put_groups(store, {"Indsats": list(HEADS["A"])}, fra=date(2024, 1, 1))
    both = [Target(year, enhed, "10") for year in (2024, 2025) for enhed in ENHEDER]
    put_upload(store, targets(both))
    for year in (2022, 2023):
        put_upload(store, people(list_people(year, swaps), f"{year}.xlsx"))
    if IS_WIDE:
        opgoerelser.release(store, K3, settings=SETTINGS, by="hr")
        opgoerelser.send(store, K3, settings=SETTINGS, by="hr")
        clock.wait(80)
        put(store, list_rows(K3, swaps, step=0.5, late=40), name="rettet.xlsx")
    put(store, list_rows(K4, swaps, step=2), name=f"{K4}.xlsx")
    put_upload(store, people(list_people(2024, swaps), "2024.xlsx"))
    put_lines(store, *list_lines(swaps))
    return store


def list_results(reader: Reader, quarter: Quarter) -> Iterator[tuple[str, str]]:
    """Every nøgletal at every level in every form of the service door."""
    for name, level in product(registry.ALL, LEVELS):
        with suppress(NoDataError):
            result = registry.read_result(reader, name, quarter=quarter, level=level)
            label = f"{name} {level.value} {quarter}"
            yield f"{label} json", write_json_line(describe_result(result))
            yield f"{label} csv", write_csv(result)
            yield f"{label} text", answer_text.write_result(result)


def list_files(readers: Mapping[Edition, Reader]) -> Iterator[tuple[str, bytes]]:
    """Every bilag of each edition, and the draft of the case."""
    kinds = tuple(bilag_service.KINDS) if IS_WIDE else ("enheder", "noegletal")
    order = CaseOrder(K4, Sag(forum="Chefforum"), "HR", annexes=kinds)
    yield from make_files(readers, order, formats=["pdf", "xlsx"] if IS_WIDE else ["pdf"]).items()
    yield from list_chosen(readers) if IS_WIDE else ()
    sheets = product(readers.items(), bilag_service.SHEETS.values()) if IS_WIDE else ()
    for (edition, reader), level in sheets:
        with suppress(UsageError):  # those of personalegrupper are public
            for sheet in bilag_service.make_sheets(reader, level, K4, order.sag):
                for name, content in bilag_service.write_formats(sheet, ["pdf"]).items():
                    yield f"{edition.value}/{name}", content


def list_chosen(readers: Mapping[Edition, Reader]) -> Iterator[tuple[str, bytes]]:
    """The bilag of chosen figures with each of them alone, so that none is left out for another."""
    for (edition, reader), part in product(readers.items(), CHOSEN):
        order = CaseOrder(K4, Sag(), "HR", annexes=(CHOSEN_ANNEX,), chosen=(part,))
        for annex in make_annexes(reader, order):
            for name, content in bilag_service.write_formats(annex, ["pdf", "xlsx"]).items():
                yield f"{edition.value}/{part} {name}", content


def list_told(store: Store, role: str) -> Iterator[tuple[str, str | bytes]]:
    """All that a role is told: in the wide test in each variant, and of each opgørelse."""
    viewer = read_viewer(store, read_local_viewer(), role, settings=SETTINGS)
    opened = {"": open_shown(store, viewer, Edition.INTERN)}
    if IS_WIDE:
        opened["sent"] = opgoerelser.open_sent(store, viewer, K3)
        for settings in SETTINGS.list_other_choices():
            opened[settings.variant] = opgoerelser.open_released(
                store, viewer, settings=settings, quarter=K4
            )
    for name, figures in opened.items():
        with figures as reader:
            for what, text in list_results(reader, K3 if name == "sent" else K4):
                yield f"{name} {what}", text
    editions = Edition if IS_WIDE else [Edition.OFFENTLIG]
    with ExitStack() as stack:
        readers = {
            edition: stack.enter_context(open_shown(store, viewer.as_printed(), edition))
            for edition in editions
        }
        yield from list_files(readers)


def open_shown(store: Store, viewer: Viewer, edition: Edition) -> AbstractContextManager[Reader]:
    """Open what is released in the wide test; else what would be, which is sooner done."""
    if IS_WIDE:
        return opgoerelser.open_released(store, viewer, edition=edition, quarter=K4)
    return open_viewer_figures(store, viewer, make_recipes(SETTINGS), edition=edition)


_OF_RUN = re.compile(r"/filer/[\w-]+")


def _open_page(file: str, address: str, role: str) -> None:
    from importlib import import_module  # noqa: PLC0415 - the function is a script of its own
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from access.viewer import read_local_viewer  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import Configuration  # noqa: PLC0415
    from services.viewers import read_viewer  # noqa: PLC0415

    class Visit(App):
        def link(self, address: str, label: str) -> None:
            st.text(f"{label}: {address}")

    hr = Visit(read_local_viewer(), Configuration(Path(file), Settings()), {})
    viewer = read_viewer(hr.store, hr.viewer, role, settings=hr.settings)
    import_module(f"pages.{address}").render(Visit(viewer, hr.configuration, {}))


def list_pages(file: Path, role: str) -> Iterator[tuple[str, str]]:
    """Every page that a role has, with all that stands on it."""
    for entry in dashboard.PAGES:
        if entry.is_open_to(Role(role.partition(":")[0]).rights):
            page = AppTest.from_function(_open_page, args=(str(file), entry.address, role))
            views = []
            for view in show_all(page, timeout=600):
                assert not view.exception, view.exception
                views += [str(getattr(node, "proto", "")) for node in view._tree]
            shown = "\n".join(views).replace(str(file), "")
            yield f"page {entry.address}", _OF_RUN.sub("", shown)


def tell_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, roles: Iterable[str], swaps: Sequence[Swap] = ()
) -> dict[str, dict[str, str | bytes]]:
    """All that some roles are told of a municipality."""
    store = fill(folder, monkeypatch, swaps)
    if IS_WIDE:
        opgoerelser.release(store, K4, settings=SETTINGS, by="hr")
    told = {role: dict(list_told(store, role)) for role in roles}
    store.close()
    for role, texts in told.items():
        texts["history"] = run(store.path, "history", "--json", "--viewer", role)
        if IS_WIDE:
            texts.update(list_pages(store.path, role))
            close_shared_store(store.path)
    return told


@pytest.mark.parametrize(
    ("roles", "swaps"),
    [
        (EVERYBODY_ELSE, (TINY, SMALL_BEYOND)),
        pytest.param(
            ("kommunaldirektoer",),
            (TINY,),
            marks=pytest.mark.skipif(not IS_WIDE, reason="ORGANISATIONS is not set"),
        ),
    ],
    ids=["others", "above"],
)
def test_whatever_a_role_is_told_is_the_same_when_hidden_figures_are_swapped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, roles: tuple[str, ...], swaps: tuple[Swap, ...]
) -> None:
    first = tell_all(tmp_path / "as it is", monkeypatch, roles)
    second = tell_all(tmp_path / "swapped", monkeypatch, roles, swaps)
    for role, texts in first.items():
        assert len(texts) > 30
        assert not IS_WIDE or len([name for name in texts if "udvalgte figurer" in name]) > 20
        names = {*texts, *second[role]}
        differing = [name for name in names if texts.get(name) != second[role].get(name)]
        assert sorted(differing) == [], role


def test_with_primary_masks_alone_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipes, "_FIGURES", ("rullende", "kvartal"))
    plan = masks.plan_masks
    monkeypatch.setattr(masks, "plan_masks", lambda *cells, **given: alone(plan(*cells, **given)))
    seen = []
    for name, swaps in (("as it is", ()), ("swapped", (TINY,))):
        store = fill(tmp_path / name, monkeypatch, swaps)
        with reading(store) as reader:
            values = [
                registry.read_result(reader, kpi, quarter=K4, level=Level.ENHED)
                for kpi in ("kvartal", "langtidsfriske", "noegletal")
            ]
        seen.append([{row.key: row.value for row in result.rows} for result in values])
        store.close()
    assert all(before != after for before, after in zip(*seen, strict=True))


def alone(planned: pd.DataFrame) -> pd.DataFrame:
    return planned[planned["primary"]]
