"""The draft of a case: right in each situation, and silent where the data are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bilag.case import (
    AuthorsPart,
    AuthorText,
    Case,
    CaseFigures,
    CaseParagraph,
    list_author_headings,
    list_lacking,
    write_case,
)
from bilag.forums import CHEFFORUM
from bilag.model import INTERNAL
from bilag.sag import Sag, Sagstype
from core.follow_up import FollowUp, FollowUpKind
from core.nodes import Level
from core.quarter import Quarter
from metrics.result import RullendeResult
from phrases.text_tables import TextTable
from tests import examples

AT = Quarter(2024, 4)
HEADING = "Opfølgning på Chefforums beslutninger"
NOBODYS = AuthorsPart()
FOLLOW_UP = FollowUp(
    tekst="Perioden skal fremgå",
    slags=FollowUpKind.BESLUTNING,
    forum="Chefforum",
    moede=date(2024, 10, 30),
    punkt=3,
    ansvarlig="Økonomi & Stab",
    frist=date(2025, 1, 31),
    besvaret=None,
    svar="",
)
ANNEXES = ("Sygefravær pr 4 kvartal 2024 - afdelinger", "Sygefravær pr 4 kvartal 2024 - enheder")


def make_case(
    kommune: RullendeResult | None = None,
    sag: Sag | None = None,
    *,
    annexes: tuple[str, ...] = (),
    parts: Sequence[RullendeResult] = (),
    authors: AuthorsPart = NOBODYS,
) -> Case:
    """The draft of a case about the kommune and its områder, of which nothing else is known."""
    figures = CaseFigures(
        kommune=kommune or examples.kommune(),
        parts=parts or [examples.omraader()],
        langtidsfriske=None,
        maaltal=None,
        changes=None,
    )
    return write_case(figures, sag or Sag(), figur_1=[], annexes=annexes, authors=authors)


def read_fields(case: Case) -> dict[str, str]:
    return {field.heading: field.text for field in case.fields}


def test_the_fields_stand_in_the_order_of_the_minutes() -> None:
    headings = [field.heading for field in make_case().fields]
    assert headings == [
        "Indstilling", "Resumé", "Sagsfremstilling", "Status for 4. kvartal 2024", "Langtidsfriske",
        "Måltal", "Sygefraværsindsats", "Opfølgning på Chefforums beslutninger", "Historik",
        "Lovgrundlag", "Økonomi", "Kommunens vision og politikker", "Beslutning", "Bilag",
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
        "Chefforum orienteres om sygefravær i Albertslund Kommune for 4. kvartal 2024. "
        "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder"
    )


def test_the_status_says_which_period_counts_and_where_absence_has_moved() -> None:
    status = read_fields(make_case())["Status for 4. kvartal 2024"]
    assert "perioden 1. januar 2024 – 31. december 2024" in status
    assert "fald på 0,5 i forhold til opgørelsen for 3. kvartal 2024 (14,5)" in status
    assert "faldet med 2,1 dagsværk pr. medarbejder i Økonomi & Stab, med 0,9 i By" in status
    assert "43 pct. af det samlede sygefravær, 1 procentpoint" in status


@pytest.mark.parametrize(
    ("kind", "title", "proposal", "summary"),
    [
        (Sagstype.DROEFTELSE, "Drøftelse af {}", "drøfter {}", "drøfter {place}"),
        (Sagstype.BESLUTNING, "Beslutning om {}", "træffer beslutning om {}",
         "forelægges opgørelsen af {place}"),
        (Sagstype.GODKENDELSE, "Godkendelse af opgørelsen af {}", "godkender opgørelsen af {}",
         "forelægges opgørelsen af {place}"),
        (Sagstype.TEMADROEFTELSE, "Temadrøftelse om {}", "holder en temadrøftelse om {}",
         "holder en temadrøftelse om {place}"),
    ],
)  # fmt: skip
def test_each_kind_of_case_has_its_words(
    kind: Sagstype, title: str, proposal: str, summary: str
) -> None:
    case = make_case(sag=Sag(forum="KommuneMED", type=kind))
    subject = "sygefravær for 4. kvartal 2024"
    place = "sygefravær i Albertslund Kommune for 4. kvartal 2024"
    fields = read_fields(case)
    assert case.title == title.format(subject)
    assert fields["Indstilling"].endswith(f"1. at KommuneMED {proposal.format(subject)}.")
    assert fields["Resumé"].startswith(f"KommuneMED {summary.format(place=place)}. ")


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
    assert len(case.remarks) == 8
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


def test_the_sentence_of_the_annexes_does_not_depend_on_their_edition() -> None:
    def name_annexes(*annexes: str) -> str:
        return read_fields(make_case(annexes=annexes))["Status for 4. kvartal 2024"]

    internal = tuple(f"{name}{INTERNAL}" for name in ANNEXES)
    assert name_annexes(*ANNEXES, *internal) == name_annexes(*internal) == name_annexes(*ANNEXES)
    others = [f"Sygefravær pr 4 kvartal 2024 - {about}" for about in ("måltal", "langtidsfriske")]
    assert name_annexes(others[0]).endswith("Vedlagt sagen er et bilag med tallene.")
    assert name_annexes(*others).endswith("Vedlagt sagen er bilag med tallene.")


def test_what_the_data_lack_is_asked_of_the_author_and_can_be_written() -> None:
    lacking = list_lacking(None, None)
    assert lacking == ["Langtidsfriske", "Måltal"]
    assert list(list_author_headings(CHEFFORUM, lacking))[:3] == [*lacking, "Sygefraværsindsats"]
    written = AuthorText("Langtidsfriske opgøres ikke i år.", AT)
    case = make_case(authors=AuthorsPart({"Langtidsfriske": written}))
    assert read_fields(case)["Langtidsfriske"] == "Langtidsfriske opgøres ikke i år."
    assert read_fields(case)["Måltal"] == "[Udfyldes]"
    assert len(case.remarks) == 7


def test_the_time_is_said_where_it_is_set_aside() -> None:
    assert read_fields(make_case(sag=Sag(minutter=10)))["Sagsfremstilling"] == "(10 min.)"
    assert read_fields(make_case())["Sagsfremstilling"] == ""


def test_what_the_author_confirmed_for_this_opgoerelse_has_no_remark() -> None:
    authors = AuthorsPart({"Sygefraværsindsats": AuthorText("Et kursus.\n\nOg et til.", AT)})
    case = make_case(authors=authors)
    assert read_fields(case)["Sygefraværsindsats"] == "Et kursus.\n\nOg et til."
    assert len(case.remarks) == 7


def test_a_text_that_is_carried_over_is_to_be_reviewed() -> None:
    authors = AuthorsPart({"Historik": AuthorText("Chefforum 30. oktober 2024.", AT - 1)})
    case = make_case(authors=authors)
    assert read_fields(case)["Historik"] == "Chefforum 30. oktober 2024."
    assert "Gennemgå: teksten er fra sagen om 3. kvartal 2024" in case.remarks


def test_what_is_to_be_followed_up_is_a_table_with_who_answers_when() -> None:
    answered = replace(FOLLOW_UP, tekst="Måltal", punkt=None, besvaret=AT, svar="Alle har svaret.")
    case = make_case(authors=AuthorsPart({}, (FOLLOW_UP, answered)))
    (table,) = next(field.content for field in case.fields if field.heading == HEADING)
    assert isinstance(table, TextTable)
    origin = "Besluttet i Chefforum 30.10.2024"
    assert [row.cells for row in table.rows] == [
        ("Perioden skal fremgå", f"{origin}, punkt 3", "Økonomi & Stab", "31.01.2025", "Åben"),
        ("Måltal", origin, "Økonomi & Stab", "31.01.2025", "Besvaret: Alle har svaret."),
    ]
    assert len(case.remarks) == 7


def test_the_author_can_write_beside_the_table() -> None:
    authors = AuthorsPart({HEADING: AuthorText("Det går fremad.", AT)}, (FOLLOW_UP,))
    content = next(
        field.content for field in make_case(authors=authors).fields if field.heading == HEADING
    )
    assert [type(part) for part in content] == [CaseParagraph, TextTable]


@pytest.mark.parametrize(
    ("forum", "proposal", "headings"),
    [
        ("Chefforum", "Kommunaldirektøren indstiller,\n\n1. at Chefforum tager", 4),
        ("Direktørforum", "Kommunaldirektøren indstiller,\n\n1. at Direktørforum tager", 2),
        ("KommuneMED", "Formanden indstiller,\n\n1. at KommuneMED drøfter sagen og tager", 2),
        ("Økonomiudvalget", "Administrationen indstiller,\n\n1. at Økonomiudvalget tager", 4),
        ("Byrådet", "Kommunaldirektøren indstiller,\n\n1. at Byrådet tager", 4),
    ],
)
def test_each_forum_has_its_words_and_headings(forum: str, proposal: str, headings: int) -> None:
    case = make_case(sag=Sag(forum=forum))
    fields = read_fields(case)
    assert fields["Indstilling"].startswith(proposal)
    names = list(fields)
    assert f"Opfølgning på {forum}s beslutninger" in names
    assert (
        names.index("Beslutning") - names.index(f"Opfølgning på {forum}s beslutninger")
        == 1 + headings
    )


def test_whoever_proposes_can_be_said() -> None:
    assert read_fields(make_case(sag=Sag(indstiller="HR-chefen")))["Indstilling"].startswith(
        "HR-chefen indstiller,"
    )


def test_kommunemed_is_shown_no_afdelinger() -> None:
    afdelinger = [examples.afdelinger()]
    shown = {
        forum: "Skole"
        in " ".join(read_fields(make_case(sag=Sag(forum=forum), parts=afdelinger)).values())
        for forum in ("Chefforum", "KommuneMED")
    }
    assert shown == {"Chefforum": True, "KommuneMED": False}
