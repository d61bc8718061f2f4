import csv
import io
import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilag import afdelinger, enheder
from bilag.attachment import write_attachment
from bilag.model import Bilag, TextSection, tell_names_apart
from bilag.numbered_notes import NumberedNotes
from bilag.sag import Sag
from charts.chart import Chart
from core.nodes import Level
from metrics.result import KpiResult
from phrases.text_tables import TextTable
from tests import examples
from tests.frames import frame_of, with_frame

RESULTS = {
    Level.KOMMUNE: examples.kommune(),
    Level.OMRAADE: examples.omraader(),
    Level.AFDELING: examples.afdelinger(),
    Level.ENHED: examples.enheder(),
}


def of_afdelinger(**changed: KpiResult[Any]) -> Bilag:
    levels = {**RESULTS, **{Level(name): result for name, result in changed.items()}}
    return afdelinger.make_bilag(levels, examples.kommunens_udvikling(), Sag())


def table(bilag: Bilag) -> TextTable:
    return next(section for section in bilag.sections if isinstance(section, TextTable))


def notes(bilag: Bilag) -> str:
    return "\n".join(
        paragraph
        for section in bilag.sections
        if isinstance(section, TextSection)
        for paragraph in section.paragraphs
    )


class TestAfdelinger:
    def test_the_organisations_order_with_omraader_strong_and_the_kommune_last(self) -> None:
        rows = table(of_afdelinger()).rows
        assert [(row.cells[0], row.strong, row.indented) for row in rows] == [
            ("Økonomi & Stab", True, False),
            ("By, Kultur, Miljø & Beskæftigelse", True, False),
            ("Borger, Arbejdsmarked & Erhverv", False, True),
            ("Miljø & Teknik", False, True),
            ("Kultur, Fritid & Ejendomme", False, True),
            ("Børn, Sundhed & Velfærd", True, False),
            ("Dagtilbud & Skole", False, True),
            ("Børn & Familie", False, True),
            ("Ældre, Sundhed & Social", False, True),
            ("Albertslund Kommune", True, False),
        ]

    def test_the_published_figures_stand_in_it(self) -> None:
        last = table(of_afdelinger()).rows[-1].cells
        assert last[1:9] == ("4.000", "14,0", "14,5", "−0,5", "15,4", "−1,4", "8,0", "6,0")
        assert last[9] == "43 %"

    def test_the_heads_name_the_quarters(self) -> None:
        heads = [
            column.head.replace("\xa0", " ").replace("\xad", "")
            for column in table(of_afdelinger()).columns
        ]
        assert heads == [
            "Område/afdeling", "Medarbejdere (gns.)", "Denne opgørelse", "Forrige (3. kvt. 2024)",
            "Ændring", "Året før (4. kvt. 2023)", "Ændring på et år", "Korttidsfravær",
            "Langtidsfravær", "Langtidsandel", "Note",
        ]  # fmt: skip

    def test_data_without_omraader_list_the_afdelinger(self) -> None:
        levels = {Level.KOMMUNE: RESULTS[Level.KOMMUNE], Level.AFDELING: RESULTS[Level.AFDELING]}
        bilag = afdelinger.make_bilag(levels, examples.kommunens_udvikling(), Sag())
        rows = table(bilag).rows
        assert len(rows) == 8
        assert not any(row.indented for row in rows)

    def test_an_afdeling_without_omraade_is_not_lost(self) -> None:
        lines = examples.lines_of(RESULTS[Level.AFDELING])
        lines[3]["parent"] = ""
        bilag = of_afdelinger(afdeling=examples.result(Level.AFDELING, lines))
        names = [row.cells[0] for row in table(bilag).rows]
        assert names[-2] == lines[3]["name"]
        assert len(names) == len(set(names)) == 10

    def test_masked_and_missing_are_told_apart_and_explained(self) -> None:
        lines = examples.lines_of(RESULTS[Level.AFDELING])
        lines[1] = examples.without_figures(lines[1], masked=True)
        lines[2] = examples.without_figures(lines[2], masked=False)
        bilag = of_afdelinger(afdeling=examples.result(Level.AFDELING, lines))
        by_name = {row.cells[0]: row.cells[1:10] for row in table(bilag).rows}
        assert set(by_name[lines[1]["name"]]) == {"vises ikke"}
        assert set(by_name[lines[2]["name"]]) == {"ingen data"}
        assert "»vises ikke«: færre end 5 medarbejdere" in notes(bilag)
        assert "»ingen data«" in notes(bilag)
        assert "»" not in notes(of_afdelinger())

    def test_a_hidden_comparison_is_hidden_and_not_missing(self) -> None:
        lines = examples.lines_of(RESULTS[Level.AFDELING])
        lines[1] |= {"previous": math.nan, "change": math.nan, "previous_masked": True}
        bilag = of_afdelinger(afdeling=examples.result(Level.AFDELING, lines))
        cells = next(row.cells for row in table(bilag).rows if row.cells[0] == lines[1]["name"])
        assert cells[2:5] == ("10,7", "vises ikke", "vises ikke")

    def test_notes_are_numbered_once_each(self) -> None:
        lines = examples.lines_of(RESULTS[Level.AFDELING])
        for place, note in ((1, "Sammenlagt."), (2, "Ny."), (3, "Sammenlagt.")):
            lines[place]["corrections"] = examples.correction(note)
        bilag = of_afdelinger(afdeling=examples.result(Level.AFDELING, lines))
        assert [row.cells[-1] for row in table(bilag).rows if row.cells[-1]] == ["1", "2", "1"]
        first, second = notes(bilag).split("\n")[:2]
        assert first.startswith("1. Tallet for Sammenlagt. ")
        assert second.startswith("2. Tallet for Ny. ")

    @pytest.mark.parametrize(("whole", "times"), [(11.24, 1), (11.2, 0)])
    def test_rounding_is_mentioned_only_where_it_shows(self, whole: float, times: int) -> None:
        """11,24 = 6,75 + 4,49 is printed 11,2 = 6,8 + 4,5; 11,2 = 6,7 + 4,5 as it is."""
        long = 4.49 if times else 4.5
        line = examples.row("kommune", "K", "", (whole, long), before=(whole, long), year=whole)
        levels = {
            Level.KOMMUNE: examples.result(Level.KOMMUNE, [line]),
            Level.AFDELING: examples.result(Level.AFDELING, [line]),
        }
        bilag = afdelinger.make_bilag(levels, examples.kommunens_udvikling(), Sag())
        assert notes(bilag).count("Afrunding") == times

    def test_files_without_a_split_say_so(self) -> None:
        levels = {
            level: with_frame(
                result, frame_of(result).assign(short=None, long=None, long_share=None)
            )
            for level, result in RESULTS.items()
        }
        bilag = afdelinger.make_bilag(levels, examples.kommunens_udvikling(), Sag())
        assert "uden opdeling i korttid og langtid" in notes(bilag)
        assert "grænse ikke oplyst" not in notes(bilag)
        assert table(bilag).rows[-1].cells[7:10] == ("ingen data",) * 3

    def test_names_period_and_dates(self) -> None:
        bilag = of_afdelinger()
        assert bilag.file_stem == "Sygefravær pr 4 kvartal 2024 - afdelinger"
        assert bilag.title == "Sygefravær pr. 4. kvartal 2024 – afdelinger"
        assert bilag.period == (
            "Periode: 1. januar 2024 – 31. december 2024 (rullende fire kvartaler)"
        )
        assert bilag.measure == "Fraværsdagsværk pr. medarbejder"
        assert bilag.drawn == "Senest udtrukket fra KMD OPUS den 14. januar 2025"
        assert bilag.dated == date(2025, 1, 14)

    def test_without_an_extract_date_the_day_of_loading_dates_it(self) -> None:
        sources = tuple(replace(source, extract_date=None) for source in examples.SOURCES)
        bilag = of_afdelinger(kommune=replace(RESULTS[Level.KOMMUNE], sources=sources))
        assert bilag.dated == examples.LOADED.date()
        assert bilag.drawn == "Datoen for udtræk fra KMD OPUS er ikke oplyst"


class TestEnheder:
    def test_each_afdeling_has_its_enheder_and_its_total(self) -> None:
        bilag = enheder.make_bilag(RESULTS, Sag())
        tables = [section for section in bilag.sections if isinstance(section, TextTable)]
        assert [table.caption for table in tables] == [
            *examples.AFDELINGER,
            "Albertslund Kommune",
        ]
        for unit_table in tables:
            assert unit_table.rows[-1].cells[0] == f"{unit_table.caption} i alt"
            assert [row.strong for row in unit_table.rows] == [False] * (
                len(unit_table.rows) - 1
            ) + [True]
        unit_names = [row.cells[0] for table in tables for row in table.rows if not row.strong]
        assert unit_names == list(frame_of(RESULTS[Level.ENHED])["name"])

    def test_every_line_has_a_cell_for_each_column(self) -> None:
        bilag = enheder.make_bilag(RESULTS, Sag())
        for section in bilag.sections:
            if isinstance(section, TextTable):
                assert {len(row.cells) for row in section.rows} == {len(section.columns)}


class TestAttachment:
    def test_it_holds_the_unrounded_figures_and_the_flags(self) -> None:
        content = write_attachment("navn", [RESULTS[Level.ENHED]]).content
        assert content.startswith(b"\xef\xbb\xbf")
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        frame = frame_of(RESULTS[Level.ENHED])
        assert len(lines) == len(frame)
        for line, row in zip(lines, frame.to_dict("records"), strict=True):
            assert (line["periode_fra"], line["periode_til"]) == ("2024-01-01", "2024-12-31")
            assert line["naevner"] == "medarbejdere"
            assert line["vises_ikke"] == ("ja" if row["masked"] else "nej")
            assert line["ingen_data"] == ("ja" if row["missing"] else "nej")
            text = line["sygefravaer"].replace(",", ".")
            assert float(text or "nan") == pytest.approx(
                row["value"], rel=0, abs=5e-13, nan_ok=True
            )

    @pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\t=1"])
    def test_no_text_starts_a_formula(self, name: str) -> None:
        line = examples.row("enhed:1", name, "afdeling:A", (10.0, 4.0), note=name, year=10.5)
        content = write_attachment("navn", [examples.result(Level.ENHED, [line])]).content
        row = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1]
        assert row.count(f"'{name}") == 1
        assert not any(text.startswith(name) for text in row)

    @given(st.floats(-1e-9, 1e6))
    def test_a_figure_is_written_to_the_twelfth_decimal(self, value: float) -> None:
        line = examples.row("enhed:1", "N", "afdeling:A", (10.0, 4.0))
        line["change"] = value
        content = write_attachment("navn", [examples.result(Level.ENHED, [line])]).content.decode()
        row = next(csv.DictReader(io.StringIO(content), delimiter=";"))
        assert float(row["aendring"].replace(",", ".")) == round(value, 12)
        assert "e" not in row["aendring"].lower()

    def test_what_binary_arithmetic_adds_to_a_figure_is_not_written(self) -> None:
        line = examples.row("enhed:1", "N", "afdeling:A", (13.249999999999998, 4.0))
        line["change"] = 10.31 - 12.37  # -2.0599999999999987
        content = write_attachment("navn", [examples.result(Level.ENHED, [line])]).content.decode()
        row = next(csv.DictReader(io.StringIO(content), delimiter=";"))
        assert row["aendring"] == "-2,06"
        assert "13,25" in row.values()


@given(st.lists(st.sampled_from(["", "a", "b", "c"])))
def test_numbers_follow_first_appearance(texts: list[str]) -> None:
    numbered = NumberedNotes()
    given_numbers = [numbered.number(text) for text in texts]
    distinct = [text for text in dict.fromkeys(texts) if text]
    assert given_numbers == [str(distinct.index(t) + 1) if t else "" for t in texts]
    assert numbered.paragraphs == tuple(f"{i}. {text}" for i, text in enumerate(distinct, 1))


def test_a_single_opgoerelse_has_no_figure_of_a_development() -> None:
    series = examples.kommunens_udvikling()
    alone = with_frame(series, frame_of(series).tail(1))
    bilag = afdelinger.make_bilag(RESULTS, alone, Sag())
    assert [part for part in bilag.sections if isinstance(part, Chart)] == []


def test_file_names_that_a_machine_takes_for_one_get_numbers_that_are_free() -> None:
    stems = ["Å", "Å (2)", "A\u030a", "å", "Ø"]
    named = tell_names_apart([replace(of_afdelinger(), file_stem=stem) for stem in stems])
    assert [bilag.file_stem for bilag in named] == ["Å", "Å (2)", "A\u030a (3)", "å (4)", "Ø"]
