"""Every code that a problem can have, in one place: how grave it is and what it means."""

from dataclasses import dataclass

from data_loaders.problem import Problem, Severity


@dataclass(frozen=True)
class Code:
    """How grave a kind of problem is, and what it means, in Danish."""

    severity: Severity
    meaning: str


_ERRORS = {
    "empty_file": "Filen er tom.",
    "too_large": "Filen fylder mere, end programmet tager imod, eller pakker sig ud til det.",
    "too_many_cells": "Et ark spænder over flere celler, end programmet tager imod.",
    "not_spreadsheet": "Filen er hverken et regneark eller en tekstfil med kolonner.",
    "unsupported_dialect": "Filen er et regneark af en type, som programmet ikke læser.",
    "password_protected": "Filen er låst med en adgangskode.",
    "mixed_encoding": "Teksten er skrevet i to tegnsæt, så æ, ø og å ikke kan læses sikkert.",
    "no_room": "Serveren har ikke plads til at læse filen.",
    "unreadable": "Filen er beskadiget eller brød læsningen af.",
    "too_slow": "Filen kunne ikke læses inden for den tid, der er sat af.",
    "no_header": "Der er ingen række med kolonneoverskrifter blandt de første 30 rækker.",
    "missing_column": "En nødvendig kolonne mangler.",
    "ambiguous_column": "To kolonner passer lige godt til det samme.",
    "several_sheets": "Flere ark ligner hver for sig udtrækket for de samme enheder og kvartaler.",
    "too_many_rows": "Et ark har flere rækker, end et udtræk pr. enhed kan have.",
    "ragged_row": "En række har flere celler, end der er kolonneoverskrifter.",
    "no_rows": "Under kolonneoverskrifterne er der ingen enheder.",
    "no_quarter": "Filen siger ikke, hvilket kvartal den dækker.",
    "invalid_quarter": "Perioden er ikke ét helt kvartal.",
    "future_quarter": "Kvartalet er ikke begyndt endnu.",
    "rolling_period": "Perioden er rullende tolv måneder og ikke ét kvartal.",
    "missing_unit": "En række har tal, men hverken enhed eller et ord for sum.",
    "unclear_total": "En række har et ord for sum, men er ikke summen af andre rækker.",
    "name_too_long": "Navnet er længere, end et navn kan være.",
    "looks_like_share": "Fraværet ser ud til at være en andel og ikke et antal dagsværk.",
    "invalid_number": "Cellen skal være et tal, men er det ikke.",
    "ambiguous_number": "Et tal kan læses på to måder, f.eks. 1.234.",
    "implausible_number": "Tallet er langt større, end et kvartals tal kan være.",
    "overflow": "Tallet kunne ikke være i feltet, da udtrækket blev lavet.",
    "error_cell": "Cellen er en fejl eller en formel uden gemt resultat.",
    "negative_value": "Tallet er negativt.",
    "duplicate_unit": "Enheden står to gange i samme kvartal.",
    "unit_in_two_afdelinger": "Enheden står i to afdelinger i samme kvartal.",
}
_WARNINGS = {
    "no_afdeling": "Filen har ingen kolonne med afdeling.",
    "missing_value": "En celle er tom. Den regnes som manglende, aldrig som nul.",
    "split_mismatch": "Korttid og langtid giver tilsammen ikke det samlede antal dagsværk.",
    "zero_denominator": "Enheden har fravær, men ingen medarbejdere eller fuldtidsstillinger.",
    "total_mismatch": "En sum i filen passer ikke med de rækker, den dækker.",
    "total_unreadable": "En sum i filen kan ikke læses og er derfor ikke kontrolleret.",
    "looks_like_total": "En række ligner en sum af andre rækker, men er læst som en enhed.",
    "implausible_denominator": "Medarbejdere og fuldtidsstillinger passer ikke sammen.",
    "filled_down": "Tomme celler i en kolonne er læst som »det samme som ovenfor«.",
    "quarter_conflict": "Filen siger to forskellige kvartaler.",
    "text_row": "En række mellem enhederne har kun tekst og er ikke læst.",
    "hidden_sheet": "Et ark er skjult.",
    "unread_sheet": "Et ark ligner ikke udtrækket og er ikke læst.",
    "afdeling_in_two_omraader": "En afdeling står under to områder i samme kvartal.",
    "unit_removed": "Filen erstatter et kvartal, som har flere enheder, end filen har.",
    "unit_absent": "Enheder fra kvartalet før er ikke med.",
}

CODES = {name: Code(Severity.ERROR, meaning) for name, meaning in _ERRORS.items()} | {
    name: Code(Severity.WARNING, meaning) for name, meaning in _WARNINGS.items()
}


def problem(
    code: str,
    message: str,
    *,
    sheet: str = "",
    cell: str = "",
    column: str = "",
    value: str = "",
) -> Problem:
    """Make a problem whose severity is its code's; KeyError for a code that is not listed."""
    return Problem(code, CODES[code].severity, message, sheet, cell, column, value)
