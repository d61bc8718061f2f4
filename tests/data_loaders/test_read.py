import csv
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.settings import Settings
from data_loaders.codes import CODES
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.problem import Severity
from data_loaders.read import read_report
from data_loaders.report import Report
from tests.data_loaders import builders
from tests.data_loaders.builders import HEADER, ROWS, codes
from tests.draws import draws

SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = sorted((SHARED / "real").glob("*.xlsx"))
HARD = sorted((SHARED / "hard_files").glob("*"))
needs_shared = pytest.mark.skipif(not REAL, reason="../shared med de virkelige filer er her ikke")

TITLED: list[list[Value]] = [["Periode: 01.10.2024 - 31.12.2024"], [], list(HEADER), *ROWS]


def loaded(content: bytes, file_name: str = "fil", words: Sequence[str] = ()) -> Report:
    own = Settings(total_words=tuple(words)) if words else Settings()
    guidance = Guidance(user_mapping=Mapping(answers={"plausible": "ja"}))
    return read_report(content, file_name=file_name, settings=own, guidance=guidance)


@draws(8)
@given(
    st.sampled_from([";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_the_dialect_changes_nothing(delimiter: str, encoding: str, line_end: str) -> None:
    written = builders.text(
        TITLED, delimiter=delimiter, line_end=line_end, quoting=csv.QUOTE_MINIMAL
    )
    as_text = loaded(written.encode(encoding), "udtræk.xls")
    as_book = loaded(builders.xlsx(("", TITLED)), "udtræk.txt")
    assert as_text.problems == as_book.problems == ()
    assert [(r.enhed, r.afdeling, r.dagsvaerk, r.medarbejdere, r.row) for r in as_text.rows] == [
        (r.enhed, r.afdeling, r.dagsvaerk, r.medarbejdere, r.row) for r in as_book.rows
    ]
    assert (as_text.dialect, as_book.dialect) == ("tekst", "xlsx")


def test_the_first_cells_of_a_column_are_written_in_danish_and_its_reason_names_the_field() -> None:
    rows: list[list[Value]] = [
        ["Enhedsnr.", "Enhed", "Måltal", "År"],
        ["0310", "Genbrugspladsen", 352.49992, 2025],
        ["0311", "Værkstedet", -0.5, 2025],
        ["0312", "Materielgården", 12.0, 2025],
    ]
    found = loaded(builders.xlsx(("Måltal", rows)), "Måltal.xlsx").proposal.columns
    assert [one.examples for one in found if one.label == "Måltal"] == [("352,4999", "−0,5", "12")]
    assert found[0].examples == ("0310", "0311", "0312")
    assert found[0].reason == "Overskriften er et navn for »Enhedsnr.«."


def test_a_report_says_what_was_read() -> None:
    content = builders.xlsx(("Fravær", TITLED))
    found = loaded(content, "C:\\hemmelig\\mappe\\udtræk.xlsx")
    assert found.file_name == "udtræk.xlsx"
    assert found.sha256 == sha256(content).hexdigest()
    assert (found.kind, found.sheet) == ("kvartal", "Fravær")
    assert found.columns["dagsvaerk"] == "Fraværsdagsværk"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7", "not_spreadsheet"),
        (b"PK\x03\x04", "unreadable"),
        (b"a;b\n1;2\n", "no_header"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_error_and_no_rows(content: bytes, code: str) -> None:
    found = loaded(content)
    assert codes(found) == [(code, "")]
    assert found.refused
    assert found.rows == ()


def test_an_unknown_kind_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="kvartal"):
        read_report(b"", file_name="x", settings=Settings(), kind="kvartel")


def test_the_words_for_totals_are_a_setting() -> None:
    rows: list[list[Value]] = [*TITLED, ["Alt i alting", "", "", "1.303,75", "60,5"]]
    content = builders.xlsx(("Ark", rows))
    assert [problem.code for problem in loaded(content).problems] == ["nameless_sum"]
    found = loaded(content, words=["alt i alting"])
    assert len(found.rows) == 3
    assert [total.agrees for total in found.totals] == [True, True]


def test_a_hidden_sheet_is_left_out_and_said() -> None:
    content = builders.xlsx(("Data", TITLED), ("Gammel", TITLED), hidden=["Gammel"])
    found = loaded(content)
    assert [problem.code for problem in found.problems] == ["hidden_sheet"]
    assert (len(found.rows), found.sheet) == (3, "Data")


def test_sheets_with_a_quarter_each_are_all_read() -> None:
    other: list[list[Value]] = [["Periode: 01.07.2024 - 30.09.2024"], *TITLED[1:]]
    found = loaded(builders.xlsx(("Forside", [["Sygefravær"]]), ("K4", TITLED), ("K3", other)))
    assert [(p.code, p.sheet) for p in found.problems] == [("unread_sheet", "Forside")]
    assert [str(quarter) for quarter in found.quarters] == ["2024K3", "2024K4"]
    assert found.sheet == "K4, K3"


def test_sheets_with_the_same_quarter_are_refused_by_name() -> None:
    found = loaded(builders.xlsx(("Et", TITLED), ("To", TITLED)))
    assert codes(found) == [("several_sheets", "")]
    assert "»Et« og »To«" in found.problems[0].message


@needs_shared
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_workbooks_read_without_a_flag(path: Path) -> None:
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    lines = list(sheet.iter_rows(min_row=5, values_only=True))
    found = read_report(path.read_bytes(), file_name=path.name, settings=Settings())
    assert found.problems == ()
    assert [str(quarter) for quarter in found.quarters] == [path.stem[-6:]]
    assert [
        (r.omraade, r.afdeling, r.enhed, r.enhed_navn, r.dagsvaerk, r.fuldtidsstillinger)
        for r in found.rows
    ] == [(*line[:4], *(Decimal(str(n)) for n in line[4:])) for line in lines[:-1]]
    assert {(r.korttid, r.langtid, r.medarbejdere) for r in found.rows} == {(None, None, None)}
    assert len(found.rows) == 61
    assert [total.agrees for total in found.totals] == [True, True]


@needs_shared
@pytest.mark.parametrize("path", HARD, ids=lambda path: path.name)
def test_hard_files_are_read_or_refused_in_words(path: Path) -> None:
    found = read_report(path.read_bytes(), file_name=path.name, settings=Settings())
    assert found.rows or found.refused
    assert {problem.code for problem in found.problems} <= set(CODES)
    is_locked = "pass" in path.name
    assert ("password_protected" in {problem.code for problem in found.problems}) == is_locked


def test_every_code_has_a_severity_and_a_meaning() -> None:
    assert {code.severity for code in CODES.values()} == set(Severity)
    assert all(code.meaning.endswith((".", "1.234.")) for code in CODES.values())


def test_a_file_name_that_cannot_be_written_crashes_nothing() -> None:
    found = loaded(builders.xlsx(("Ark", TITLED)), "udtr\udce6k\u202e.xlsx")
    assert found.file_name == "udtr?k.xlsx"


def test_a_comma_file_with_bare_decimal_commas_is_refused() -> None:
    lines = [",".join(HEADER), "0310,Genbrug,Miljø,12,50,10,0", "I alt,,,12,50,10,0"]
    found = loaded("\n".join(lines).encode(), "2024K4.csv")
    assert codes(found) == [("ragged_row", "F2"), ("ragged_row", "F3")]
    assert found.refused


def test_digits_under_no_header_are_a_shift_and_words_are_a_remark() -> None:
    lines = [";".join(HEADER) + ";", "1;a;M;2,5;10;se note", "2;b;M;1;234,5;10"]
    assert codes(loaded("\n".join(lines).encode(), "2024K4.csv")) == [("ragged_row", "F3")]


def test_a_quote_that_another_row_closes_swallows_no_row() -> None:
    body = '0310;"Solen;M;12,5;10\n0311;b;M;1,5;2\n0312;"Månen";M;7,5;30'
    found = loaded((";".join(HEADER) + "\n" + body).encode(), "2024K4.csv")
    assert [(r.enhed, str(r.dagsvaerk)) for r in found.rows] == [
        ("0310", "12.5"), ("0311", "1.5"), ("0312", "7.5"),
    ]  # fmt: skip
    assert found.rows[2].enhed_navn == "Månen"


def test_text_in_two_encodings_is_refused() -> None:
    content = ";".join(HEADER).encode() + "\n1;Børn;M;1,5;2".encode("cp1252")
    assert codes(loaded(content, "2024K4.csv")) == [("mixed_encoding", "")]


def test_more_rows_than_an_extract_can_have_are_refused() -> None:
    body = "".join(f"{i};e;M;x;y\n" for i in range(100_001))
    assert codes(loaded((";".join(HEADER) + "\n" + body).encode())) == [("too_many_rows", "")]


def test_a_file_name_without_end_is_cut_after_its_cpr_numbers_are_gone() -> None:
    name = loaded(b"", f"{'a' * 248}010185-1234{'b' * 9000}.csv").file_name
    assert name == f"{'a' * 248}(cpr fj"
