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
    "program_failed": "Programmet fejlede, mens det læste filen. Stedet står i dets log.",
    "too_slow": "Filen kunne ikke læses inden for den tid, der er sat af.",
    "no_header": "Der er ingen række med kolonneoverskrifter, som programmet kender.",
    "missing_column": "En nødvendig kolonne mangler.",
    "ambiguous_column": "To kolonner passer lige godt til det samme.",
    "several_tables": "Et ark har flere tabeller, der hver for sig ligner udtrækket.",
    "mixed_periods": "Rækkerne er af forskellig længde: måneder, kvartaler eller tolv måneder.",
    "too_few_months": "Filen har måneder, men ikke alle tre måneder i et kvartal.",
    "several_sheets": "Flere ark ligner hver for sig udtrækket for de samme enheder og kvartaler.",
    "too_many_rows": "Et ark har flere rækker, end et udtræk pr. enhed kan have.",
    "ragged_row": "En række har flere celler, end der er kolonneoverskrifter.",
    "no_rows": "Under kolonneoverskrifterne er der ingen enheder.",
    "no_quarter": "Filen siger ikke, hvilket kvartal den dækker.",
    "invalid_quarter": "Perioden er ikke ét helt kvartal.",
    "future_quarter": "Kvartalet er ikke begyndt endnu.",
    "rolling_period": "Perioden er et år, der ikke slutter med et kvartal.",
    "missing_unit": "En række har tal, men hverken enhed eller et ord for sum.",
    "unclear_total": "En række har et ord for sum, men er ikke summen af andre rækker.",
    "unclear_sum": "Rækker kan være summer af andre eller enheder; det afgør tallene ikke.",
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
    "other_kind": "Filen er valgt som kvartaler, men er af tolv måneder, eller omvendt.",
    "ambiguous_kind": "Filen passer lige godt til to slags data.",
    "empty_cell": "En celle, som hver række skal have, er tom.",
    "text_too_long": "Teksten er længere, end en celles tekst kan være.",
    "invalid_date": "Cellen skal være en dato, men er det ikke.",
    "invalid_year": "Cellen skal være et år, men er det ikke.",
    "invalid_period": "Cellen skal være en periode, men er det ikke.",
    "invalid_choice": "Cellen er ikke en af de muligheder, som kolonnen har.",
    "invalid_target": "Målet er hverken et tal, et interval eller en grænse.",
    "no_year": "Filen siger ikke, hvilket år den dækker.",
    "duplicate_row": "Rækken står to gange.",
    "ends_before_start": "Slutdatoen ligger før startdatoen.",
    "overlapping_lives": "En enhed står to steder i organisationen på samme tid.",
    "mapping_mismatch": "Opsætningen nævner en kolonne, som filen ikke har.",
    "no_zero_rows": "En personliste har ingen med 0 dagsværk, så de, der aldrig var syge, mangler.",
    "calendar_days_only": "Fraværet er i kalenderdage, og de kan ikke regnes om til dagsværk.",
    "incomplete_year": "Året var ikke slut, da listen blev trukket.",
    "no_spells": "Ingen forløb ligger i den periode, som filen siger, den dækker.",
}
_WARNINGS = {
    "overruled_header": "En kolonne er valgt som noget andet, end dens overskrift siger.",
    "not_handed_in": "Et måltal står ud for en enhed, der ikke har indmeldt, og regnes ikke med.",
    "no_target": "En enhed står som indmeldt, men uden måltal.",
    "ambiguous_date": "En dato kan læses på to måder, f.eks. 10/01/2024.",
    "few_in_common": "Næsten ingen i en personliste er i listen for året før eller efter.",
    "period_inferred": "Filen siger ikke, hvilken periode den dækker. Datoerne afgør det.",
    "incomplete_quarter": "Filen dækker kun en del af et kvartal.",
    "outside_period": "Forløb ligger uden for filens periode og er ikke talt med.",
    "overlapping_spells": "Forløb for samme person overlapper. Hver dag er talt én gang.",
    "open_spell": "Et forløb er ikke afsluttet.",
    "days_assumed": "Forløb uden timer og dagsværk er regnet efter hverdagene mellem datoerne.",
    "calendar_days": "En kolonne er kalenderdage. Hverdagene mellem datoerne er talt i stedet.",
    "no_reason": "Filen har ingen kolonne med fraværsårsag.",
    "other_absence": "Rækker er andet fravær end egen sygdom og er ikke regnet med.",
    "unknown_reason": "Rækker har en fraværsårsag, som programmet ikke kender.",
    "personal_data_removed": "Navne, CPR-numre eller andre oplysninger om personer er fjernet.",
    "renamed": "Navne er læst som kendte navne på de samme områder, afdelinger eller enheder.",
    "unknown_name": "Et navn er ikke kendt, men ligner et, der er.",
    "unknown_successor": "Efterfølgeren er ikke en enhed i filen.",
    "cause_without_end": "Enheden har en årsag til at ophøre, men ingen slutdato.",
    "no_figure": "Rækken har hverken en værdi eller tæller og nævner.",
    "read_as_fraction": "Tal mellem 0 og 1 er læst som andele, selv om måleenheden er %.",
    "fraction_mismatch": "Tæller delt med nævner giver ikke den værdi, der står.",
    "unknown_place": "Det er uklart, hvilken del af organisationen rækken gælder.",
    "groups_from_sheets": "Afdelinger er læst af arkenes navne.",
    "groups_from_rows": "Afdelinger er læst af rækkers navne, for filen har ingen kolonne med dem.",
    "read_as_years": "Filen siger kun år. Rækkerne er læst som hele kalenderår.",
    "missing_month": "En enhed mangler en måned. Kvartalets tal regnes som manglende.",
    "unread_table": "En tabel på et ark ligner ikke udtrækket og er ikke læst.",
    "improbable_jump": "En enheds tal springer mere, end dens egen historie gør sandsynligt.",
    "not_in_organisation": "En enhed i filen er ikke i organisationen i det kvartal.",
    "not_in_file": "En enhed i organisationen er ikke i filen.",
    "no_afdeling": "Filen har ingen kolonne med afdeling.",
    "missing_value": "En celle er tom. Den regnes som manglende, aldrig som nul.",
    "title_of_other_figures": "Titlen siger, at tallene ikke er et kvartals antal dagsværk.",
    "split_mismatch": "Korttid og langtid giver tilsammen ikke det samlede antal dagsværk.",
    "zero_denominator": "Enheden har fravær, men ingen medarbejdere eller fuldtidsstillinger.",
    "total_mismatch": "En sum i filen passer ikke med de rækker, den dækker.",
    "total_unreadable": "En sum i filen kan ikke læses og er derfor ikke kontrolleret.",
    "looks_like_total": "En række ligner en sum af andre rækker, men er læst som en enhed.",
    "implausible_denominator": "Medarbejdere og fuldtidsstillinger passer ikke sammen.",
    "nameless_sum": "Rækker uden et ord for sum er summen af andre og er ikke talt med.",
    "filled_down": "Tomme celler i en kolonne er læst som »det samme som ovenfor«.",
    "quarter_conflict": "Filen siger to forskellige kvartaler.",
    "text_row": "En række mellem enhederne har kun tekst og er ikke læst.",
    "hidden_sheet": "Et ark er skjult.",
    "hidden_rows": "Et ark har skjulte rækker. De er læst med.",
    "macros_ignored": "Filen har makroer. De er hverken kørt eller læst.",
    "objects_ignored": "Filen har indlejrede objekter. De er ikke åbnet.",
    "external_links": "Filen henviser til andre filer. De er ikke hentet.",
    "twice_encoded": "Filens tegn er omsat til UTF-8 to gange. De er læst, som de var ment.",
    "guessed_encoding": "Filen siger ikke, hvilket tegnsæt den er skrevet i. Det er gættet.",
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
