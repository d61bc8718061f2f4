"""The life of an opgørelse at the service door: its words, its exit codes."""

import json
import re
from pathlib import Path

import pytest

from tests.command import run

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four quarters of 8.0, then one more."""
    folder = tmp_path_factory.mktemp("release")
    load_quarters(
        folder / "s.duckdb", "a.csv", [*(f"2024K{n}" for n in (1, 2, 3, 4)), "2025K1"], 60
    )
    return folder / "s.duckdb"


def load_quarters(store: Path, name: str, quarters: list[str], days: int) -> str:
    file = store.parent / name
    lines = [f"{quarter};1001;Skolen;Skole;{days};30\n" for quarter in quarters]
    file.write_text(HEAD + "".join(lines), "utf-8")
    return run(store, "load", str(file))


def read_value(store: Path, *options: str) -> float:
    text = run(store, "kpi", "rullende", "--quarter", "2024K4", "--json", *options)
    value: float = json.loads(text)["rows"][0]["value"]
    return value


def test_from_kladde_to_corrected(store: Path) -> None:
    output = run(store, "kpi", "rullende", "--quarter", "2024K4", "--released", code=1)
    assert "Ingen opgørelse er frigivet endnu" in output
    output = run(store, "release", "2024K4", "--note", "Influenza")
    assert output.startswith("Opgørelsen for 4. kvartal 2024: Frigivet til Chefforum den ")
    assert "Kladde" in run(store, "release", "2024K4", "--withdraw")
    assert "Udsendt den" in run(store, "release", "4. kvartal 2024", "--sent")
    (store.parent / "ret.csv").write_text(f"{HEAD}2024K4;1001;Skolen;Skole;66;30\n", "utf-8")
    output = run(store, "load", str(store.parent / "ret.csv"), "--dry-run")
    _, heading, *touched = output.splitlines()
    assert heading == "Når filerne er gemt, i hele kommunen:"
    assert touched[0] == "  Opgørelsen for 1. kvartal 2025: 8,0 → 8,2 (+0,2)"
    assert re.fullmatch(
        r"  Opgørelsen for 4\. kvartal 2024, udsendt .+: 8,0 → 8,2 \(\+0,2\)", touched[1]
    )
    output = load_quarters(store, "ret.csv", ["2024K4"], 66)
    assert output.startswith("ret.csv: gemt – 1 række, 2024K4; læst som »")
    assert "(100 % sikker): Enhed = »Enhedsnr.«, " in output
    assert re.search(r"for 4\. kvartal 2024, udsendt .+: 8,0 → 8,2 \(\+0,2\)\n", output)
    assert [read_value(store), read_value(store, "--released")] == pytest.approx([8.2, 8.0])
    later = json.loads(run(store, "kpi", "rullende", "--quarter", "2025K1", "--json"))
    assert (later["rows"][0]["previous"], later["rows"][0]["previous_now"]) == (8.0, 8.2)
    assert later["sent"]["previous_corrections"][0]["file"] == "ret.csv"
    ask = ("bilag", "afdelinger", "--edition", "intern", "--quarter", "2024K4", "--out")
    for name, option in (("udsendt", ["--sent"]), ("nu", [])):
        run(store, *ask, str(store.parent / name), *option)
    (as_sent,), (now,) = (list((store.parent / name).iterdir()) for name in ("udsendt", "nu"))
    assert as_sent.name == now.name
    assert as_sent.read_bytes() != now.read_bytes()


def test_step_by_step_each_role_is_answered_what_it_may_see(store: Path) -> None:
    """2025K1 goes to the secretariat, to chefer from a day in 2099, and is taken back."""

    def ask(role: str, code: int) -> str:
        return run(store, "kpi", "rullende", "--quarter", "2025K1", "--viewer", role, code=code)

    output = run(store, "release", "2025K1", "--to", "sekretariat")
    assert output.startswith("Opgørelsen for 1. kvartal 2025: Frigivet til sekretariatet den ")
    assert "  Chefer: ikke frigivet\n  Enhedsledere: ikke frigivet\n" in output
    ask("sekretariat", 0)
    refused = "Opgørelsen for 1. kvartal 2025 er ikke frigivet. Den seneste frigivne er for 4."
    for role in ("kommunaldirektoer", "afdelingschef:Skole", "enhedsleder:1001"):
        assert refused in ask(role, 1)
    to_chefer = ("release", "2025K1", "--to", "chefer", "--from", "29.01.2099")
    output = run(store, *to_chefer, "--direktoerforum", "20.01.2025")
    assert "fra den 29. januar 2099 af " in output
    assert "  Direktører: fra den 20. januar 2025\n  Afdelingschefer: fra den 29. jan" in output
    ask("kommunaldirektoer", 0)
    assert refused in ask("afdelingschef:Skole", 1)
    load_quarters(store, "sen.csv", ["2025K1"], 60)
    assert "sen.csv" in run(store, "history")
    assert "sen.csv" not in run(store, "history", "--viewer", "afdelingschef:Skole")
    run(store, "release", "2025K1", "--to", "enhedsledere")
    ask("enhedsleder:1001", 0)
    assert "Kladde" in run(store, "release", "2025K1", "--withdraw")
    assert refused in ask("sekretariat", 1)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["release"], 2, "QUARTER mangler"),
        (["release", "2024K5"], 2, "er ikke et kvartal"),
        (["release", "2031K1"], 1, "Ingen data: Der er ingen data for 1. kvartal 2031."),
        (["release", "2024K2"], 1, "Der er endnu ingen opgørelse for 2. kvartal 2024"),
        (["release", "2025K1", "--withdraw"], 1, "er ikke frigivet, så intet"),
        (["release", "2025K1", "--to", "enhedsledere"], 1, "er en kladde. Frigiv den til chefer"),
        (["release", "2025K1", "--from", "2025-01-29"], 2, "Skriv hvem med --to"),
        (["release", "2025K1", "--to", "chefer", "--from", "i morgen"], 2, "--from er »i morgen«"),
        (["release", "2025K1", "--to", "chefer", "--withdraw"], 2, "vælg den ene"),
        (["release", "2025K1", "--note", "010203-1234"], 2, "CPR"),
        (["kpi", "rullende", "--quarter", "2024K4", "--released", "--as-of", "2025-01-01"], 2,
         "kan ikke bruges sammen"),
        (["bilag", "enheder", "--quarter", "2025K1", "--out", "x", "--sent"], 1,
         "Opgørelsen for 1. kvartal 2025 er ikke udsendt"),
    ],
)  # fmt: skip
def test_what_is_refused(store: Path, arguments: list[str], code: int, message: str) -> None:
    assert message in run(store, *arguments, code=code)
