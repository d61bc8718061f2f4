import pytest

from core.errors import UsageError
from core.settings import Settings
from data_loaders.files.values import Value
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import QuestionError
from data_loaders.kinds.registry import KINDS, LABELS
from data_loaders.read import read_report as read_bytes
from tests.data_loaders.kinds.list_sheets import Rows, codes, read, read_all

LISTS = [name for name, kind in KINDS.items() if not kind.reads_any_sheet]

# What HR might be sent, with headers that no template has.
FILES: dict[str, list[list[Value]]] = {
    "kvartal": [
        ["Kvartal", "Org.enhed", "Sygefravær (dagsværk)", "Antal ansatte", "Afd."],
        ["2024K4", "Solen", "12,5", "10", "Skole"],
    ],
    "maaltal": [
        ["Arbejdsplads", "Leders enhed", "Måltal 2025", "Modtaget", "Svarfrist"],
        ["Solen", "Nord", "11,5", "24.01.2025", "31.01.2025"],
    ],
    "organisation": [
        ["Enhed", "Afdeling", "Oprettet", "Lukket", "Begrundelse"],
        ["Solen", "Skole", "01.01.2020", "31.12.2023", "Nedlagt"],
    ],
    "haendelser": [
        ["Startdato", "Slutdato", "Type", "Omfang", "Beskrivelse"],
        ["01.01.2024", "", "Indsats", "", "Noget nyt"],
    ],
    "noegletal": [
        ["Indikator", "Kvartal", "Afdeling", "Resultat", "Mål", "Om personer"],
        ["Klima", "2024K4", "", "7", "8", "nej"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_kind_is_known_by_its_columns(kind: str) -> None:
    found = read(FILES[kind])
    assert (found.kind, found.problems) == (kind, ())
    assert found.proposal.confidence > 0.8
    assert "passer" in found.proposal.kind_reason


@pytest.mark.parametrize("kind", FILES)
def test_every_needed_column_counts(kind: str) -> None:
    """Without any of its columns a file is something else, or refused: never read as if whole."""
    header, row = FILES[kind]
    needed = {
        "kvartal": (1, 2, 3),
        "maaltal": (0, 2),
        "organisation": (0,),
        "haendelser": (0, 2, 4),
        "noegletal": (0, 3),
    }[kind]
    for place in needed:
        kept: Rows = [[v for i, v in enumerate(line) if i != place] for line in (header, row)]
        found = read(kept, guidance=Guidance(user_mapping=Mapping(kind=kind)))
        assert "missing_column" in {code for code, _ in codes(found)}


def test_two_kinds_that_fit_alike_are_asked_about_and_the_answer_settles_it() -> None:
    rows: Rows = [["Enhed", "Måltal", "Oprettet"], ["Solen", "12", "01.01.2025"]]
    content = "\n".join(";".join(map(str, row)) for row in rows).encode()
    found = read_bytes(content, file_name="x.csv", settings=Settings())
    assert codes(found) == [("ambiguous_kind", "")]
    question = found.proposal.questions[0]
    assert question.id == "kind"
    assert {choice.value for choice in question.choices} == {"organisation", "maaltal"}
    assert all(
        f"»{LABELS[choice.value]}«" in found.problems[0].message for choice in question.choices
    )
    for kind in ("organisation", "maaltal"):
        said = read_bytes(content, file_name="x.csv", settings=Settings(), kind=kind)
        assert (said.kind, "ambiguous_kind" in {code for code, _ in codes(said)}) == (kind, False)


@pytest.mark.parametrize("kind", LISTS)
def test_a_kind_that_the_columns_do_not_fit_is_refused_when_it_is_said(kind: str) -> None:
    found = read_bytes(b"a;b\n1;2\n", file_name="x.csv", settings=Settings(), kind=kind)
    assert codes(found) == [("no_header", "")]
    assert LABELS[kind] in found.problems[0].message


def test_an_unknown_kind_is_wrong_use_and_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="Mente du »maaltal«"):
        read_bytes(b"", file_name="x", settings=Settings(), kind="måltal")


def test_a_sheet_of_another_kind_is_not_read_and_that_is_said() -> None:
    found = read_all(
        {"Mål": FILES["maaltal"], "Hændelser": FILES["haendelser"], "Noter": [["x", "y"]]}
    )
    assert found.kind == "maaltal"
    assert [(p.code, p.sheet) for p in found.problems] == [
        ("unread_sheet", "Hændelser"), ("unread_sheet", "Noter"),
    ]  # fmt: skip
    assert "»Hændelser«" in found.problems[0].message


SHEETS: dict[str, Rows] = {
    "Forløb": [
        ["Periode: 01.10.2024 - 31.12.2024"],
        ["Medarb.nr.", "Enhedsnr.", "Enhed", "Fra", "Til", "Timer", "Årsag"],
        ["7", "1", "Solen", "07.10.2024", "11.10.2024", 37, "Sygdom"],
    ],
    "Antal": [["Enhedsnr.", "Enhed", "Periode", "Medarbejdere"], ["1", "Solen", "2024K4", 10]],
    "Udtræk": [
        ["Periode: 01.10.2024 - 31.12.2024"],
        ["Enhedsnr.", "Enhed", "Afdeling", "Fraværsdagsværk", "Medarbejdere"],
        ["1", "Solen", "A", 31.5, 10],
    ],
}


@pytest.mark.parametrize(
    ("names", "said", "kind", "read_sheet", "others"),
    [
        (("Forløb", "Antal"), "", "fravaer", "Forløb", {"Antal": "bemanding"}),
        (("Forløb", "Antal"), "bemanding", "bemanding", "Antal", {"Forløb": "fravaer"}),
        (("Udtræk", "Antal"), "", "kvartal", "Udtræk", {"Antal": "bemanding"}),
        (("Udtræk", "Antal"), "kvartal", "kvartal", "Udtræk", {"Antal": "bemanding"}),
        (("Udtræk", "Antal"), "bemanding", "bemanding", "Antal", {"Udtræk": "kvartal"}),
        (("Udtræk", "Forløb"), "", "kvartal", "Udtræk", {"Forløb": "fravaer"}),
        (("Udtræk", "Forløb"), "fravaer", "fravaer", "Forløb", {"Udtræk": "kvartal"}),
    ],
)
def test_of_several_kinds_one_is_read_and_how_to_read_the_others_is_said(
    names: tuple[str, ...], said: str, kind: str, read_sheet: str, others: dict[str, str]
) -> None:
    sheets = {name: SHEETS[name] for name in names}
    found = read_all(sheets, guidance=Guidance(user_mapping=Mapping(kind=said)))
    assert (found.kind, found.sheet, found.facts.num_rows) == (kind, read_sheet, 1)
    assert not found.refused
    messages = {one.sheet: one.message for one in found.problems if one.code == "unread_sheet"}
    assert set(messages) == set(others)
    for sheet, other in others.items():
        assert f"--as {other}" in messages[sheet]
        assert f"»{LABELS[other]}«" in messages[sheet]


def test_a_sheet_that_is_nearly_the_extract_still_refuses_the_file() -> None:
    header, row = ["Enhedsnr.", "Enhed", "Afdeling", "Tabte dage", "Medarbejdere"], SHEETS["Udtræk"]
    found = read_all({"Rigtigt": row, "Galt": [row[0], header, ["2", "Månen", "A", 12, 9]]})
    assert found.refused
    assert ("missing_column", "Galt") in {(one.code, one.sheet) for one in found.problems}


ROLLING: Rows = [["Periode: 01.01.2024 - 31.12.2024"], *SHEETS["Udtræk"][1:]]


@pytest.mark.parametrize(
    ("rows", "said", "kind", "word"),
    [
        (SHEETS["Udtræk"], "rullende", "kvartal", "kvartalets egne, f.eks. 4. kvartal 2024"),
        (ROLLING, "kvartal", "rullende", "dem, der slutter med 4. kvartal 2024"),
    ],
)
def test_an_extract_of_another_length_than_was_said_is_refused(
    rows: Rows, said: str, kind: str, word: str
) -> None:
    found = read(rows, guidance=Guidance(user_mapping=Mapping(kind=said)))
    assert [(one.code, word in one.message) for one in found.problems] == [("other_kind", True)]
    assert found.refused
    assert found.proposal.questions[0].choices[0].value == kind
    answered = read(rows, guidance=Guidance(user_mapping=Mapping(kind=kind)))
    assert (answered.kind, answered.problems) == (kind, ())


def test_a_sheet_may_be_chosen() -> None:
    sheets = {"Ny": FILES["maaltal"], "Gammel": FILES["maaltal"]}
    assert codes(read_all(sheets)) == [("duplicate_row", "A2")]
    found = read_all(sheets, guidance=Guidance(user_mapping=Mapping(sheet="Gammel")))
    assert (found.sheet, [p.code for p in found.problems]) == ("Gammel", ["unread_sheet"])


def test_nothing_that_anyone_knows_is_held_to_be_an_extract() -> None:
    found = read_bytes(b"a;b\n1;2\n", file_name="x.csv", settings=Settings())
    assert codes(found) == [("no_header", "")]


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        (["Enhedsnr.", "Enhed", "Afdeling", "Tabte dage", "Medarbejdere"], "fraværsdagsværk"),
        (["Enhedsnr.", "Enhed", "Afdeling", "Fravær xyz", "Medarbejdere"], "fraværsdagsværk"),
        (["Enhedsnr.", "Enhed", "Afdeling", "Fraværsdagsværk", "Personale"], "medarbejdere"),
    ],
)
def test_an_extract_that_lacks_a_column_does_not_pass_for_another_kind(
    header: list[Value], lacking: str
) -> None:
    rows: Rows = [
        ["Periode: 01.10.2024 - 31.12.2024"],
        header,
        ["10", "Solen", "Skole", "12", "10"],
    ]
    found = read(rows)
    assert found.kind == "kvartal"
    assert [code for code, _ in codes(found)] == ["missing_column"]
    assert lacking in found.problems[0].message


def test_columns_that_are_not_needed_change_nothing() -> None:
    rows: list[list[Value]] = [[*line, "x", 1, None] for line in FILES["maaltal"]]
    rows[0][-3:] = ["Bemærkning", "Sidste års fravær", "Telefonisk aftale"]
    found = read(rows)
    assert (found.kind, found.facts) == ("maaltal", read(FILES["maaltal"]).facts)


def test_an_extract_with_a_target_is_still_an_extract() -> None:
    rows = [[*line, extra] for line, extra in zip(FILES["kvartal"], ["Måltal", "11"], strict=True)]
    assert read(rows).kind == "kvartal"


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        (["ID", "Navn", "År", "Måltal"], ["11", "Hanne Jensen", "2025", "4"], "maaltal"),
        (["ID", "Navn", "År", "Måltal"], ["11", "Holm, Ole M.", "2025", "4"], "maaltal"),
        (["Nr.", "Navn", "Kvartal", "Medarbejdere"], ["1", "Ali Khan", "2024K4", "1"], "bemanding"),
    ],
)
def test_people_are_no_enheder_and_their_names_are_not_shown(
    header: list[Value], row: list[Value], kind: str
) -> None:
    report = read([header, row])
    assert (report.kind, report.refused) == (kind, True)
    assert codes(report) == [("people_not_units", "B1")]
    assert str(row[1]) not in f"{report.problems}{report.proposal}{report.facts.to_pydict()}"
    assert report.grid is None


def test_an_enhed_that_the_organisation_knows_or_that_has_another_name_is_no_person() -> None:
    header = ["Nr.", "Navn", "År", "Måltal"]
    known = Guidance(aliases=Aliases({"enhed": ("Hanne Jensen",)}))
    assert read([header, ["11", "Hanne Jensen", "2025", "4"]], guidance=known).problems == ()
    names = ["Hanne Jensen", "Børnehuset Månen", "Skolen på Holmen"]
    rows = [[str(n), name, "2025", "4"] for n, name in enumerate(names, 101)]
    assert read([header, *rows]).problems == ()


@pytest.mark.parametrize(
    "header",
    [["ID", "Alder", "Måltal opfyldt", "Fraværstimer"], ["Medarb.nr.", "Måltal", "Årsag"],
     ["Enhedsnr.", "Enhed", "Medarb.nr.", "Årsag", "Timer"]],
)  # fmt: skip
def test_a_list_of_people_is_no_list_of_enheder(header: list[Value]) -> None:
    report = read([header, ["11", "33", "97", "4", "2"][: len(header)]])
    assert report.kind in ("personer", "fravaer")
    assert [code for code, _ in codes(report)] == ["missing_column"]


def test_a_title_of_two_cells_is_no_header() -> None:
    rows: Rows = [[f"Afsnit {n}", n, 40, 3.5, 0.5, 2] for n in range(6)]
    head: list[Value] = ["Sted", "Antal syge", "Gns. alder", "I alt", "Procent", "Heraf kvinder"]
    with pytest.raises(QuestionError, match="Ingen række ligner"):
        read([["Fraværsoversigt på niveau 3", "Note: januar"], [], head, *rows])


def test_a_budget_is_neither_absence_nor_the_organisation_and_has_no_cpr_numbers() -> None:
    rows: Rows = [
        [f"010585{n}", "Skolen", "01.01.2024", "31.12.2024", 37, 5] for n in range(1000, 1009)
    ]
    content = [["Kontonr.", "Enhed", "Fra", "Til", "Timer", "Beløb"], *rows]
    with pytest.raises(QuestionError, match=r"»Kontonr\.«, »Timer« og »Beløb«"):
        read(content)
    answered = read(content, guidance=Guidance(user_mapping=Mapping(kind="organisation")))
    assert "personal_data_removed" not in dict(codes(answered))
