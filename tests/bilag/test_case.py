"""The draft of a case: right in each situation, and silent where the data are."""

from dataclasses import replace

import pytest

from bilag.case import AuthorsPart, Case, CaseFigures, CaseParagraph, write_case
from bilag.sag import Sag, Sagstype
from core.nodes import Level
from metrics.result import RullendeResult
from tests import examples

ANNEXES = ("Sygefravær pr 4 kvartal 2024 - afdelinger", "Sygefravær pr 4 kvartal 2024 - enheder")


def make_case(
    kommune: RullendeResult | None = None, sag: Sag | None = None, *, annexes: tuple[str, ...] = ()
) -> Case:
    """The draft of a case about the kommune and its områder, of which nothing else is known."""
    figures = CaseFigures(
        kommune=kommune or examples.kommune(),
        parts=[examples.omraader()],
        langtidsfriske=None,
        maaltal=None,
        changes=None,
    )
    return write_case(figures, sag or Sag(), figur_1=[], annexes=annexes, authors=AuthorsPart())


def read_fields(case: Case) -> dict[str, str]:
    return {field.heading: field.text for field in case.fields}


def test_the_fields_stand_in_the_order_of_the_minutes() -> None:
    headings = [field.heading for field in make_case().fields]
    assert headings == [
        "Indstilling", "Resumé", "Sagsfremstilling", "Status for 4. kvartal 2024",
        "Sygefraværsindsats", "Opfølgning på Chefforums beslutninger", "Historik", "Lovgrundlag",
        "Økonomi", "Kommunens vision og politikker", "Beslutning", "Bilag",
    ]  # fmt: skip


def test_a_case_that_nobody_has_said_more_of_is_an_orientation_of_chefforum() -> None:
    case = make_case()
    fields = read_fields(case)
    assert case.title == "Orientering om sygefravær for 4. kvartal 2024"
    assert fields["Indstilling"] == (
        "Kommunaldirektøren indstiller,\n\n1. at Chefforum tager orienteringen om sygefravær for "
        "4. kvartal 2024 til efterretning."
    )
    assert fields["Resumé"].startswith(
        "Chefforum orienteres om sygefravær for 4. kvartal 2024 i Albertslund Kommune. "
        "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder"
    )


def test_the_status_says_which_period_counts_and_where_absence_has_moved() -> None:
    status = read_fields(make_case())["Status for 4. kvartal 2024"]
    assert "perioden 1. januar 2024 – 31. december 2024" in status
    assert "fald på 0,5 i forhold til opgørelsen for 3. kvartal 2024 (14,5)" in status
    assert "Økonomi & Stab (2,1)" in status
    assert "43 pct. af det samlede sygefravær, 1 procentpoint" in status


@pytest.mark.parametrize(
    ("kind", "proposal"),
    [
        (Sagstype.DROEFTELSE, "1. at KommuneMED drøfter sygefravær for 4. kvartal 2024."),
        (Sagstype.BESLUTNING, "1. at KommuneMED træffer beslutning om sygefravær for"),
        (Sagstype.GODKENDELSE, "1. at KommuneMED godkender sygefravær for"),
        (Sagstype.TEMADROEFTELSE, "1. at KommuneMED holder en temadrøftelse om sygefravær for"),
    ],
)
def test_each_kind_of_case_has_its_verb(kind: Sagstype, proposal: str) -> None:
    case = make_case(sag=Sag(forum="KommuneMED", type=kind))
    assert proposal in read_fields(case)["Indstilling"]


@pytest.mark.parametrize(
    ("before", "words"),
    [(13.2, "en stigning på 0,8"), (14.0, "uændret"), (14.5, "et fald på 0,5")],
)
def test_it_is_right_whether_absence_rises_falls_or_stays(before: float, words: str) -> None:
    line = examples.row("kommune", "K", "", (14.0, 6.0), before=(before, 6.0))
    fields = read_fields(make_case(examples.result(Level.KOMMUNE, [line])))
    assert words in fields["Resumé"]


def test_a_first_opgoerelse_says_nothing_of_a_change() -> None:
    line = examples.row("kommune", "K", "", (14.0, 6.0))
    first = line | {"previous": examples.NAN, "change": examples.NAN}
    fields = read_fields(make_case(examples.result(Level.KOMMUNE, [first])))
    assert "i forhold til opgørelsen for 3. kvartal" not in fields["Resumé"]


def test_what_the_data_do_not_say_is_left_to_the_author() -> None:
    case = make_case()
    assert len(case.remarks) == 6
    assert all(remark.startswith("Gennemgå: ") for remark in case.remarks)
    assert case.file_stem == "UDKAST Orientering om sygefravær for 4 kvartal 2024"
    answered = tuple(
        replace(
            field,
            content=tuple(
                replace(part, remark="") if isinstance(part, CaseParagraph) else part
                for part in field.content
            ),
        )
        for field in case.fields
    )
    done = replace(case, fields=answered)
    assert done.file_stem == "Orientering om sygefravær for 4 kvartal 2024"


def test_the_annexes_are_named_and_said_to_be_open_or_closed() -> None:
    fields = read_fields(make_case(sag=Sag(lukket=True), annexes=ANNEXES))
    status = fields["Status for 4. kvartal 2024"]
    assert status.endswith("en oversigt over sygefraværet pr. afdeling og pr. enhed.")
    assert fields["Bilag"].splitlines()[0] == f"{ANNEXES[0]} (lukket)"
    assert read_fields(make_case(annexes=ANNEXES))["Bilag"].endswith("(åbent)")


def test_the_time_is_said_where_it_is_set_aside() -> None:
    assert read_fields(make_case(sag=Sag(minutter=10)))["Sagsfremstilling"] == "(10 min.)"
    assert read_fields(make_case())["Sagsfremstilling"] == ""
