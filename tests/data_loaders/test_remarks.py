"""What a file says of itself: that it has only some of its rows."""

from datetime import date

import pytest

from core.settings import Settings
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.read import read_report
from data_loaders.report import Report

HEAD = "Kvartal,Enhedsnr.,Enhed,Afdeling,Fraværsdagsværk,Medarbejdere\n"
ROWS = "2024K4,1001,Birkeskolen,Skole,40,20\n2024K4,1002,Egeskolen,Skole,60,30\n"


def read(text: str, answer: str = "") -> Report:
    answers = {"whole_file": answer} if answer else {}
    return read_report(
        text.encode(),
        file_name="udtraek.csv",
        settings=Settings(),
        today=date(2025, 2, 1),
        guidance=Guidance(user_mapping=Mapping(answers=answers)),
    )


@pytest.mark.parametrize(
    "remark",
    [
        "Kun de første 5 rækker er eksporteret", "Results limited to 1000 rows, see settings",
        "Rækker 1-50 af 1.200", "Rows 1-2 of 1,200", "Fortsættes", "Side 1 af 3",
        "Antal rækker: 1.200", "Viser 1 til 50 af 1200 poster", "Data er afkortet, spørg IT",
        "Exported data exceeded the allowed volume. Some data may have been omitted.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("comma", [",", ""])
def test_a_file_that_says_it_was_cut_off_is_asked_about(remark: str, comma: str) -> None:
    report = read(f"{HEAD}{ROWS}{remark}{comma * 3}\n")
    assert report.asks
    assert {found.code for found in report.problems} == {"cut_file"}
    answered = read(f"{HEAD}{ROWS}{remark}{comma * 3}\n", answer="ja")
    assert [row.enhed for row in answered.rows] == ["1001", "1002"]
    assert not answered.refused


@pytest.mark.parametrize("line", ["Rækker 1-2 af 2", "Antal rækker: 2", "Side 3 af 3", "2 rækker"])
def test_a_file_that_says_it_is_whole_is_not(line: str) -> None:
    assert read(f"{HEAD}{ROWS}{line}\n").problems == ()


def test_a_row_s_own_remark_and_a_title_stay() -> None:
    remarked = ROWS.replace("30\n", "30,Fortsættes i 2025\n")
    assert len(read(f"{HEAD[:-1]},Note\n{remarked}").rows) == 2
    titled = HEAD.replace("Kvartal,", "") + ROWS.replace("2024K4,", "")
    report = read(f"4. kvartal 2024: de første 100 rækker\n{titled}", answer="ja")
    assert report.periods == ("2024K4",)
