import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FileRefusedError
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row
from data_loaders.kinds.extract import extract_header
from data_loaders.words.header_names import find_rule

NAMES = {
    "enhed": ["Enhedsnr.", "Org.enhed nr.", "ENHEDSNUMMER", "Orgenhed\nnr.", "Unit no."],
    "enhed_navn": ["Enhedsnavn", "Org.enhed (navn)", "Enhedens\u00a0navn", "Arbejdsplads"],
    "afdeling": ["Afdeling", "AFD.", "Afdelingsnavn", "Department"],
    "omraade": ["Område", "Direktørområde", "Omraade", "Forvaltning"],
    "dagsvaerk": [
        "Fraværsdagsværk",
        "Sygefravær i dagsværk",
        "Dagsværk",
        "Sygedagsvaerk",
        "DAGSVÆRK I ALT",
    ],
    "korttid": ["heraf kort", "Korttidsfravær", "Kort fravær", "Dagsværk, kort"],
    "langtid": ["heraf lang", "Langtidsfravær", "Langt fravær", "Dagsværk (lang)"],
    "medarbejdere": ["Medarb.", "Gns. antal medarbejdere", "Antal ansatte", "Hoveder"],
    "fuldtidsstillinger": ["Fuldtidsstillinger", "Årsværk", "FTE", "Fuldtid", "Aarsvaerk"],
    "kvartal": ["Kvartal", "Periode", "KVT."],
    "personalegruppe": ["Personalegruppe", "Medarbejdergruppe", "Faggruppe", "Overenskomst"],
}
NEVER = [
    "Fraværsprocent",
    "Sygefravær %",
    "Fraværsdagsværk pr. medarbejder",
    "Medarb.nr.",
    "Mulige dagsværk",
    "Fraværstimer",
    "Langtekst",
    "Langtidsfriske",
    "Måltal for sygefravær",
    "CPR-nr.",
    "Bemærkning",
    "Sygefraværsdagsværk/medarbejder",
    "Fraværsdagsværk (rullende 12 mdr.)",
    "Fraværsdagsværk, arbejdsskade",
    "Gns. fraværsdagsværk",
    "Fraværsdagsværk pr. stilling",
    "Fraværsdagsværk akkumuleret",
    "Sygefravær år til dato",
    "Fraværsdagsværk ÅTD",
    "Fraværsdagsværk ekskl. langtid",
    "Kort- og langtidsfravær",
    "Medarbejderomsætning",
    "Medarbejdertilfredshed",
    "Gns. alder ansatte",
    "Fratrådte medarbejdere",
    "Nye medarbejdere",
    "Gns. fuldtidsløn",
]


@given(st.data())
def test_columns_are_found_by_any_name_in_any_order(data: st.DataObject) -> None:
    chosen = {field: data.draw(st.sampled_from(names)) for field, names in NAMES.items()}
    extra = data.draw(st.lists(st.sampled_from(NEVER), unique=True, max_size=4))
    headers = data.draw(st.permutations([*chosen.values(), *extra]))
    above: list[Row] = [["Sygefravær pr. enhed"]] * data.draw(st.integers(0, 20))
    body: list[Row] = [["7"] * len(headers)]
    layout = extract_header.find_layout(Sheet.from_rows("", [*above, list(headers), *body]))
    assert layout.problems == ()
    assert layout.index == len(above)
    shown = {field: " ".join(name.split()) for field, name in chosen.items()}
    assert layout.named == shown
    assert set(layout.unused) == set(extra)


@pytest.mark.parametrize("name", NEVER)
def test_ratios_keys_and_remarks_are_not_taken_for_figures(name: str) -> None:
    assert find_rule(name) is None


def test_two_columns_that_fit_are_both_named() -> None:
    layout = extract_header.find_layout(
        Sheet.from_rows("A", [["Enhed", "Dagsværk", "Dagsværk", "FTE"], ["a", 1, 2, 3]])
    )
    (problem,) = layout.problems
    assert (problem.code, problem.cell) == ("ambiguous_column", "C1")
    assert "(B1)" in problem.message
    assert "(C1)" in problem.message


def test_a_missing_column_is_named_with_the_headers_found() -> None:
    layout = extract_header.find_layout(
        Sheet.from_rows("A", [["Enhed", "Fraværsprocent", "FTE"], ["a", 1, 2]])
    )
    (problem,) = layout.problems
    assert problem.code == "missing_column"
    assert "fraværsdagsværk" in problem.message
    assert "»Fraværsprocent«" in problem.message
    assert "medarbejdere eller" not in problem.message


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_numbers_and_names_under_the_same_header_are_told_apart(order: tuple[int, int]) -> None:
    cells = ["0310", "Genbrugspladsen"]
    row: Row = [*(cells[i] for i in order), 1, 2]
    layout = extract_header.find_layout(
        Sheet.from_rows("", [["Enhed", "Enhed", "Dagsværk", "FTE"], row])
    )
    assert layout.columns["enhed"] == order.index(0)
    assert layout.columns["enhed_navn"] == order.index(1)


def test_the_text_beside_a_number_needs_no_header() -> None:
    rows: list[Row] = [
        ["Enhed", None, "Afdeling", None, "Dagsværk", "FTE"],
        ["0310", "Havn", "12", "Teknik", 1, 2],
    ]
    layout = extract_header.find_layout(Sheet.from_rows("", rows))
    assert layout.columns["enhed"] == 0
    assert layout.columns["enhed_navn"] == 1
    assert layout.columns["afdeling"] == 3


@pytest.mark.parametrize("rows", [[], [["Periode:", "2024K4"]], [["Enhed"]], [["a", "b"], [1, 2]]])
def test_without_a_header_the_sheet_is_refused(rows: list[Row]) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        extract_header.find_layout(Sheet.from_rows("", rows))
    assert refusal.value.code == "no_header"


@pytest.mark.parametrize("above", [0, 29, 30, 5_000])
def test_a_header_is_found_however_far_down_it_stands(above: int) -> None:
    found: Row = ["Enhed", "Dagsværk", "FTE"]
    text: Row = ["Bemærkning om udtrækket"]
    assert extract_header.find_layout(Sheet.from_rows("", [*[text] * above, found])).index == above


def test_the_same_thing_under_two_names_is_asked_for() -> None:
    heads: Row = ["Enhed", "Fraværsdagsværk", "Sygefraværsdagsværk", "FTE"]
    (problem,) = extract_header.find_layout(Sheet.from_rows("", [heads, ["a", 1, 2, 3]])).problems
    assert (problem.code, problem.cell) == ("ambiguous_column", "C1")
