"""What is said about a file is remembered with it, and the next one loads without a question."""

from dataclasses import replace

import pytest

from core.errors import UsageError
from core.settings import Settings
from data_loaders.files.values import Value
from data_loaders.guidance.mapping import Mapping
from services import aliases, mappings
from services.load import CheckedFile, check, save
from store.database import Store
from tests.data_loaders.builders import xlsx

SETTINGS = Settings()
STRANGE = "Nummer;Foo {quarter};Bar;Baz\n1;40,5;10;x\n2;12,5;7;y\n3;1,5;9;z\n"
SAID = Mapping(
    kind="kvartal",
    columns={"enhed": "Nummer", "dagsvaerk": "Foo 2024K1", "medarbejdere": "Bar"},
    answers={"header_row": "1"},
)

DAYS = {"Udtræk": 40, "Kopi": 41}


def check_strange(store: Store, quarter: str, mapping: Mapping | None = None) -> CheckedFile:
    content = STRANGE.format(quarter=quarter).encode()
    name = f"Sygefravær {quarter}.csv"
    return check(store, content, file_name=name, settings=SETTINGS, file_mapping=mapping)


def load_afdelinger(store: Store, *names: str) -> None:
    """Let the store know afdelinger by a file that has them."""
    lines = [f"2023K1;{i};Enhed {i};{name};1;1" for i, name in enumerate(names, 900)]
    head = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere"
    content = "\n".join([head, *lines]).encode()
    save(store, [check(store, content, file_name="a.csv", settings=SETTINGS)], by="test")


def test_a_layout_that_nobody_knows_is_refused_then_taught_and_then_known(store: Store) -> None:
    first = check_strange(store, "2024K1")
    assert first.status == "rejected"
    assert first.report.proposal.questions
    taught = check_strange(store, "2024K1", SAID)
    assert taught.status == "checked", taught.report.problems
    assert taught.report.facts["dagsvaerk"].to_pylist() == ["40.5", "12.5", "1.5"]
    save(store, [taught], by="mig")
    (remembered,) = mappings.read_mappings(store)
    assert (remembered.mapping.name, remembered.signed.by) == ("Sygefravær", "mig")
    later = check_strange(store, "2024K2")
    assert later.status == "checked", later.report.problems
    assert [str(quarter) for quarter in later.report.quarters] == ["2024K2"]
    assert later.report.proposal.remembered_mapping_name == "Sygefravær"


def test_a_file_that_was_loaded_without_a_word_teaches_nothing(store: Store) -> None:
    load_afdelinger(store, "Skole")
    assert mappings.read_mappings(store) == ()


def test_a_mapping_is_not_remembered_from_a_file_that_was_not_stored(store: Store) -> None:
    assert check_strange(store, "2024K1", SAID).status == "checked"
    assert mappings.read_mappings(store) == ()


def test_what_is_said_again_changes_the_mapping_and_keeps_its_name(store: Store) -> None:
    save(store, [check_strange(store, "2024K1", SAID)], by="mig")
    changed = replace(
        SAID,
        columns=SAID.columns | {"dagsvaerk": "Bar", "medarbejdere": "Foo 2024K1"},
        answers=SAID.answers | {"plausible": "ja"},
    )
    save(store, [check_strange(store, "2024K1", changed)], by="mig")
    (remembered,) = mappings.read_mappings(store)
    assert remembered.mapping.name == "Sygefravær"
    assert remembered.mapping.columns["dagsvaerk"] == "Bar"


def test_a_chosen_sheet_is_chosen_again_in_the_next_quarter(store: Store) -> None:
    head = ["Enhedsnr.", "Enhed", "Afdeling", "Fraværsdagsværk", "Medarbejdere"]

    def check_quarter(quarter: str, mapping: Mapping | None = None) -> CheckedFile:
        rows: dict[str, list[list[Value]]] = {
            name: [[*head], ["1", "Solen", "Skole", days, 10]] for name, days in DAYS.items()
        }
        content = xlsx(*rows.items())
        name = f"udtræk {quarter}.xlsx"
        return check(store, content, file_name=name, settings=SETTINGS, file_mapping=mapping)

    first = check_quarter("2024K1")
    assert [problem.code for problem in first.report.problems] == ["several_sheets"]
    save(store, [check_quarter("2024K1", Mapping(sheet="Kopi"))], by="mig")
    later = check_quarter("2024K2")
    assert (later.status, later.report.problems) == ("checked", ())
    assert later.report.facts["dagsvaerk"].to_pylist() == ["41"]


def test_a_number_style_that_was_asked_for_is_not_asked_for_again(store: Store) -> None:
    head = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"

    def check_quarter(quarter: str, mapping: Mapping | None = None) -> CheckedFile:
        content = f"{head}{quarter};1;Solen;Skole;1.234;10\n".encode()
        return check(store, content, file_name="a.csv", settings=SETTINGS, file_mapping=mapping)

    assert check_quarter("2024K1").status == "asked"
    answer = Mapping().add_answer("style:Fraværsdagsværk", "engelsk")
    save(store, [check_quarter("2024K1", answer)], by="mig")
    assert check_quarter("2024K2").report.facts["dagsvaerk"].to_pylist() == ["1.234"]


def test_a_mapping_is_handed_on_taken_in_and_forgotten(store: Store) -> None:
    mapping = Mapping(name="Min", kind="kvartal", headers=("A", "B"), columns={"enhed": "A"})
    mappings.remember_mapping(store, mapping, by="mig")
    text = mappings.export_mapping(store, "Min")
    mappings.forget_mapping(store, "Min", by="mig")
    assert mappings.read_mappings(store) == ()
    assert mappings.import_mapping(store, text, by="dig") == mapping
    assert mappings.find_mapping(store, "Min") == mapping
    with pytest.raises(UsageError, match="Mente du »Min«"):
        mappings.find_mapping(store, "Minn")
    with pytest.raises(UsageError, match="ikke noget navn"):
        mappings.import_mapping(store, 'kind = "kvartal"', by="dig")


def test_an_answered_name_is_remembered_as_an_alias(store: Store) -> None:
    load_afdelinger(store, "Økonomi & Stab")
    head = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"

    def check_quarter(quarter: str, mapping: Mapping | None = None) -> CheckedFile:
        content = f"{head}{quarter};1;Et;Økonomi & Stav;1;1\n".encode()
        return check(store, content, file_name="a.csv", settings=SETTINGS, file_mapping=mapping)

    codes = [problem.code for problem in check_quarter("2024K1").report.problems]
    assert "unknown_name" in codes
    answer = Mapping(answers={"afdeling:Økonomi & Stav": "Økonomi & Stab"})
    save(store, [check_quarter("2024K1", answer)], by="mig")
    (remembered,) = aliases.read_aliases(store)
    assert remembered[:3] == ("afdeling", "Økonomi & Stav", "Økonomi & Stab")
    later = check_quarter("2024K2").report
    assert later.facts["afdeling"].to_pylist() == ["Økonomi & Stab"]
    assert "unknown_name" not in [problem.code for problem in later.problems]
    assert mappings.read_mappings(store) == ()


def test_aliases_are_handed_on_taken_in_and_forgotten(store: Store) -> None:
    aliases.learn_alias(store, ("afdeling", "Skolerne", "Skole"), by="mig")
    aliases.learn_alias(store, ("enhed", "Solsik.", "Solsikken"), by="mig")
    text = aliases.export_aliases(store)
    aliases.forget_alias(store, "afdeling", "Skolerne", by="mig")
    assert [remembered.alias for remembered in aliases.read_aliases(store)] == ["Solsik."]
    assert aliases.import_aliases(store, text, by="dig") == 2
    assert {
        remembered.alias: remembered.signed.by for remembered in aliases.read_aliases(store)
    } == {
        "Skolerne": "dig",
        "Solsik.": "dig",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "ikke gyldig TOML"),
        ("[afdelinger]\na = 'b'", "Mente du »afdeling«"),
        ("afdeling = 'b'", "skal være en tabel"),
        ("[afdeling]\na = 1", "skal betyde et navn"),
        ("[afdeling]\na = ' '", "skal betyde et navn"),
    ],
)
def test_a_text_that_is_no_aliases_is_refused_whole(store: Store, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        aliases.import_aliases(store, f"{text}\n[enhed]\ngod = 'b'\n", by="mig")
    assert aliases.read_aliases(store) == ()


def test_an_alias_that_is_not_remembered_cannot_be_forgotten(store: Store) -> None:
    aliases.learn_alias(store, ("afdeling", "Skolerne", "Skole"), by="mig")
    with pytest.raises(UsageError, match="Mente du »Skolerne«"):
        aliases.forget_alias(store, "afdeling", "Skolrne", by="mig")


@pytest.mark.parametrize(
    "text",
    [
        'name = "Ida 010185-1234"',
        'name = "A"\nheaders = ["Enhed", "Note 010185-1234"]',
        'name = "A"\n[answers]\n"enhed:0101851234" = "Hus"',
        'name = "A"\n[columns]\nenhed = "010185-1234"',
    ],
)
def test_nothing_with_a_cpr_number_is_taken_in(store: Store, text: str) -> None:
    for take in (
        lambda: mappings.import_mapping(store, text, by="test"),
        lambda: mappings.read_mapping(text),
        lambda: aliases.import_aliases(store, '[enhed]\n"Hus 010185-1234" = "Hus"', by="test"),
        lambda: aliases.learn_alias(store, ("enhed", "Hus", "010185-1234"), by="test"),
    ):
        with pytest.raises(UsageError) as refused:
            take()
        assert "1234" not in str(refused.value)
    assert (mappings.read_mappings(store), aliases.read_aliases(store)) == ((), ())


def test_a_number_of_a_workplace_is_another_name_of_it(store: Store) -> None:
    aliases.learn_alias(store, ("enhed", "1003388394", "Skolen"), by="test")
    assert [remembered.alias for remembered in aliases.read_aliases(store)] == ["1003388394"]


def test_a_text_made_to_harm_is_refused(store: Store) -> None:
    for text in ("a = " + "[" * 50_000, "a = " + "{a = " * 5_000):
        for take in (mappings.import_mapping, aliases.import_aliases):
            with pytest.raises(UsageError):
                take(store, text, by="test")
