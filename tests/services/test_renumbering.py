"""Enheder that come back under a new number, and absence without the people it is divided by."""

from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from metrics import kvartal, rullende
from metrics.forklaring import read_forklaring
from phrases.notes import write_note
from services import load
from services.load import CheckedFile, Outcome
from services.organisation import read_current
from store.database import Store
from tests.stored_rows import reading

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
OLD = "{0};3100;Solsikken;Dagtilbud;100,5;30\n{0};3200;Bakkeskolen;Skole;200,5;70\n"
NEW = "{0};5100;Solsikken;Dagtilbud;100,5;30\n{0};5200;Bakkeskolen;Skole;200,5;70\n"


def load_text(store: Store, text: str, *, name: str = "a.csv", **answers: str) -> Outcome:
    checked = load.check(
        store,
        text.encode(),
        file_name=name,
        settings=Settings(),
        file_mapping=Mapping(answers=answers),
    )
    return load.save(store, load.ask_together(store, [checked]), by="test")[0]


def load_quarters(store: Store, lines: str, *quarters: str, **answers: str) -> Outcome:
    text = HEAD + "".join(lines.format(quarter) for quarter in quarters)
    return load_text(store, text, **answers)


def list_codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.checked.report.problems]


def test_an_enhed_under_a_new_number_is_asked_about_and_remembered_as_the_one_that_goes_on(
    store: Store,
) -> None:
    load_quarters(store, OLD, "2023K4", "2024K1", "2024K2", "2024K3")
    asked = load_quarters(store, NEW, "2024K4")
    assert (asked.status, list_codes(asked)) == ("asked", ["renumbered_units"])
    (question,) = [q for q in asked.checked.report.proposal.questions if q.code]
    assert question.text.startswith("Solsikken (3100) står i filen som 5100")
    stored = load_quarters(store, NEW, "2024K4", renumbered="ja")
    assert (stored.status, list_codes(stored)) == ("stored", [])
    successors = {
        row.enhed: row.efterfoelger for row in read_current(store).placements if row.efterfoelger
    }
    assert successors == {"3100": "5100", "3200": "5200"}
    with reading(store) as reader:
        (row,) = rullende.read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE).rows
        parts = read_forklaring(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE).rows
    assert (round(row.value or 0, 2), row.vanished) == (12.04, 0)
    assert {part.key: part.value for part in parts} == {
        "within": 0, "mix": 0, "closed": 0, "new": 0,
    }  # fmt: skip
    assert load_quarters(store, NEW, "2025K1").status == "stored"  # it is not asked again


def test_other_enheder_of_the_same_names_are_closed_and_new(store: Store) -> None:
    load_quarters(store, OLD, "2024K3")
    stored = load_quarters(store, NEW, "2024K4", renumbered="nej")
    assert (stored.status, list_codes(stored)) == ("stored", ["unit_absent"])
    assert read_current(store).is_proposed


def test_a_name_that_several_have_is_not_asked_about(store: Store) -> None:
    load_quarters(store, "{0};1;Køkken;Skole;10;9\n{0};2;Køkken;Skole;10;9\n", "2024K3")
    assert load_quarters(store, "{0};3;Køkken;Skole;10;9\n", "2024K4").status == "stored"


def test_absence_without_people_is_said_when_it_is_loaded_and_beside_the_figure(
    store: Store,
) -> None:
    spells = (
        "Periode: 01.01.2024 - 31.03.2024\nMedarb.nr.;Enhedsnr.;Enhed;Fra;Til;Timer;Årsag\n"
        "1;3100;Solsikken;08.01.2024;12.01.2024;37;Sygdom\n"
        "2;3999;Ny enhed;08.01.2024;12.01.2024;37;Sygdom\n"
    )
    people = "Enhedsnr.;Enhed;Periode;Medarbejdere\n3100;Solsikken;2024K1;30\n"
    assert "unit_without_people" not in list_codes(load_text(store, spells))
    outcome = load_text(store, people, name="b.csv")
    warning, hardly = outcome.checked.report.problems
    assert (warning.code, hardly.code) == ("unit_without_people", "implausible_pair")
    assert "1 enhed har fravær i 1. kvartal 2024" in warning.message
    assert "Ny enhed" in warning.message
    with reading(store) as reader:
        result = kvartal.read_kvartal(reader, quarter=Quarter(2024, 1), level=Level.KOMMUNE)
    assert result.rows[0].value == 5 / 30
    assert write_note(result, result.rows[0]).startswith("1 enhed mangler fravær eller medarbej")


def test_numbers_that_change_among_files_saved_together_are_asked_about_once(
    store: Store,
) -> None:
    def check(**answers: str) -> tuple[CheckedFile, ...]:
        texts = [OLD.format("2024K3"), NEW.format("2024K4"), NEW.format("2025K1")]
        files = [
            load.check(
                store,
                f"{HEAD}{text}".encode(),
                file_name=f"{place}.csv",
                settings=Settings(),
                file_mapping=Mapping(answers=answers if place == 0 else {}),
            )
            for place, text in enumerate(texts)
        ]
        return load.ask_together(store, files)

    asked = check()
    assert [checked.status for checked in asked] == ["asked"] * 3
    questions = [q.id for checked in asked for q in checked.report.proposal.questions if q.code]
    assert questions == ["renumbered"]
    load.save(store, check(renumbered="ja"), by="test")
    assert {p.enhed: p.efterfoelger for p in read_current(store).placements if p.efterfoelger} == {
        "3100": "5100", "3200": "5200",
    }  # fmt: skip
