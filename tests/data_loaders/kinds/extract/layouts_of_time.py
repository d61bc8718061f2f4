"""Ways to say which time a figure is of: in rows, in headers, in titles."""

from datetime import datetime

from tests.data_loaders.kinds.extract.sheets import (
    AFDELINGER,
    UNITS,
    Case,
    cells,
    flat,
    month,
    one,
    total,
)

TIMES: dict[str, Case] = {
    "quarters_beside_each_other": one(
        [
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk 2024K3", "Medarb. 2024K3",
             "Dagsværk 2024K4", "Medarb. 2024K4"],
            *[[*u[:3], u[4], u[7], u[4], u[7]] for u in UNITS],
            ["I alt", None, None, "1.349,50", "102,25", "1.349,50", "102,25"],
        ],
        quarters=("2024K3", "2024K4"),
    ),
    "quarter_over_measure": one(
        [
            [None, None, None, "3. kvt. 2024", None, "4. kvt. 2024", None],
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb.", "Dagsværk", "Medarb."],
            *[[*u[:3], u[4], u[7], u[4], u[7]] for u in UNITS],
        ],
        quarters=("2024K3", "2024K4"),
    ),
    "year_over_quarter_over_measure": one(
        [
            [None, None, 2024, None, None, None],
            [None, None, "K3", None, "K4", None],
            ["Enhed", "Afdeling", "Dagsværk", "Medarb.", "Dagsværk", "Medarb."],
            *[[u[1], u[2], u[4], u[7], u[4], u[7]] for u in UNITS],
        ],
        quarters=("2024K3", "2024K4"),
        by_name=True,
    ),
    "measure_over_quarter": one(
        [
            [None, None, "Fraværsdagsværk", None, "Medarbejdere", None],
            ["Enhed", "Afdeling", "2024 Q3", "2024 Q4", "2024 Q3", "2024 Q4"],
            *[[u[1], u[2], u[4], u[4], u[7], u[7]] for u in UNITS],
        ],
        quarters=("2024K3", "2024K4"),
        by_name=True,
    ),
    "months_beside_each_other": one(
        [
            [None, None, "okt. 2024", None, "nov. 2024", None, "dec. 2024", None],
            ["Enhedsnr.", "Afdeling", *["Dagsværk", "Medarb."] * 3],
            *[
                [u[0], u[2], *[v for m in (1, 2, 3) for v in (month(u[4], m), u[7])]]
                for u in UNITS
            ],
        ]
    ),
    "months_below_each_other": one(
        [
            ["Kalenderår/måned", "Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *[
                [f"{9 + m}.2024", *u[:3], month(u[4], m), u[7]]
                for m in (1, 2, 3)
                for u in UNITS
            ],
        ]
    ),
    "year_and_month_as_days": one(
        [
            ["Måned", "Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *[
                cells(datetime(2024, 9 + m, 1), *u[:3], month(u[4], m), u[7])
                for m in (1, 2, 3)
                for u in UNITS
            ],
        ]
    ),
    "quarters_as_sap_keys": one(
        [
            ["Kal.år/kvartal", "Enhedsnr.", "Afdeling", "Dagsværk", "Medarb."],
            *[[q, u[0], u[2], u[4], u[7]] for q in ("3.2024", "4.2024") for u in UNITS],
        ],
        quarters=("2024K3", "2024K4"),
    ),
    "sums_of_each_quarter": one(
        [
            ["Kvartal", "Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *[
                line
                for q in ("20243", "20244")
                for line in (
                    *[cells(q, *u[:3], u[4], u[7]) for u in UNITS],
                    *[cells(q, f"{a} i alt", None, None, *total([], a)) for a in AFDELINGER],
                    cells(q, "I alt", None, None, *total([], "")),
                )
            ],
        ],
        quarters=("2024K3", "2024K4"),
    ),
    "rolling_twelve_months": one(
        [
            ["Periode", "Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *[
                [span, *u[:3], u[4], u[7]]
                for span in ("01.10.2023 - 30.09.2024", "01.01.2024 - 31.12.2024")
                for u in UNITS
            ],
        ],
        quarters=("2024K3", "2024K4"),
        kind="rullende",
    ),
    "rolling_by_the_title": one(
        [
            ["Sygefravær, rullende 12 måneder til og med 4. kvartal 2024"],
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *flat(0, 1, 2, 4, 7),
        ],
        kind="rullende",
    ),
    "rolling_by_the_headers": one(
        [
            ["Kvartal", "Enhedsnr.", "Afdeling", "Fraværsdagsværk (rullende 12 mdr.)",
             "Fraværsprocent", "Gns. medarb. (rullende 12 mdr.)"],
            *[["2024K4", u[0], u[2], u[4], "4,5", u[7]] for u in UNITS],
        ],
        kind="rullende",
    ),
    "a_column_for_each_rolling_year": one(
        [
            ["Enhed", "Afdeling", "Sygefravær", None, "Medarbejdere", None],
            [None, None, "2023", "2024", "2023", "2024"],
            *[[u[1], u[2], u[4], u[4], u[7], u[7]] for u in UNITS],
        ],
        quarters=("2023K4", "2024K4"),
        by_name=True,
        kind="rullende",
    ),
    "days_with_a_two_digit_year": one(
        [
            ["Fra", "Til", "Enhedsnr.", "Afdeling", "Dagsværk", "Medarb."],
            *[["01-10-24", "31-12-24", u[0], u[2], u[4], u[7]] for u in UNITS],
        ]
    ),
    "days_as_bare_numbers": one(
        [
            ["Startdato", "Slutdato", "Enhedsnr.", "Afdeling", "Dagsværk", "Medarb."],
            *[cells(45566, 45657, u[0], u[2], u[4], u[7]) for u in UNITS],
        ]
    ),
    "rolling_as_of_a_day_in_the_title": one(
        [
            ["Rullende 12 måneder pr. 31.12.2024"],
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *flat(0, 1, 2, 4, 7),
        ],
        kind="rullende",
    ),
    "rolling_as_of_days": one(
        [
            ["Rullende 12 måneder"],
            ["Opgjort pr.", "Enhed", "Betegnelse", "Overordnet afdeling", "Dagsværk", "Medarb."],
            *[[d, *u] for d in ("31.12.2023", "31.12.2024") for u in flat(0, 1, 2, 4, 7)],
        ],
        quarters=("2023K4", "2024K4"),
        kind="rullende",
    ),
    "days_in_words": one(
        [
            ["Perioden 1. oktober – 31. december 2024. Udtrukket den 14. januar 2025."],
            ["Enhedsnr.", "Enhed", "Afdeling", "Dagsværk", "Medarb."],
            *flat(0, 1, 2, 4, 7),
        ]
    ),
}  # fmt: skip
