"""One extract per enhed for each code that it can give."""

from functools import partial

from tests.data_loaders.examples.made import Example, of_sheets, of_text

HEAD = "Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
GOOD = "1001;Skolen;Skole;40;10\n1002;Børnehuset;Dagtilbud;30,5;9\n"
BOTH = HEAD + GOOD
OTHER = "Enhed;Enhedens navn;Afd.;Sygefravær i dagsværk;Gns. antal ansatte\n"
FORM = "Enhedsnr.;Afd.;Sygefravær i dagsværk;Gns. antal ansatte\n"
SPLIT = "Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Korttid;Langtid;Medarbejdere\n"
PLACES = "Område;Afdeling;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n"
OF_AFDELINGER = {
    name: f"Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n{number};Hus {number};{number // 50};10"
    for name, number in (("Skole", 1001), ("Dagtilbud", 2002))
}


def extract(rows: str, head: str = HEAD, file_name: str = "2024K4.csv") -> Example:
    return partial(of_text, head + rows, file_name)


EXAMPLES: dict[str, Example] = {
    "no_header": partial(of_text, "a;b\n1;2"),
    "missing_column": extract("1;Skolen;10", "Enhedsnr.;Enhed;Fraværsdagsværk\n"),
    "ambiguous_column": extract(
        "1;Skolen;4;10;5", "Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere;Antal medarbejdere\n"
    ),
    "several_tables": partial(of_text, f"{BOTH};;;;\n{OTHER}{GOOD}"),
    "several_sheets": partial(of_sheets, {"A": BOTH, "B": BOTH}),
    "mixed_periods": extract(
        "2024K3;1;Skolen;40;10\n2024;2;Huset;30;9",
        "Periode;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n",
    ),
    "too_few_months": extract(
        "2024-10;1;Skolen;40;10\n2024-12;1;Skolen;30;9",
        "Måned;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n",
    ),
    "missing_month": extract(
        "2024-10;1;Skolen;40;10\n2024-11;1;Skolen;30;9\n2024-12;1;Skolen;30;9\n"
        "2024-10;2;Huset;40;10\n2024-11;2;Huset;30;9",
        "Måned;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n",
    ),
    "ragged_row": extract("1001;Skolen;Skole;40;10;7;8"),
    "no_rows": extract(""),
    "no_quarter": extract(GOOD, file_name="udtræk.csv"),
    "invalid_quarter": extract(
        "snart;1;Skolen;40;10", "Kvartal;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n"
    ),
    "future_quarter": extract(GOOD, file_name="2030K1.csv"),
    "rolling_period": partial(of_text, f"Periode: 01.02.2024 - 31.01.2025\n{BOTH}", "fil.csv"),
    "missing_unit": extract(f"{GOOD};;;70;19\n;;;3;2\n"),
    "unclear_total": extract(
        "Skolen;40;10\nHuset;30;9\nI alt Ukendt;99;3", "Enhed;Fraværsdagsværk;Medarbejdere\n"
    ),
    "name_too_long": extract(f"1;{'Skolen ' * 40};Skole;40;10"),
    "title_of_other_figures": extract(
        "1;Skolen;74;10", "Sygefravær i timer\nEnhedsnr.;Enhed;Sygefravær;Medarbejdere\n"
    ),
    "looks_like_share": extract("".join(f"{n};E{n};Skole;0,0{n};10\n" for n in range(1, 8))),
    "invalid_number": extract("1001;Skolen;Skole;syg;10"),
    "ambiguous_number": extract("1001;Skolen;Skole;1.234;10"),
    "implausible_number": extract("1001;Skolen;Skole;99999999999;10"),
    "overflow": extract("1001;Skolen;Skole;****;10"),
    "error_cell": extract("1001;Skolen;Skole;#REF!;10"),
    "negative_value": extract("1001;Skolen;Skole;-4;10"),
    "duplicate_unit": extract("1001;Skolen;Skole;4;10\n1001;Skolen;Skole;5;10"),
    "unit_in_two_afdelinger": extract("1001;Skolen;Skole;4;10\n1001;Skolen;Børn;5;10"),
    "groups_from_rows": extract(
        ";Skole;;\n1001;Skolen;40;10\n1002;Gården;30;9\n;Skole i alt;70;19\n"
        ";Dagtilbud;;\n2001;Solen;10;5\n2002;Månen;20;6\n;Dagtilbud i alt;30;11\n",
        "Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n",
    ),
    "read_as_years": extract(
        "2023;1;Skolen;40;10\n2024;1;Skolen;40;10",
        "År;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n",
        "udtræk.csv",
    ),
    "unread_table": partial(of_text, f"{BOTH};;;;\n{FORM}"),
    "no_afdeling": extract("1;Skolen;40;10", "Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n"),
    "missing_value": extract("1001;Skolen;Skole;;10"),
    "split_mismatch": extract("1001;Skolen;Skole;40;10;20;10", SPLIT),
    "zero_denominator": extract("1001;Skolen;Skole;40;0"),
    "total_mismatch": extract(f"{GOOD}I alt;;;75;19"),
    "total_unreadable": extract(f"{GOOD}I alt;;;****;19"),
    "negative_month": extract(
        "2024-10;1;Skolen;40;10\n2024-11;1;Skolen;-2;10\n2024-12;1;Skolen;30;9",
        "Måned;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n",
    ),
    "cut_file": extract(f"{GOOD}Rækker 1-2 af 1.200;;;;"),
    "other_time": extract("1001;Skolen;Skole;60;20", f"Sygefravær uge 48-50\n{HEAD}"),
    "not_all_sick_leave": extract("1001;Skolen;Skole;60;20", f"Barns 1. sygedag\n{HEAD}"),
    "impossible_rate": extract("1001;Skolen;Skole;6000;90"),
    "unusual_rate": extract("1001;Skolen;Skole;600;9"),
    "lost_split": extract(
        "1001;Skolen;Skole;40;10;30;10\n1002;Huset;Skole;31;21;10;9",
        "Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Type 1;Type 2;Medarbejdere\n",
    ),
    "unused_figures": extract("1001;Skolen;Skole;40;10;7", f"{HEAD.strip()};Noget\n"),
    "nameless_sum": extract(
        "1001;Skolen;Skole;40,5;11\n1002;Huset;Skole;30,25;9\n1003;Gården;Skole;20,75;7\n"
        "1004;Samlet billede;Skole;91,5;27"
    ),
    "unclear_sum": extract("1001;Skolen;A;9;5\n1002;Huset;B;4;2\n1003;Gården;B;5;3"),
    "implausible_denominator": extract(
        "1001;Skolen;Skole;40;10;90",
        "Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere;Fuldtidsstillinger\n",
    ),
    "filled_down": extract("1;Et;Skole;4;10\n2;To;;4;10\n3;Tre;Børn;4;10\n4;Fire;;4;10"),
    "quarter_conflict": extract(
        "2024K3;1;Skolen;40;10", "Kvartal;Enhedsnr.;Enhed;Fraværsdagsværk;Medarbejdere\n"
    ),
    "text_row": extract("1001;Skolen;Skole;40;10\nBemærk;;;;\n1002;Huset;Skole;30;9"),
    "groups_from_sheets": partial(of_sheets, OF_AFDELINGER),
    "hidden_sheet": partial(of_sheets, {"A": BOTH, "skjult B": BOTH}),
    "unread_sheet": partial(of_sheets, {"A": BOTH, "Noter": "Bemærk\nx"}),
    "afdeling_in_two_omraader": extract("By;Skole;1;Et;4;10\nBørn;Skole;2;To;4;10", PLACES),
}
