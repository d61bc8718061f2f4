"""Whatever stands on a sheet: rows and problems, or a refusal in words; never a crash."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.errors import FileRefusedError
from core.settings import Settings
from data_loaders.codes import CODES
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.files.values import ErrorCell, Value
from data_loaders.kinds.extract import extract_sheets
from data_loaders.kinds.extract.extract_table import ExtractTable
from tests.draws import draws

WORDS = (
    "Enhed", "Enhedsnr.", "Afdeling", "Område", "Dagsværk", "Fravær", "Kort", "Lang", "Medarb.",
    "FTE", "Periode", "Kvartal", "År", "Måned", "Fra", "Til", "Niveau", "Niveau 1", "Niveau 2",
    "Dagsværk 2024K3", "Medarb. 2024K4", "2024K4", "okt 2024", "Rullende 12 mdr.", "%", "I alt",
    "* A", "  A", "A", "B", "#", "1001", "0100/3100 Hus", "12,5", "1.234", "12,5 dage", "(3)",
    "****", "01.01.2024 - 31.12.2024", "20244", "10.2024", "Side 2", "",
)  # fmt: skip
CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.integers(-5, 5000),
    st.floats(allow_nan=True),
    st.booleans(),
    st.just(datetime(2024, 10, 1)),
    st.just(ErrorCell("#REF!")),
)
ROWS = st.lists(st.lists(CELLS, max_size=8), max_size=14)
CONTEXT = Context(Settings(), "2024K4.xlsx", date(2025, 1, 1))


def read(*rows: list[list[Value]]) -> list[ExtractTable]:
    named = [Sheet.from_rows(f"Ark{number}", own) for number, own in enumerate(rows)]
    try:
        found, unread = extract_sheets.read_extracts([], named, CONTEXT)
    except FileRefusedError as error:
        told, found = {error.code}, []
    else:
        told = {problem.code for problem in unread}
        told |= {problem.code for extract in found for problem in extract.problems}
    assert told <= set(CODES)
    return found


@given(st.lists(ROWS, min_size=1, max_size=2))
@draws(200)
def test_any_sheet_is_read_or_refused(drawn: list[list[list[Value]]]) -> None:
    read(*drawn)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=12))
@draws(200)
def test_any_rows_under_a_header_are_read_or_refused(drawn: list[tuple[Value, ...]]) -> None:
    header: list[Value] = ["Enhed", "Afdeling", "Dagsværk", "Medarb."]
    for extract in read([header, *map(list, drawn)]):
        for row in extract.rows:
            assert row.enhed
            assert row.dagsvaerk is None or row.dagsvaerk.is_finite()
