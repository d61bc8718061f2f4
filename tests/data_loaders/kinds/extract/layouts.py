"""Ways to say where a unit belongs, and where the table stands on its sheet."""

from tests.data_loaders.kinds.extract.sheets import (
    AFDELINGER,
    SUMS,
    TITLE,
    UNITS,
    Case,
    Rows,
    cells,
    flat,
    of,
    one,
    total,
)

OPUS_LIST: Rows = [
    ["Fraværsstatistik pr. organisatorisk enhed"],
    ["Albertslund Kommune", None, None, "Kørselsdato: 14.01.2025"],
    TITLE,
    [],
    ["Org.enhed", "", "Afd.", "", "Fravær i dagsværk – sygdom", "Medarb.gns."],
    *[[u[0], u[1], "100", u[2], u[4], u[7]] for u in UNITS],
    ["* Samlet resultat", "", "", "", "1.349,50", "102,25"],
]
PLACES: dict[str, Case] = {
    "sap_list_with_texts_beside_keys": one(OPUS_LIST),
    "units_row_below_the_header": one(
        [
            TITLE,
            ["Ledelsesområde", "Afdeling", "Org.enhed nr.", "Org.enhed", "Fravær", "Medarb."],
            ["", "", "", "", "dagsværk", "antal"],
            *flat(3, 2, 0, 1, 4, 7),
        ]
    ),
    "two_header_rows_merged_groups": one(
        [
            TITLE,
            ["Enhed", None, "Afdeling", "Fravær", None, None, "Medarbejdere"],
            ["Nr.", "Navn", None, "Kort", "Lang", "I alt", "Gns."],
            *flat(0, 1, 2, 5, 6, 4, 7),
        ]
    ),
    "group_header_over_dagsvaerk_and_percent": one(
        [
            TITLE,
            [None, None, None, "Sygefravær", None, "Sygefravær pr. medarbejder", "Personale", None],
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "%", "Dagsværk", "Hoveder", "Deltid"],
            *[[*u[:3], u[4], "4,2", "9,99", u[7], "3"] for u in UNITS],
        ]
    ),
    "opus_short_and_long_only": one(
        [
            ["Enhed", "Afdeling", "Kortvarigt ≤ 14 dage", "Langtid (> 30 dg.)", "Årsværk (gns.)"],
            *[[f"{u[0]} {u[1]}", u[2], u[5], u[6], u[7]] for u in UNITS],
        ],
        file_name="LPT 4. kvt. 2024.xls",
    ),
    "english_portal": one(
        [
            ["Quarter", "Org. unit (key)", "Org. unit", "Department", "Sickness absence days",
             "Long-term sick days", "Avg. employees"],
            *[["Q4 2024", *u[:3], u[4], u[6], u[7]] for u in UNITS],
        ]
    ),
    "after_a_long_preamble": one(
        [*[[f"Bemærkning {i} til udtrækket"] for i in range(45)], TITLE,
         ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "FTE"], *flat(0, 1, 2, 4, 7)]
    ),
    "columns_shifted_to_the_right": one(
        [[None] * 3 + TITLE, [], [None] * 3 + ["Afdeling", "Enhedsnr.", "Dagsværk", "Medarb."],
         *[[None, None, None, u[2], u[0], u[4], u[7]] for u in UNITS]],
    ),
    "header_again_on_every_page": one(
        [
            ["Sygefravær", "Side 1"],
            TITLE,
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *flat(0, 1, 2, 4, 7)[:2],
            ["Sygefravær", "Side 2"],
            TITLE,
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *flat(0, 1, 2, 4, 7)[2:],
        ]
    ),
    "result_lines_above": one(
        [
            TITLE,
            ["Afdeling", "Enhedsnr.", "Enhed", "Dagsværk", "heraf kort", "heraf lang", "Medarb."],
            total(["Hovedtotal", None, None], "", split=True),
            *[
                line
                for a in AFDELINGER
                for line in (
                    total([f"{a} i alt", None, None], a, split=True),
                    *of(a, 2, 0, 1, 4, 5, 6, 7),
                )
            ],
        ]
    ),
    "result_lines_with_their_word_in_the_units_column": one(
        [
            TITLE,
            ["Afdeling", "Organisationsenhed", "", "Dagsværk", "Medarb."],
            *[
                line
                for a in AFDELINGER
                for line in (*of(a, 2, 0, 1, 4, 7), total([a, "Resultat", None], a))
            ],
        ]
    ),
    "afdelinger_as_headings_with_sums": one(
        [
            TITLE,
            ["Enhedsnr.", "Enhed", "Dagsværk", "Medarb."],
            *[
                line
                for a in AFDELINGER
                for line in ([a], *of(a, 0, 1, 4, 7), total([f"{a} i alt", None], a))
            ],
            total(["I alt", None], ""),
        ],
        warned=("groups_from_rows",),
    ),
    "omraader_and_afdelinger_as_headings": one(
        [
            TITLE,
            ["Enhedsnr.", "Enhed", "Dagsværk", "Medarb."],
            ["By"], ["Miljø & Teknik"], *of("Miljø & Teknik", 0, 1, 4, 7),
            ["Børn"], ["Dagtilbud & Skole"], *of("Dagtilbud & Skole", 0, 1, 4, 7),
        ],
        warned=("groups_from_rows",),
    ),
    "hierarchy_by_indentation": one(
        [
            TITLE,
            ["Org.enhed", "Dagsværk", "Medarb."],
            ["Albertslund Kommune", "1.349,50", "102,25"],
            *[
                line
                for a in AFDELINGER
                for line in (
                    [f"  {a}", SUMS[a][0], SUMS[a][3]],
                    *[[f"    {u[0]} {u[1]}", u[4], u[7]] for u in UNITS if u[2] == a],
                )
            ],
        ],
        warned=("groups_from_rows",),
    ),
    "hierarchy_by_a_column_of_levels": one(
        [
            TITLE,
            ["Niveau", "Enhed", "Dagsværk", "Medarb."],
            [1, "Albertslund Kommune", "1.349,50", "102,25"],
            *[
                line
                for a in AFDELINGER
                for line in (
                    cells(2, a, SUMS[a][0], SUMS[a][3]),
                    *[cells(3, u[1], u[4], u[7]) for u in UNITS if u[2] == a],
                )
            ],
        ],
        by_name=True,
        warned=("groups_from_rows",),
    ),
    "a_column_for_each_level": one(
        [
            TITLE,
            ["Niveau 1", "Niveau 2", "Niveau 3", "Dagsværk", "Medarb."],
            *flat(3, 2, 1, 4, 7),
        ],
        by_name=True,
    ),
    "a_column_for_each_level_with_result_rows": one(
        [
            TITLE,
            ["Niveau 1", "Niveau 2", "Niveau 3", "Fraværsdagsværk", "Medarb."],
            ["Kommunen", None, None, "1.349,50", "102,25"],
            *[
                line
                for a in AFDELINGER
                for line in (
                    [None, a, None, SUMS[a][0], SUMS[a][3]],
                    *[[None, None, u[1], u[4], u[7]] for u in UNITS if u[2] == a],
                )
            ],
        ],
        by_name=True,
        warned=("filled_down",),
    ),
    "two_tables_below_each_other": one(
        [
            ["Miljø & Teknik, 4. kvartal 2024"],
            ["Enhedsnr.", "Afdeling", "Dagsværk", "Medarb."],
            *of("Miljø & Teknik", 0, 2, 4, 7),
            total(["I alt", None], "Miljø & Teknik"),
            [],
            ["Dagtilbud & Skole, 4. kvartal 2024"],
            ["Afdeling", "Enhedsnr.", "Dagsværk", "Medarb."],
            *of("Dagtilbud & Skole", 2, 0, 4, 7),
            total(["I alt", None], "Dagtilbud & Skole"),
        ]
    ),
    "two_quarters_side_by_side": one(
        [
            ["3. kvartal 2024", None, None, None, None, "4. kvartal 2024"],
            ["Enhedsnr.", "Afdeling", "Dagsværk", "Medarb.", None] * 2,
            *[[u[0], u[2], u[4], u[7], None] * 2 for u in UNITS],
        ],
        quarters=("2024K3", "2024K4"),
    ),
    "an_overview_above_the_extract": one(
        [
            TITLE,
            ["Afdeling", "Dagsværk", "Medarb."],
            *[[a, SUMS[a][0], SUMS[a][3]] for a in AFDELINGER],
            [],
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *flat(0, 1, 2, 4, 7),
        ],
        warned=("unread_table",),
    ),
    "signs_spaces_and_units_of_figures": one(
        [
            TITLE,
            ["Enhedsnr.", "Enhed", "Afdeling", "Sygefravær (dagsværk)", "Ansatte"],
            *[[*u[:3], u[4].replace(".", "\u00a0") + " dage", f" {u[7]}\u2009"] for u in UNITS],
        ]
    ),
    "without_afdeling": one(
        [TITLE, ["Enhed", "Dagsværk", "Medarb."], *flat(1, 4, 7)],
        by_name=True, afdelinger=False, warned=("no_afdeling",),
    ),
    "compound_keys": one(
        [
            TITLE,
            ["Org.enhed", "Afdeling", "Dagsværk", "Medarb."],
            *[[f"1000/{u[0]} {u[1]}", u[2], u[4], u[7]] for u in UNITS],
        ]
    ),
}  # fmt: skip
