"""Every code that a problem can have: an input that gives it, and docs/problemer.md that tells it.

`python -m tests.data_loaders.test_codes` writes the page anew.
"""

import ast

import pytest

from data_loaders.codes import CODES
from data_loaders.problem import Severity
from tests.data_loaders.examples import extract, files, known, lists
from tests.data_loaders.examples.made import Example
from tests.house.sources import ROOT, find_room, list_source_files

PAGE = ROOT / "docs" / "problemer.md"
EXAMPLES: dict[str, Example] = {
    **files.EXAMPLES,
    **extract.EXAMPLES,
    **lists.EXAMPLES,
    **known.EXAMPLES,
}
# Too costly to give here, or in need of a store: other tests do.
ELSEWHERE = {
    "too_many_rows": "Under kolonneoverskrifterne er der over 100.000 rækker med indhold.",
    "few_in_common": "Af 30 personer i listerne for årene ved siden af er 0 også i denne.",
    "unit_removed": "Filen erstatter 1. kvartal 2024, og 1 enhed derfra er ikke med i den: Skolen.",
    "not_over": "4. kvartal 2026 slutter 31. december 2026, men i dag er det 30. november 2026.",
    "preliminary": "4. kvartal 2026 slutter 31. december 2026, og tallene er foreløbige.",
    "says_preliminary": "Filen siger »Foreløbige«. Svar, om tallene skal gemmes som foreløbige.",
    "stated_preliminary": "Filen siger »Foreløbige«, og 4. kvartal 2024 er foreløbig.",
    "unit_without_people": "1 enhed har fravær i 1. kvartal 2024, men ingen medarbejdere: Solen.",
    "later_rows": "2 rækker for 1. kvartal 2027 er lagt til side og gemmes ikke.",
    "lost_parts": "Udtrækket for 4. kvartal 2024 siger intet om korttid og langtid, som 3. kvartal "
    "2024 har.",
    "drawn_early": "4. kvartal 2024 sluttede 31. december 2024, højst 10 dage før udtrækket.",
    "implausible_rate": "Fravær og medarbejdere giver tilsammen 0,05 dagsværk pr. medarbejder.",
    "implausible_pair": "Fravær og medarbejdere giver tilsammen 0,05 dagsværk pr. medarbejder.",
    "rival_files": "»a.csv« og »b.csv« er begge »Sygefravær pr. enhed og kvartal« for 1. kvartal.",
    "not_chosen": "Filen gemmes ikke: »b.csv« er valgt for 1. kvartal 2024.",
    "partly_chosen": "»b.csv« er valgt for 1. kvartal 2024. Resten af denne fil gælder.",
    "kommune_jump": "Kommunens sygefravær bliver 11,5 dagsværk pr. medarbejder.",
    "renumbered_units": "1 enhed fra 3. kvartal 2024 har et nyt nummer i 4. kvartal 2024: Solen.",
    "month_of_whole_quarter": "Filen dækker april 2024, men 2. kvartal 2024 er indlæst som helt.",
    "quarter_unfinished": "2. kvartal 2024 er ikke færdigt: april 2024 er med.",
    "unit_absent": "1 enhed fra 1. kvartal 2024 er ikke med i 2. kvartal 2024: Skolen.",
}
_SEVERITIES = {Severity.ERROR: "Fejl", Severity.WARNING: "Advarsler"}
_INTRODUCTION = """\
# Problemer i en fil

Alt, hvad der kan være galt med en fil, har en kode. *Fejl* afviser filen, og intet af den gemmes.
*Advarsler* vises, og på siden skal de bekræftes, før filen gemmes. Hvert problem siger, hvad der
blev fundet, hvor det står, og hvad der er gyldigt. Af hver kode vises de første 1.000 steder; et
sidste siger, hvor mange flere der er. I personlister vises cellens adresse, aldrig dens indhold.
"""
_LONGEST = 300


def message(code: str) -> str:
    """The first message that the code's example gives."""
    if code in ELSEWHERE:
        return ELSEWHERE[code]
    return next(found.message for found in EXAMPLES[code]() if found.code == code)


def page() -> str:
    """The page, from the codes and their examples."""
    parts = [_INTRODUCTION]
    for severity, title in _SEVERITIES.items():
        parts.append(f"\n## {title}\n\n| Kode | Betydning | Eksempel |\n|---|---|---|\n")
        for code in sorted(name for name, one in CODES.items() if one.severity is severity):
            cells = (f"`{code}`", CODES[code].meaning, message(code)[:_LONGEST])
            parts.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n")
    return "".join(parts)


def test_every_code_has_an_example_and_every_example_a_code() -> None:
    assert set(EXAMPLES) | set(ELSEWHERE) == set(CODES)
    assert not set(EXAMPLES) & set(ELSEWHERE)


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_the_example_of_a_code_gives_it_with_its_severity(code: str) -> None:
    found = {one.code: one.severity for one in EXAMPLES[code]()}
    assert found.get(code) is CODES[code].severity


def test_no_code_is_both_an_error_and_a_warning() -> None:
    text = (ROOT / "data_loaders" / "codes.py").read_text("utf-8")
    keys = [
        key.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]
    assert sorted(keys) == sorted(set(keys))


def test_every_code_is_given_somewhere_in_the_program() -> None:
    texts = [
        path.read_text("utf-8")
        for path in list_source_files()
        if find_room(path) in {"core", "data_loaders", "services"} and path.name != "codes.py"
    ]
    assert [code for code in CODES if not any(f'"{code}"' in text for text in texts)] == []


def test_the_page_of_problems_tells_what_the_program_says() -> None:
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
