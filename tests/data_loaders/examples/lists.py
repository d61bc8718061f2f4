"""One list, of people or of anything else, for each code that it can give."""

from functools import partial

from tests.data_loaders.examples.made import Example, of_text

GUIDE = "Enhedsnr.;Enhed;År;Måltal\n"
LIVES = "Enhedsnr.;Enhed;Afdeling;Fra;Til;Årsag;Efterfølger\n"
EVENTS = "Dato;Slags;Omfang;Tekst\n"
FIGURES = "Nøgletal;Periode;Organisatorisk enhed;Værdi;Tæller;Nævner;Måleenhed;Mål\n"
SPELLS = "Medarb.nr.;Enhedsnr.;Enhed;Afdeling;Fra;Til;Timer;Årsag\n"
PEOPLE = "Medarb.nr.;Enhedsnr.;Enhed;Afdeling;År;Fraværsdagsværk\n"
HEADS = "Enhedsnr.;Enhed;Afdeling;Periode;Medarbejdere\n"
SICK = "7;1;Skolen;Skole;07.10.2024;11.10.2024;37;Sygdom\n"
QUARTER = "Periode: 01.10.2024 - 31.12.2024\n"


def listing(text: str, file_name: str = "liste.csv") -> Example:
    return partial(of_text, text, file_name)


EXAMPLES: dict[str, Example] = {
    "ambiguous_kind": listing("Enhed;Måltal;Oprettet\nSkolen;12;01.01.2025"),
    "empty_cell": listing(f"{EVENTS};indsats;Kommunen;x"),
    "text_too_long": listing(f"{EVENTS}01.01.2024;indsats;Kommunen;{'x' * 6000}"),
    "ambiguous_date": listing(f"{EVENTS}10/01/2024;indsats;Kommunen;x"),
    "not_handed_in": listing("Enhed;År;Måltal;Indmeldt\nSkolen;2025;12;nej"),
    "no_target": listing("Enhed;År;Måltal;Indmeldt\nSkolen;2025;;ja"),
    "invalid_date": listing(f"{EVENTS}32.01.2024;indsats;Kommunen;x"),
    "invalid_year": listing(f"{GUIDE}1;Skolen;snart;12"),
    "invalid_period": listing(f"{FIGURES}Bud;snart;Kommunen;3;;;antal;3"),
    "invalid_choice": listing(f"{EVENTS}01.01.2024;fest;Kommunen;x"),
    "invalid_target": listing(f"{FIGURES}Bud;2024;Kommunen;3;;;antal;mange"),
    "no_year": listing("Enhedsnr.;Enhed;Måltal\n1;Skolen;12"),
    "duplicate_row": listing(f"{GUIDE}1;Skolen;2025;12\n1;Skolen;2025;13"),
    "ends_before_start": listing(f"{LIVES}1;Skolen;Skole;01.01.2024;31.12.2023;;"),
    "overlapping_lives": listing(
        f"{LIVES}1;Skolen;Skole;01.01.2020;;;\n1;Skolen;Børn;01.01.2024;;;"
    ),
    "no_zero_rows": listing(f"{PEOPLE}7;1;Skolen;Skole;2024;3\n8;1;Skolen;Skole;2024;4"),
    "calendar_days_only": listing(
        "Medarb.nr.;Enhedsnr.;Enhed;År;Kalenderdage\n7;1;Skolen;2024;3\n8;1;Skolen;2024;0"
    ),
    "incomplete_year": listing(f"{PEOPLE}7;1;Skolen;Skole;2026;3\n8;1;Skolen;Skole;2026;0"),
    "unread_status": listing(
        f"{QUARTER}{SPELLS[:-1]};Status\n{SICK[:-1]};Godkendt\n9{SICK[1:-1]};Slettet\n"
    ),
    "period_inferred": listing(f"{SPELLS}{SICK}8;1;Skolen;Skole;20.12.2024;20.12.2024;7,4;Sygdom"),
    "incomplete_quarter": listing(
        f"Periode: 01.07.2024 - 30.11.2024\n{SPELLS}7;1;Skolen;Skole;08.07.2024;12.07.2024;37;Syg"
    ),
    "no_spells": listing(f"Periode: 01.10.2023 - 31.12.2023\n{SPELLS}{SICK}"),
    "outside_period": listing(
        f"{QUARTER}{SPELLS}{SICK}8;1;Skolen;Skole;08.07.2024;12.07.2024;37;Sygdom"
    ),
    "overlapping_spells": listing(
        f"{QUARTER}{SPELLS}{SICK}7;1;Skolen;Skole;10.10.2024;14.10.2024;22;Sygdom"
    ),
    "dates_may_be_cut": listing(
        f"{QUARTER}{SPELLS}7;1;Skolen;Skole;01.10.2024;11.10.2024;66,6;Sygdom"
    ),
    "damaged_key": listing(QUARTER + SPELLS + SICK.replace("7;1;", "7,00112E+11;1;", 1)),
    "people_not_units": listing("ID;Navn;År;Måltal\n11;Ida Holm;2025;4"),
    "blank_or_zero": listing(
        f"{PEOPLE}7;1;Skolen;Skole;2024;3\n8;1;Skolen;Skole;2024;0\n9;1;Skolen;Skole;2024;"
    ),
    "unclear_period": listing(
        f"{QUARTER}Medarb.nr.;Enhedsnr.;Enhed;Fra;Til;Timer i måneden;Årsag\n"
        "7;1;Skolen;15.10.2024;15.11.2024;74;Sygdom"
    ),
    "hours_left_out": listing(
        QUARTER + SPELLS + "".join(f"{n}{SICK}" for n in range(1, 220)) + SICK.replace("37", "62")
    ),
    "open_spell": listing(f"{QUARTER}{SPELLS}7;1;Skolen;Skole;07.10.2024;;37;Sygdom"),
    "days_assumed": listing(
        f"{QUARTER}Medarb.nr.;Enhedsnr.;Enhed;Fra;Til;Årsag\n"
        "7;1;Skolen;07.10.2024;11.10.2024;Sygdom"
    ),
    "calendar_days": listing(
        f"{QUARTER}Medarb.nr.;Enhedsnr.;Enhed;Fra;Til;Dagsværk;Årsag\n"
        + "".join(f"{n};1;Skolen;07.10.2024;20.10.2024;14;Sygdom\n" for n in range(4))
    ),
    "no_reason": listing(
        f"{QUARTER}Medarb.nr.;Enhedsnr.;Enhed;Fra;Til;Timer\n7;1;Skolen;07.10.2024;11.10.2024;37"
    ),
    "other_absence": listing(
        f"{QUARTER}{SPELLS}{SICK}8;1;Skolen;Skole;07.10.2024;11.10.2024;37;Barsel"
    ),
    "unknown_employment": listing(
        f"{QUARTER}{SPELLS.strip()};Lønform\n{SICK.strip()};Timelønnet\n"
    ),
    "unknown_reason": listing(
        f"{QUARTER}{SPELLS}{SICK}8;1;Skolen;Skole;07.10.2024;11.10.2024;37;Ukendt kode 9"
    ),
    "personal_data_removed": listing(
        "Medarb.nr.;Medarbejdernavn;Enhedsnr.;Enhed;År;Fraværsdagsværk\n"
        "7;Ida Holm;1;Skolen;2024;3\n8;Bo Lund;1;Skolen;2024;0"
    ),
    "unknown_successor": listing(f"{LIVES}1;Skolen;Skole;;31.12.2023;flyttet;Skoven"),
    "cause_without_end": listing(f"{LIVES}1;Skolen;Skole;;;nedlagt;"),
    "no_figure": listing(f"{FIGURES}Bud;2024;Kommunen;;;;antal;3"),
    "read_as_fraction": listing(f"{FIGURES}Bud;2024;Kommunen;0,43;;;%;0,5"),
    "about_people_unsaid": listing(f"{FIGURES}Bud;2024;Kommunen;3;;;antal;3"),
    "fraction_mismatch": listing(f"{FIGURES}Bud;2024;Kommunen;0,9;1;2;antal;3"),
    "unknown_place": listing(f"{EVENTS}01.01.2024;indsats;Månen;x"),
}
