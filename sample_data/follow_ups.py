"""What Chefforum decided about sick leave, and what the case promised, in January 2025."""

from datetime import date

from sample_data.sheet import FileForm, Line, SampleFile, SampleSheet

_MEETING, _ITEM = date(2025, 1, 29), "3"
_DECISION, _PROMISE = "Beslutning", "Løfte"
_STAFF = "Økonomi & Stab"
_NEXT_CASE = date(2025, 4, 30)
_ROWS = (
    (
        _DECISION,
        "Det undersøges, hvordan skift af ekstern leverandør og nedlagte arbejdspladser indgår i "
        "tallene",
        _STAFF,
        _NEXT_CASE,
    ),
    (
        _DECISION,
        "Det fremgår tydeligt af sagen og bilagene, hvilken periode der tæller med",
        _STAFF,
        _NEXT_CASE,
    ),
    (
        _DECISION,
        "Sygefravær en del af dagen kan registreres, og der orienteres om den nye praksis",
        _STAFF,
        None,
    ),
    (
        _PROMISE,
        "Enheder uden måltal får en påmindelse, så det gennemsnitlige sygefravær ved indfriede "
        "måltal kan vises",
        "HR",
        _NEXT_CASE,
    ),
    (
        _PROMISE,
        "Det afgøres, om lederstøtten på de fem arbejdspladser skal bredes ud",
        "HR og Personalejura",
        None,
    ),
    (
        _PROMISE,
        "En sag med forslag til proces og indhold for to temadebatter om SOSU og pædagoger",
        "HR",
        None,
    ),
    (
        _PROMISE,
        "En sag om at registrere sygefravær, når en medarbejder går syg hjem",
        "HR",
        None,
    ),
)  # kind, text, who answers, when


def make_follow_up_list() -> SampleFile:
    """Return three decisions and four promises as text with semicolons, none of them answered."""
    sheet = SampleSheet(
        "Opfølgning",
        _MEETING,
        (),
        ("Slags", "Hvad", "Forum", "Møde", "Punkt", "Ansvarlig", "Frist", "Besvaret i", "Svar"),
        (None,) * 9,
        (tuple(_list_lines()),),
    )
    return SampleFile("opfoelgning", "Opfoelgning", FileForm.CSV, sheet)


def _list_lines() -> list[Line]:
    return [
        (kind, text, "Chefforum", _MEETING, _ITEM, responsible, deadline, None, None)
        for kind, text, responsible, deadline in _ROWS
    ]
