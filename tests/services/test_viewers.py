"""Whom a figure is read for: the roles by their words, and what each of them sees of a store."""

from datetime import date

import pytest

from access.roles import Role
from access.viewer import Viewer, read_local_viewer
from core.edition import Edition
from core.errors import UsageError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.inputs import FigureInputs
from metrics.computing.recipes import read_mask_cells
from metrics.result import KpiResult
from metrics.rows import RullendeRow
from metrics.rullende import read_rullende
from phrases.cell_text import write_cell
from phrases.hidden import explain_hidden, list_reasons
from services import opgoerelser
from services.figures import open_figures
from services.readers import make_recipes, open_viewer_figures
from services.viewers import read_viewer
from store.database import Store
from tests.store.placement_lists import place, put_list
from tests.stored_rows import put, row

QUARTERS = ("2024K1", "2024K2", "2024K3", "2024K4")
NEWEST = Quarter(2024, 4)
# Number: område, afdeling, employees. Those of seven are seen in the internal edition alone.
UNITS = {
    "1": ("By", "A", "7"), "2": ("By", "A", "45"), "3": ("By", "B", "7"), "4": ("By", "B", "61"),
    "5": ("Børn", "C", "7"), "6": ("Børn", "C", "333"),
    "7": ("Ældre", "D", "14"), "8": ("Ældre", "D", "70"), "9": ("Ældre", "D", "11"),
}  # fmt: skip


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        [
            row(
                quarter,
                enhed,
                omraade=omraade,
                afdeling=afdeling,
                heads=heads,
                days=f"{float(heads) * 11.37:.3f}",
                short=f"{float(heads) * 1.21:.3f}",
            )
            for quarter in QUARTERS
            for enhed, (omraade, afdeling, heads) in UNITS.items()
        ],
    )
    return store


def look(
    store: Store, text: str, level: Level, *, edition: Edition = Edition.INTERN
) -> KpiResult[RullendeRow]:
    viewer = find(store, text)
    with open_viewer_figures(store, viewer, make_recipes(Settings()), edition=edition) as reader:
        return read_rullende(reader, quarter=NEWEST, level=level)


def find(store: Store, text: str) -> Viewer:
    return read_viewer(store, read_local_viewer(), text, settings=Settings())


def see(store: Store, text: str, level: Level = Level.ENHED) -> set[str]:
    return {each.node.name for each in look(store, text, level).rows if not each.masked}


def test_a_leader_sees_the_own_line_as_the_municipality_and_the_rest_as_the_public(
    filled: Store,
) -> None:
    everything = set(UNITS)
    public = see(filled, "sekretariat")
    assert see(filled, "hr") == see(filled, "kommunaldirektoer") == everything
    assert {"1", "3", "5"}.isdisjoint(public)
    assert see(filled, "direktoer:By") == public | {"1", "2", "3", "4"}
    assert see(filled, "afdelingschef:A") == public | {"1", "2"}
    assert see(filled, "enhedsleder:5") == public | {"5"}
    assert see(filled, "enhedsleder:Enhed 5") == public | {"5"}


def test_who_took_over_an_enhed_sees_its_history(filled: Store) -> None:
    end = date(2024, 12, 31)
    goes_on = [
        place("3", til=end, aarsag="sammenlagt", efterfoelger="1"),
        place("1", til=end, aarsag="flyttet", efterfoelger="02"),
        place("5", til=end, aarsag="overdraget til leverandør", efterfoelger="2"),
    ]
    put_list(filled, [*goes_on, place("2")])
    assert see(filled, "enhedsleder:2") == see(filled, "sekretariat") | {"1", "2", "3"}
    assert see(filled, "enhedsleder:3") == see(filled, "sekretariat") | {"3"}
    with filled.session() as cursor:
        inputs = FigureInputs("", Settings(), Edition.INTERN)
        cells, _ = read_mask_cells(cursor, inputs)
    leaders = dict(zip(cells["key"], cells["leader"], strict=True))
    assert {leaders[f"enhed:{number}"].lstrip("0") for number in "123"} == {"2"}
    assert leaders["enhed:5"].lstrip("0") == "5"


def test_nobody_has_a_line_in_the_public_edition(filled: Store) -> None:
    shown = look(filled, "afdelingschef:A", Level.ENHED, edition=Edition.OFFENTLIG).rows
    assert {each.node.name for each in shown if each.masked} >= {"1", "3", "5"}


def test_all_but_hr_see_figures_as_they_are_printed(filled: Store) -> None:
    exact = look(filled, "hr", Level.AFDELING).rows[0]
    assert exact.value == pytest.approx(4 * 11.37)
    for role in ("kommunaldirektoer", "direktoer:By", "afdelingschef:A", "sekretariat"):
        seen = look(filled, role, Level.KOMMUNE).rows[0]
        assert (seen.value, seen.employees) == (45.5, 555.0)
    public = look(filled, "hr", Level.KOMMUNE, edition=Edition.OFFENTLIG).rows[0]
    assert public.value == 45.5


def test_a_small_group_is_printed_whole_beyond_the_own_line(filled: Store) -> None:
    for text, printed in (("afdelingschef:D", 45.5), ("afdelingschef:A", 45.0)):
        rows = {each.node.name: each for each in look(filled, text, Level.ENHED).rows}
        assert rows["8"].value == 45.5  # forty or more
        assert (rows["7"].value, rows["7"].coarse) == (printed, text.endswith("A"))


@pytest.fixture
def small(store: Store) -> Store:
    """Afdeling A has an enhed of four, afdeling B one of eight; each has larger ones."""
    units = {"1": ("A", "4"), "2": ("A", "31"), "3": ("A", "33"), "4": ("A", "52"),
             "5": ("B", "8"), "6": ("B", "35"), "7": ("B", "37"), "8": ("B", "61")}  # fmt: skip
    put(
        store,
        [
            row(quarter, enhed, afdeling=afdeling, heads=heads,
                days=f"{float(heads) * 3.37:.3f}", short=f"{float(heads) * 1.21:.3f}")
            for quarter in QUARTERS
            for enhed, (afdeling, heads) in units.items()
        ],
    )  # fmt: skip
    return store


def read_reasons(store: Store, text: str) -> dict[str, str]:
    result = look(store, text, Level.ENHED)
    return {each.node.name: explain_hidden(result, each) for each in result.rows if each.masked}


def test_the_leader_of_a_small_enhed_is_told_that_it_is_small(small: Store) -> None:
    assert read_reasons(small, "enhedsleder:1")["1"] == (
        "Enheden har færre end 5 medarbejdere og vises ikke her. Dine egne medarbejderes fravær "
        "ser du i OPUS."
    )
    hr = read_reasons(small, "hr")
    assert hr.pop("1") == "Enheden har færre end 5 medarbejdere og vises ikke her."
    assert hr
    assert all("færre end 5 medarbejdere, eller" in reason for reason in hr.values())


def test_each_hidden_row_names_its_own_limit_and_nobody_beyond_the_line_is_said_to_be_small(
    small: Store,
) -> None:
    for text, own in (("afdelingschef:A", {"1", "2", "3", "4"}), ("sekretariat", set[str]())):
        reasons = read_reasons(small, text)
        assert {"1", "5"} <= reasons.keys()
        for enhed, reason in reasons.items():
            assert f"færre end {5 if enhed in own else 10} medarbejdere" in reason
            assert ("og vises ikke her" in reason) == (enhed == "1" and bool(own))


def test_a_page_says_each_reason_once_and_whose_enhed_is_small(small: Store) -> None:
    own, others = sorted(list_reasons(look(small, "enhedsleder:1", Level.ENHED)))
    assert own.startswith("Enhed 1: enheden har færre end 5 medarbejdere og vises ikke her.")
    assert others.startswith("Vises ikke: færre end 10 medarbejdere, eller")


def test_who_leads_nothing_reads_the_public_edition(small: Store) -> None:
    result = look(small, "sekretariat", Level.ENHED)
    assert result.edition is Edition.OFFENTLIG
    shown = [each for each in result.rows if not each.masked]
    assert {write_cell(result, each, "short") for each in shown} == {"vises ikke"}


def test_a_split_that_is_hidden_is_not_said_to_be_missing(small: Store) -> None:
    result = look(small, "afdelingschef:B", Level.ENHED)
    (unit,) = (each for each in result.rows if each.node.name == "5")
    assert (unit.masked, unit.short) == (False, None)
    assert write_cell(result, unit, "short") == "vises ikke"
    assert "Kort- og langtidsfravær vises ikke: færre end 10" in explain_hidden(result, unit)


def test_a_role_sees_a_released_opgoerelse_in_both_editions(filled: Store) -> None:
    opgoerelser.release(filled, NEWEST, settings=Settings(), by="hr")
    before = see(filled, "afdelingschef:A")
    put(filled, [row("2024K4", "1", omraade="By", afdeling="A", heads="7", days="50")], name="b")
    viewer = find(filled, "afdelingschef:A")
    with open_figures(filled, viewer, settings=Settings()) as reader:
        rows = read_rullende(reader, quarter=NEWEST, level=Level.ENHED).rows
    assert {each.node.name for each in rows if not each.masked} == before
    assert next(each for each in rows if each.node.name == "1").value == 45.5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("chef", "»chef« er ikke en rolle. Gyldige er: hr, kommunaldirektoer"),
        ("afdelingschf:A", "Mente du »afdelingschef«"),
        ("afdelingschef", "gælder en afdeling"),
        ("hr:A", "gælder hele kommunen"),
        ("enhedsleder:Enhed 12", "er ikke en enhed i data. Mente du »Enhed"),
        ("direktoer:A", "»A« er ikke et område i data"),
    ],
)
def test_what_is_no_role_or_place_is_refused(filled: Store, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        find(filled, text)


def test_a_role_says_whom_it_is_of(filled: Store) -> None:
    assert find(filled, "afdelingschef:afdeling:A").title == "afdelingschef for A"
    assert find(filled, "kommunaldirektoer").title == "kommunaldirektør"
    assert {role.label for role in Role} >= {"HR", "direktør", "sekretariat"}


@pytest.mark.parametrize(("short", "text"), [("60", "vises ikke"), (None, "ingen data")])
def test_a_hidden_split_of_the_kommune_is_told_from_a_missing_one(
    store: Store, short: str | None, text: str
) -> None:
    """Three enheder hidden together have no long-term absence; the split would tell that."""
    put(
        store,
        [
            row(
                quarter,
                enhed,
                afdeling="A" if enhed != "5" else "B",
                heads=heads,
                days=str(int(heads) * 3),
                short=short and (short if enhed == "4" else str(int(heads) * 3)),
            )
            for quarter in QUARTERS
            for enhed, heads in (("1", "4"), ("2", "3"), ("3", "4"), ("4", "60"), ("5", "50"))
        ],
    )
    result = look(store, "hr", Level.KOMMUNE)
    (kommune,) = result.rows
    assert (kommune.value, kommune.short, write_cell(result, kommune, "short")) == (12, None, text)
    assert bool(explain_hidden(result, kommune)) is (short is not None)
