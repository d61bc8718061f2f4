"""What only what is known already can tell: names, mappings, and the data that are stored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from core.person_key import PersonKey
from core.quarter import Quarter
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from services.improbable_jumps import StoredQuarter, find_improbable_jumps
from services.organisation_differences import UnitLife, find_differences
from tests.data_loaders.examples.extract import BOTH, HEAD
from tests.data_loaders.examples.lists import PEOPLE, QUARTER, SPELLS
from tests.data_loaders.examples.made import Example, Problems, of_text
from tests.stored_rows import row

ROW = replace(row("2024K4", "1001"), enhed_navn="Skolen")
ELSEWHERE = UnitLife("2002", "Børnehuset", date(2020, 1, 1), None)


def renamed() -> Problems:
    known = Guidance(aliases=Aliases({"afdeling": ("Økonomi & Stab",)}))
    return of_text(f"{HEAD}1001;Huset;økonomi og stab;40;10", guidance=known)


def unknown_name() -> Problems:
    known = Guidance(aliases=Aliases({"afdeling": ("Økonomi & Stab",)}))
    return of_text(f"{HEAD}1001;Huset;Økonomi & Stav;40;10", guidance=known)


def mapping_mismatch() -> Problems:
    return of_text(BOTH, guidance=Guidance(Mapping(columns={"korttid": "Fraværsdagsværkk"})))


def chosen(header: str) -> Problems:
    said = Guidance(Mapping(kind="kvartal", columns={"dagsvaerk": header}))
    return of_text(f"Enhed;Afdeling;{header};Medarbejdere\nSkolen;Skole;296;10", guidance=said)


def cut_spells() -> Problems:
    cut = "7;1;Skolen;Skole;01.10.2024;11.10.2024;66,6;Sygdom"
    said = Guidance(Mapping(answers={"edges": "klippet"}), key=PersonKey.make_temporary())
    return of_text(f"{QUARTER}{SPELLS}{cut}", "liste.csv", said)


def rows_left_out() -> Problems:
    said = Guidance(Mapping(answers={"blank:dagsvaerk": "mangler"}), key=PersonKey.make_temporary())
    rows = "7;1;Skolen;Skole;2024;0\n8;1;Skolen;Skole;2024;"
    return of_text(f"{PEOPLE}{rows}", "liste.csv", said)


def of_answers() -> Problems:
    answers = {"reason:Øvrigt": "sygdom", "ansaettelsesform:Timelønnet": "regnes ikke med"}
    guidance = Guidance(Mapping(answers=answers), key=PersonKey.make_temporary())
    row = "1;Skolen;Skole;07.10.2024;11.10.2024;37"
    rows = f"7;{row};Øvrigt;Fast\n8;{row};Syg;Timelønnet"
    return of_text(f"{QUARTER}{SPELLS.strip()};Lønform\n{rows}", "liste.csv", guidance)


def other_kind() -> Problems:
    return of_text(BOTH, guidance=Guidance(Mapping(kind="rullende")))


def improbable_jump() -> Problems:
    quarters = [Quarter.parse("2024K4") - back for back in range(1, 9)]
    past = [
        StoredQuarter(quarter, Decimal(20 + quarter.number), Decimal(10)) for quarter in quarters
    ]
    return tuple(find_improbable_jumps({"1001": past}, [replace(ROW, dagsvaerk=Decimal(400))]))


def of_organisation() -> Problems:
    return tuple(find_differences([ROW], [ELSEWHERE]))


EXAMPLES: dict[str, Example] = {
    "renamed": renamed,
    "unknown_name": unknown_name,
    "cut_spells": cut_spells,
    "rows_left_out": rows_left_out,
    "left_out_employment": of_answers,
    "answered_reason": of_answers,
    "mapping_mismatch": mapping_mismatch,
    "overruled_header": partial(chosen, "Sygefravær år til dato"),
    "hours_converted": partial(chosen, "Fraværstimer"),
    "other_kind": other_kind,
    "improbable_jump": improbable_jump,
    "not_in_organisation": of_organisation,
    "not_in_file": of_organisation,
}
