"""Text files: character sets, delimiters, quotes, SAP's lists."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FileRefusedError
from data_loaders.files.values import ErrorCell, Row
from tests.data_loaders.files.crossing import read_here

ROWS = [["Enhed", "Navn", "Dage"], ["0310", "Børnehuset Ærø på Å", "12"], ["0311", "Vej", "-3"]]
LETTERS = st.text(st.sampled_from("abcæøåÆØÅ "), min_size=1, max_size=9)


def read(content: bytes) -> tuple[str, Sequence[Row], list[str]]:
    grid = read_here(content)
    (sheet,) = grid.sheets
    return grid.dialect, sheet.rows, [note.code for note in grid.notes]


def written(delimiter: str = ";", line_end: str = "\r\n") -> str:
    return line_end.join(delimiter.join(row) for row in ROWS) + line_end


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "latin-1"]
)
def test_the_character_set_is_told_by_the_bytes(encoding: str, mark: str) -> None:
    mark = mark if encoding.startswith("utf") else ""
    assert read((mark + written()).encode(encoding)) == ("tekst", ROWS, [])


@pytest.mark.parametrize("encoding", ["cp850", "cp865", "mac_roman"])
def test_an_old_character_set_is_guessed_by_its_danish_letters_and_said(encoding: str) -> None:
    assert read(written().encode(encoding)) == ("tekst", ROWS, ["guessed_encoding"])


def test_quotation_marks_of_windows_are_not_taken_for_letters() -> None:
    rows = read("Enhed;Navn\n1;Peter’s »Hus«\n2;‘Solen’ – 5 †\n".encode("cp1252"))
    assert rows == (
        "tekst",
        [["Enhed", "Navn"], ["1", "Peter’s »Hus«"], ["2", "‘Solen’ – 5 †"]],
        [],
    )


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_that_was_made_utf_8_twice_is_read_as_meant_and_said(wrong: str, mark: str) -> None:
    once = (mark + written()).encode()
    assert read(once.decode(wrong).encode()) == ("tekst", ROWS, ["twice_encoded"])


@given(st.lists(LETTERS, min_size=2, max_size=6), st.sampled_from(["cp1252", "utf-8", "utf-16"]))
def test_no_danish_letter_is_changed(names: list[str], encoding: str) -> None:
    text = "\n".join(f"{name};1" for name in ["Enhed", *names])
    assert [row[0] for row in read(text.encode(encoding))[1]] == ["Enhed", *names]


def test_two_character_sets_in_one_file_are_refused_with_the_line() -> None:
    with pytest.raises(FileRefusedError, match="linje 3") as refused:
        read(b"Enhed;Dage\nB\xc3\xb8rn;1\nB\xf8rn;2\n")
    assert refused.value.code == "mixed_encoding"


@pytest.mark.parametrize("delimiter", list(";,\t|^~¤:"))
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_every_delimiter_and_line_end(delimiter: str, line_end: str) -> None:
    assert read(written(delimiter, line_end).encode())[1] == ROWS


def test_mixed_line_ends() -> None:
    assert read(b"a;b\r\nc;d\ne;f\rg;h")[1] == [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]


@pytest.mark.parametrize("given_as", ["sep=,", '"sep=,"', "SEP=, "])
def test_a_first_line_that_gives_the_delimiter_is_obeyed(given_as: str) -> None:
    rows = read(f"{given_as}\r\nEnhed;del,Dage\r\na;b,1\r\n".encode())[1]
    assert rows == [[None, None], ["Enhed;del", "Dage"], ["a;b", "1"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Enhed";"Navn"\n"0310";"a ""b""; c"\n', ["0310", 'a "b"; c']),
        ('"Enhed";"Navn"\n"0310";"a \\"b\\"; c"\n', ["0310", 'a "b"; c']),
        ('"Enhed";"Navn"\n"0310";"C:\\mappe\\"\n', ["0310", "C:\\mappe\\"]),
        ("'Enhed';'Navn'\n'0310';'a ''b''; c'\n", ["0310", "a 'b'; c"]),
        ("'Enhed';'Navn'\n'0310';'a \\'b\\'; c'\n", ["0310", "a 'b'; c"]),
        ("Enhed;Navn\n'0310;'t Hooft\n", ["'0310", "'t Hooft"]),
        ('Enhed;Navn\n="0310";x\n', ["0310", "x"]),
        ("Enhed;Navn\n #REF! ;#I/T\n", [ErrorCell("#REF!"), ErrorCell("#I/T")]),
    ],
)
def test_every_quoting(text: str, expected: Row) -> None:
    assert read(text.encode())[1][1] == expected


LIST = """\
01.10.2024          Dynamisk listevisning             1

-------------------------------
|Enhed|Navn     |   Dagsværk|
-------------------------------
|0310 |Æbl|hus  |     12,50-|
|0311 |Vejteamet|  1.211,25 |
|---------------------------|
|*    |         |  1.198,75 |
-------------------------------
\f01.10.2024          Dynamisk listevisning             2
-------------------------------
|Enhed|Navn     |   Dagsværk|
-------------------------------
|0312 |         |       ****|
-------------------------------
"""


def test_a_sap_list_loses_its_lines_and_keeps_its_row_numbers() -> None:
    name, rows, _ = read(LIST.replace("\n", "\r\n").encode("cp1252"))
    cells = ([str(cell).strip() for cell in row if cell is not None] for row in rows)
    filled = {number: row for number, row in enumerate(cells) if row}
    assert name == "liste"
    assert list(filled.items())[1:-2] == [
        (3, ["Enhed", "Navn", "Dagsværk"]),
        (5, ["0310", "Æbl|hus", "12,50-"]),
        (6, ["0311", "Vejteamet", "1.211,25"]),
        (8, ["*", "", "1.198,75"]),
    ]
    assert filled[14] == ["0312", "", "****"]
    assert len(filled[10]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Kl. 10: kaffe, te og vand\nKl. 11: frokost\n",
        "-----\n-----\n",
        "Et brev\n\nKære alle, her er tallene,\nsom vi aftalte, og de er gode.\n",
    ],
)
def test_prose_and_drawings_are_no_tables(text: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(text.encode())
    assert refused.value.code == "not_spreadsheet"
