"""What the command line remembers and takes back: mappings, aliases, problems, redo."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.command import run

STRANGE = "Nummer;Foo;Bar;Baz\n1;40,5;10;x\n2;12,5;7;y\n"
MAPPING = """
name = "Fra lønkontoret"
kind = "kvartal"
headers = ["Nummer", "Foo", "Bar", "Baz"]
[columns]
enhed = "Nummer"
dagsvaerk = "Foo"
medarbejdere = "Bar"
"""
HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"


def write_file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def test_a_mapping_reads_a_layout_that_nobody_knows_and_is_remembered(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    first, second = (write_file(tmp_path, f"2024K{n}.csv", STRANGE) for n in (1, 2))
    mapping = write_file(tmp_path, "m.toml", MAPPING)
    assert "afvist" in run(store, "load", first, code=1)
    output = json.loads(run(store, "load", first, "--mapping", mapping, "--json"))
    assert (output["status"], output["quarters"], output["rows"]) == ("stored", ["2024K1"], 2)
    assert json.loads(run(store, "load", second, "--json"))["status"] == "stored"
    listed = json.loads(run(store, "mappings", "list", "--json"))
    assert (listed["name"], listed["columns"]["dagsvaerk"]) == ("Fra lønkontoret", "Foo")
    assert "Fra lønkontoret  kvartal  4 kolonner" in run(store, "mappings", "list")
    text = run(store, "mappings", "export", "Fra lønkontoret")
    run(store, "mappings", "delete", "Fra lønkontoret")
    assert run(store, "mappings", "list") == ""
    assert "afvist" in run(store, "load", first, "--dry-run", code=1)
    run(store, "mappings", "import", write_file(tmp_path, "igen.toml", text))
    assert run(store, "mappings", "export", "Fra lønkontoret") == text
    named = run(store, "load", first, "--mapping", "Fra lønkontoret", "--dry-run", "--json")
    assert json.loads(named)["status"] == "unchanged"


def test_aliases_are_listed_handed_on_and_forgotten(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    toml = write_file(tmp_path, "a.toml", '[afdeling]\n"Skolerne" = "Dagtilbud & Skole"\n')
    assert run(store, "aliases", "import", toml) == "1 navn huskes.\n"
    assert "afdeling  »Skolerne« er »Dagtilbud & Skole«" in run(store, "aliases", "list")
    assert json.loads(run(store, "aliases", "list", "--json"))["name"] == "Dagtilbud & Skole"
    assert run(store, "aliases", "export") == '[afdeling]\nSkolerne = "Dagtilbud & Skole"\n'
    file = write_file(tmp_path, "2024K1.csv", f"{HEAD}2024K1;1;Et;skolerne;1;1\n")
    (renamed,) = json.loads(run(store, "load", file, "--json"))["problems"]
    assert (renamed["code"], renamed["severity"]) == ("renamed", "warning")
    run(store, "aliases", "delete", "afdeling", "Skolerne")
    assert run(store, "aliases", "list") == ""


def test_a_question_says_how_to_answer_it(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    file = write_file(tmp_path, "udtræk.csv", HEAD.replace("Kvartal", "X") + "q;1;Et;Skole;1;1\n")
    output = run(store, "load", file, code=1)
    assert "mangler et svar" in output
    assert "Svar med --answer quarter=…." in output
    mapping = write_file(tmp_path, "m.toml", 'answers.quarter = "2024K2"')
    answered = json.loads(run(store, "load", file, "--mapping", mapping, "--json"))
    assert (answered["status"], answered["quarters"]) == ("stored", ["2024K2"])
    assert run(store, "mappings", "list") == ""  # a quarter is of one file only
    other = json.loads(run(store, "load", file, "--answer", "quarter=2024K3", "--json"))
    assert (other["status"], other["quarters"]) == ("stored", ["2024K3"])
    (asked,) = json.loads(run(store, "load", file, "--json", code=1))["questions"]
    assert (asked["id"], asked["choices"]) == ("quarter", [])


def test_the_problems_are_written_as_a_workbook(tmp_path: Path) -> None:
    store, out = tmp_path / "s.duckdb", tmp_path / "p.xlsx"
    file = write_file(tmp_path, "a.csv", f"{HEAD}2024K1;1;Et;Skole;x;1\n")
    run(store, "load", file, "--problems", str(out), code=1)
    assert openpyxl.load_workbook(out).worksheets[0]["B2"].value == "invalid_number"
    refusal = run(store, "load", file, "--problems", str(tmp_path / "nej" / "p.xlsx"), code=1)
    assert "kunne ikke skrives" in refusal
    refusal = run(store, "load", file, file, "--problems", str(out), code=2)
    assert "nævn kun én fil" in refusal


def test_redo_lets_an_upload_count_again(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    run(store, "load", write_file(tmp_path, "a.csv", f"{HEAD}2024K1;1;Et;Skole;1;1\n"))

    def read_newest() -> tuple[str, str]:
        (line,) = run(store, "history", "--json").splitlines()
        output = json.loads(line)
        return output["upload_id"], output["status"]

    upload, _ = read_newest()
    run(store, "undo", upload)
    assert read_newest() == (upload, "fortrudt")
    assert f"Indlæsningen {upload} gælder igen." in run(store, "redo", upload[:8])
    assert read_newest() == (upload, "gældende")
    assert "er ikke fortrudt" in run(store, "redo", upload, code=1)


def test_more_problems_than_anybody_reads_are_counted(tmp_path: Path) -> None:
    lines = "".join(f"2024K1;{i};Enhed {i};Skole;x;{i % 9 + 5}\n" for i in range(1500))
    output = run(
        tmp_path / "s.duckdb", "load", write_file(tmp_path, "a.csv", HEAD + lines), "--json", code=1
    )
    problems = [
        problem for problem in json.loads(output)["problems"] if problem["code"] == "invalid_number"
    ]
    assert len(problems) == 1001
    assert problems[-1]["message"] == "Der er 500 mere af samme slags."


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["mappings"], 2, "Der mangler en kommando. Gyldige er: delete, export, import, list."),
        (["mappings", "lst"], 2, "Mente du »list«?"),
        (["mappings", "export", "x"], 2, "Der huskes ingen endnu."),
        (["mappings", "import", "nix.toml"], 2, "nix.toml kan ikke læses"),
        (
            ["aliases", "delete", "by", "x"],
            2,
            "Gyldige er: omraade, afdeling, enhed, ansaettelsesform.",
        ),
        (["aliases", "delete", "enhed", "x"], 2, "huskes ikke som et andet navn"),
        (["load", __file__, "--mapping", "x"], 2, "ingen opsætning, som hedder »x«"),
        (["load", __file__, "--as", "kvartl"], 2, "--as er ikke gyldig. Gyldige er: kvartal, "),
        (["redo", "nix"], 1, "ingen indlæsning"),
    ],
)
def test_what_is_refused_is_said_in_danish(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    assert message in run(tmp_path / "s.duckdb", *arguments, code=code)
