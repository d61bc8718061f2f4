"""What the bilag of enheder says of workplaces that have closed."""

from datetime import date

from bilag.model import TextSection
from bilag.sag import Sag
from core.nodes import Scope
from core.quarter import Quarter
from services import bilag
from store.database import Store
from tests.store.placement_lists import place, put_list
from tests.stored_rows import put, reading, row

HEADING = "Nedlagte og overdragne i perioden"


def said(store: Store, quarter: Quarter) -> dict[str, str]:
    with reading(store, scope=Scope.everything().as_printed()) as reader:
        annex = bilag.make(reader, kind="enheder", quarter=quarter, sag=Sag(), decided_by="HR")
    texts = [section for section in annex.sections if isinstance(section, TextSection)]
    return {text.heading: " ".join(text.paragraphs) for text in texts}


def fill(store: Store) -> None:
    """Two enheder over eight quarters; the second is handed over in the third of 2024."""
    quarters = [Quarter(2023, 1) + step for step in range(8)]
    rows = [row(str(q), "1001", heads="50") for q in quarters]
    rows += [row(str(q), "1002", heads="20") for q in quarters if q <= Quarter(2024, 3)]
    put(store, rows)


def test_it_names_who_has_closed_when_and_why_and_the_figure_without(store: Store) -> None:
    fill(store)
    put_list(store, [place("1002", til=date(2024, 9, 30), aarsag="overdraget")])
    told = said(store, Quarter(2024, 4))
    assert [*told][-2:] == [HEADING, "Noter"]
    assert "Enhed 1002 (overdraget 30. september 2024)" in told[HEADING]
    # 50 people with 160 days over four quarters are left.
    assert "Uden den er sygefraværet 3,2 dagsværk pr. medarbejder" in told[HEADING]


def test_where_nobody_has_closed_it_says_so(store: Store) -> None:
    fill(store)
    told = said(store, Quarter(2024, 3))
    assert "Ingen arbejdspladser er lukket" in told[HEADING]


def test_the_first_opgoerelse_is_compared_with_none(store: Store) -> None:
    fill(store)
    assert HEADING not in said(store, Quarter(2023, 4))
