"""Kinds of employment in lists: asked about once, and out of days and heads alike."""

import pytest

from core.errors import UsageError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.files.values import Value
from data_loaders.guidance.mapping import Mapping
from metrics.rullende import read_rullende
from phrases.basis import describe_choices
from services import aliases
from services.load import CheckedFile, check, save
from store.database import Store
from tests.data_loaders.kinds.person_lists import (
    HEADS,
    PEOPLE,
    SPELLS,
    TITLE,
    codes,
    facts,
    listing,
    spell_row,
)
from tests.stored_rows import reading

OUT = {"ansaettelsesform:Timelønnet": "regnes ikke med"}


@pytest.mark.parametrize(
    "header", ["Ansættelsesform", "Lønform", "Ansættelsestype", "Medarbejdertype"]
)
def test_another_kind_than_the_usual_is_asked_about_and_left_out_if_so_answered(
    header: str,
) -> None:
    rows = [[*spell_row("1"), "Månedslønnet"], [*spell_row("2"), "Timelønnet"]]
    report = listing(*rows, header=[*SPELLS, header], title=TITLE)
    assert codes(report) == [("unknown_employment", "")]
    assert report.proposal.questions[0].id in OUT
    report = listing(*rows, header=[*SPELLS, header], title=TITLE, answers=OUT)
    assert facts(report, "korttid") == [(3.0,)]
    (left_out,) = report.problems
    assert left_out.message == ("Som besvaret: uden ansatte som »Timelønnet«. Det gælder 1 række.")
    counted = dict.fromkeys(OUT, "regnes med")
    report = listing(*rows, header=[*SPELLS, header], title=TITLE, answers=counted)
    assert (facts(report, "korttid"), report.problems) == ([(6.0,)], ())


def test_heads_by_kind_of_employment_are_added_without_those_left_out() -> None:
    kinds = (("Fastansat", 10), ("Tjenestemænd", 2), ("Timelønnet", 7))
    rows: list[list[Value]] = [
        ["4101", "Solen", "Miljø", f"2024-{month}", heads, kind]
        for month in (10, 11, 12)
        for kind, heads in kinds
    ]
    header = [*HEADS, "Ansættelsesform"]
    report = listing(*rows, header=header, answers=OUT)
    assert facts(report, "enhed", "medarbejdere") == [("4101", 12.0)]
    rows[0][4] = None  # one that is unknown makes no month of the enhed's unknown
    report = listing(*rows, header=header, answers=OUT)
    assert facts(report, "medarbejdere") == [(pytest.approx(26 / 3),)]


def test_people_of_a_kind_that_is_left_out_are_not_among_the_langtidsfriske() -> None:
    people: list[list[Value]] = [
        [str(n), "4101", "Solen", "Miljø", 2024, n % 2 * 4, kind]
        for n, kind in enumerate(("Fast", "Fast", "Timelønnet", "Timelønnet"))
    ]
    report = listing(*people, header=[*PEOPLE, "Ansættelsesform"], answers=OUT)
    assert len(report.facts) == 2


def test_a_column_of_many_texts_is_no_kind_of_employment() -> None:
    rows = [[*spell_row(str(n)), f"Tekst {n}"] for n in range(40)]
    report = listing(*rows, header=[*SPELLS, "Ansættelsesform"], title=TITLE)
    assert report.problems == ()


def check_text(store: Store, text: str, answers: dict[str, str] | None = None) -> CheckedFile:
    return check(
        store,
        text.encode(),
        file_name="fil.csv",
        settings=Settings(),
        file_mapping=Mapping(answers=answers or {}),
    )


def test_the_answer_holds_for_lists_of_all_kinds_and_stands_with_the_figures(store: Store) -> None:
    title = "Periode: 01.01.2024 - 31.12.2024\n"
    head = "Enhedsnr.;Enhed;Afdeling;"
    spells = f"{title}Medarb.nr.;{head}Fra;Til;Timer;Årsag;Lønform\n" + "".join(
        f"{n};1;Solen;Miljø;0{n}.10.2024;0{n}.10.2024;7,4;{reason};{kind}\n"
        for n, (reason, kind) in enumerate(
            [("Syg", "Fast"), ("Syg", "Timelønnet"), ("Øvrigt", "Fast")], start=1
        )
    )
    reason = {"reason:Øvrigt": "sygdom"}
    checked = check_text(store, spells, OUT | reason)
    assert save(store, [checked], by="hr")[0].status == "stored", checked.report.problems
    heads = f"{head}Periode;Medarbejdere;Ansættelsesform\n" + "".join(
        f"1;Solen;Miljø;2024K{n};{count};{kind}\n"
        for n in (1, 2, 3, 4)
        for kind, count in (("Fast", 20), ("Timelønnet", 5))
    )
    checked = check_text(store, heads)
    assert checked.status == "checked", checked.report.problems
    save(store, [checked], by="hr")
    with reading(store) as reader:
        result = read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    assert (result.rows[0].value, result.rows[0].employees) == (0.1, 20)
    assert describe_choices(result.sources) == (
        "årsagen »Øvrigt« regnet med; uden ansatte som »Timelønnet«"
    )
    assert [alias.alias for alias in aliases.read_aliases(store)] == ["Timelønnet"]


def test_only_in_or_out_can_be_said_of_a_kind_of_employment(store: Store) -> None:
    with pytest.raises(UsageError, match="gyldige er »regnes med« og »regnes ikke med«"):
        aliases.learn_alias(store, ("ansaettelsesform", "Vikar", "ja"), by="hr")
