"""The service door, to its contract: shapes, exit codes, and the published figures."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest

from cli import COMMANDS, main
from core import danish
from tests.command import run


def read_kpi(store: Path, quarter: str, level: str) -> dict[str, Any]:
    text = run(store, "kpi", "rullende", "--quarter", quarter, "--level", level, "--json")
    answer: dict[str, Any] = json.loads(text)
    return answer


def read_rows(store: Path, quarter: str, level: str) -> dict[str, Any]:
    return {row["name"]: row for row in read_kpi(store, quarter, level)["rows"]}


def round_figure(value: float) -> str:
    return danish.format_number(value, 1)


def test_the_published_figures_of_the_kommune(sample: Path) -> None:
    (now,) = read_kpi(sample, "2024K4", "kommune")["rows"]
    (before,) = read_kpi(sample, "2024K3", "kommune")["rows"]
    assert [round_figure(row["value"]) for row in (now, before)] == ["14,0", "14,5"]
    assert (round_figure(now["peak"]), now["peak_quarter"]) == ("15,8", "2023K2")
    assert (danish.format_signed(now["change"]), danish.format_signed(now["since_peak"])) == (
        "−0,5",
        "−1,8",
    )
    assert [danish.format_percent(row["long_share"]) for row in (now, before)] == ["43 %", "42 %"]
    assert [danish.format_signed(now[name]) for name in ("change_long", "change_short")] == [
        "−0,1",
        "−0,4",
    ]


def test_the_published_changes_of_the_areas(sample: Path) -> None:
    changes = {
        name: danish.format_signed(row["change"])
        for name, row in read_rows(sample, "2024K4", "omraade").items()
    }
    assert changes == {
        "Økonomi & Stab": "−2,1",
        "By, Kultur, Miljø & Beskæftigelse": "−0,9",
        "Børn, Sundhed & Velfærd": "−0,4",
    }


def test_the_solution_per_afdeling_comes_out(sample: Path) -> None:
    published = {
        "Økonomi & Stab": (200, "12,37", "4,15", "10,31", "3,28"),
        "Borger, Arbejdsmarked & Erhverv": (260, "11,15", "4,33", "10,70", "3,88"),
        "Miljø & Teknik": (200, "13,86", "5,39", "12,56", "5,39"),
        "Kultur, Fritid & Ejendomme": (240, "11,64", "4,54", "10,70", "4,54"),
        "Dagtilbud & Skole": (1500, "15,19", "6,10", "14,70", "5,61"),
        "Børn & Familie": (450, "12,95", "6,78", "12,85", "7,08"),
        "Ældre, Sundhed & Social": (1150, "16,02", "6,99", "15,73", "7,29"),
    }
    now, before = read_rows(sample, "2024K4", "afdeling"), read_rows(sample, "2024K3", "afdeling")
    solution = {
        name: (
            round(now[name]["employees"]),
            *(
                danish.format_number(q[name][m], 2)
                for q in (before, now)
                for m in ("value", "long")
            ),
        )
        for name in now
    }
    assert solution == published
    assert list(now) == list(published)  # the organisation's order


def test_the_answer_has_the_shape_of_the_contract(sample: Path) -> None:
    answer = read_kpi(sample, "2024K4", "enhed")
    assert {key: answer[key] for key in ("kpi", "quarter", "level", "unit", "denominator")} == {
        "kpi": "rullende",
        "quarter": "2024K4",
        "level": "enhed",
        "unit": "dagsværk pr. medarbejder",
        "denominator": "medarbejdere",
    }
    assert answer["period"] == {"from": "2024-01-01", "to": "2024-12-31"}
    assert {"file", "extract_date", "loaded_at"} == set(answer["provenance"][0])
    fields = {
        "key", "name", "value", "change", "masked", "missing", "note", "short", "long",
        "long_share", "change_short", "change_long", "change_long_share", "employees", "peak",
        "peak_quarter", "since_peak", "year_ago",
    }  # fmt: skip
    assert all(fields <= set(row) for row in answer["rows"])
    assert all(row["key"].startswith("enhed:") for row in answer["rows"])
    masked = [row for row in answer["rows"] if row["masked"]]
    assert masked, "the sample has groups below the limit"
    for row in masked:
        assert not row["missing"]
        assert all(row[name] is None for name in ("value", "short", "employees", "change", "peak"))


def test_csv_carries_the_same_rows(sample: Path) -> None:
    text = run(sample, "kpi", "rullende", "--quarter", "2024K4", "--level", "omraade", "--csv")
    lines = text.splitlines()
    assert lines[0].startswith("key,name,quarter,parent,masked,missing,")
    assert len(lines) == 4


def test_load_answers_one_object_a_file(tmp_path: Path) -> None:
    good = tmp_path / "a.csv"
    good.write_text(
        "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
        "2024K4;1001;Skolen;Skole;40,5;10\nI alt;;;;41;10\n",
        "utf-8",
    )
    bad = tmp_path / "b.csv"
    bad.write_text("Enhed;Fraværsdagsværk\nSkolen;x\n", "utf-8")
    store = tmp_path / "s.duckdb"
    lines = run(store, "load", str(good), str(bad), "--json", code=1).splitlines()
    first, second = (json.loads(line) for line in lines[:2])
    assert (first["file"], first["kind"], first["status"]) == ("a.csv", "kvartal", "stored")
    assert (first["quarters"], first["rows"]) == (["2024K4"], 1)
    (mismatch,) = [total for total in first["totals"] if not total["agrees"]]
    assert (mismatch["column"], mismatch["file"], mismatch["computed"]) == (
        "Fraværsdagsværk", 41, 40.5,
    )  # fmt: skip
    assert second["status"] == "rejected"
    assert second["upload_id"] is None
    assert {"code", "severity", "sheet", "cell", "column", "value", "message"} == set(
        second["problems"][0]
    )
    dry = json.loads(run(tmp_path / "t.duckdb", "load", str(good), "--json", "--dry-run"))
    assert (dry["status"], dry["upload_id"]) == ("checked", None)


def test_history_undo_and_as_of(sample: Path) -> None:
    store = sample.parent / "copy.duckdb"
    store.write_bytes(sample.read_bytes())
    text = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n2024K4;0101;X;Y;90;90\n"
    file = sample.parent / "ny.csv"
    file.write_text(text, "utf-8")
    before = read_kpi(store, "2024K4", "kommune")["rows"]
    run(store, "load", str(file))
    assert read_kpi(store, "2024K4", "kommune")["rows"] != before
    newest = json.loads(run(store, "history", "--json").splitlines()[0])
    assert (newest["file"], newest["status"], newest["quarters"]) == (
        "ny.csv", "gældende", ["2024K4"],
    )  # fmt: skip
    run(store, "undo", newest["upload_id"][:8])
    assert read_kpi(store, "2024K4", "kommune")["rows"] == before
    earlier = run(store, "kpi", "rullende", "--quarter", "2024K4", "--as-of", "2020-01-01", code=1)
    assert "Der var ingen data 1. januar 2020 kl. 23.59" in earlier


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["kpi", "rullede", "--quarter", "2024K4"], 2, "Mente du »rullende«"),
        (["kpi", "rullende", "--quarter", "2024K9"], 2, "er ikke et kvartal"),
        (["kpi", "rullende", "--quarter", "2019K1"], 1, "Der er data for 2022K1 til 2024K4"),
        (["kpi", "rullende"], 2, "Forkert brug: --quarter mangler."),
        (["kpi", "rullende", "--quarter", "2024K4", "--level", "by"], 2, "Gyldige er: kommune, "),
        (["kpi", "rullende", "--kvartal", "2024K4"], 2, "--kvartal findes ikke."),
        ([], 2, "Der mangler en kommando. Gyldige er: accept, "),
        (
            ["indlæs"],
            2,
            "Kommandoen »indlæs« findes ikke. Gyldige er: accept, ",
        ),
        (["load"], 2, "FILES mangler."),
        (["load", __file__, "findes-ikke.xlsx"], 2, "findes-ikke.xlsx findes ikke; intet er læst"),
        (["undo", "nix"], 1, "ingen indlæsning"),
        (["bilag", "enheder", "--quarter", "2024K4", "--out", "x", "--formats", "odt"], 2, "odt"),
    ],
)
def test_what_is_refused_is_said_in_danish_with_its_exit_code(
    sample: Path, arguments: list[str], code: int, message: str
) -> None:
    assert message in run(sample, *arguments, code=code)


def test_the_sample_again_changes_nothing(sample: Path) -> None:
    before = run(sample, "history", "--json")
    assert len(before.splitlines()) == 21
    output = run(sample, "sample")
    assert output == "Eksempeldata er indlæst: 21 filer, 15.698 rækker.\n"
    assert run(sample, "history", "--json") == before


def test_the_sample_does_not_mix_with_other_data(sample: Path) -> None:
    store = sample.parent / "own.duckdb"
    file = sample.parent / "egen.csv"
    file.write_text(
        "Kvartal;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n2024K4;1;X;90;90\n", "utf-8"
    )
    run(store, "load", str(file))
    assert "har allerede andre data (egen.csv)" in run(store, "sample", code=1)


def test_what_cannot_be_written_is_said(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "fil"
    file.write_text("x", "utf-8")
    output = run(sample, "bilag", "enheder", "--quarter", "2024K4", "--out", str(file), code=1)
    assert "Filerne kunne ikke skrives" in output


def test_csv_holds_no_formula(tmp_path: Path) -> None:
    lines = ["Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere"]
    lines += [f"2024K{number};1;=1+1;@A;90;90" for number in range(1, 5)]
    (tmp_path / "f.csv").write_text("\n".join(lines), "utf-8")
    store = tmp_path / "s.duckdb"
    run(store, "load", str(tmp_path / "f.csv"))
    output = run(store, "kpi", "rullende", "--quarter", "2024K4", "--level", "enhed", "--csv")
    assert ",'=1+1," in output


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_of_a_command_has_no_english_of_clicks_own(name: str) -> None:
    context = main.make_context("cli.py", [name] if name else ["kpi"])
    command = main.get_command(context, name) if name else main
    assert command
    below = list(command.commands.values()) if isinstance(command, click.Group) else []
    for each in (command, *below):
        text = each.get_help(each.context_class(each, info_name=each.name, parent=context))
        words = set(re.findall(r"[A-Za-z]+", text))
        assert {"Brug", "Valg", "Vis"} <= words
        assert not words & {
            "Usage",
            "Options",
            "OPTIONS",
            "Show",
            "TEXT",
            "PATH",
            "ARGS",
            "required",
        }
