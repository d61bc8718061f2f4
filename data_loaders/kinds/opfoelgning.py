"""What a forum decided and what a case promised: who answers it, when, and in which case."""

from datetime import date

import pyarrow as pa

from core.follow_up import FollowUpKind
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words.header_names import DEADLINE
from store.kinds import WHOLE

_KINDS = {
    FollowUpKind.BESLUTNING.value: r"beslut|vedtag|bestil",
    FollowUpKind.LOEFTE.value: r"loefte|lovet|lover|tilsagn",
}
_TEXTS = ("tekst", "slags", "forum", "ansvarlig", "svar")


def build(body: TableBody) -> ListFacts:
    """Make the rows of the store; where no kind stands, the forum decided it."""
    is_no_item = body.read_field("punkt").where(
        lambda number: number is not None and (number < 1 or number % 1 != 0)
    )
    body.flag(
        "invalid_number", "{value} er ikke et punkts nummer. Skriv f.eks. 3.", "punkt", is_no_item
    )
    answered = body.read_field("besvaret").map(lambda quarter: quarter and str(quarter))
    numbers = body.read_field("punkt").map(lambda number: None if number is None else int(number))
    texts = {name: body.read_arrow_array(name, pa.string()) for name in _TEXTS}
    kinds = texts["slags"].fill_null(FollowUpKind.BESLUTNING.value)
    facts = pa.table(
        {
            "period": pa.array([WHOLE] * len(body), pa.string()),
            "tekst": texts["tekst"],
            "slags": kinds,
            "forum": texts["forum"],
            "moede": body.read_arrow_array("moede", pa.date32()),
            "punkt": numbers.to_arrow(pa.int32()),
            "ansvarlig": texts["ansvarlig"],
            "frist": body.read_arrow_array("frist", pa.date32()),
            "besvaret": answered.to_arrow(pa.string()),
            "svar": texts["svar"],
        }
    )
    return ListFacts(facts, (WHOLE,))


DECLARATION = Declaration(
    name="opfoelgning",
    label="Opfølgning",
    about=(
        "Det, et forum har besluttet, og det, en sag har lovet, til det er besvaret. Filen "
        "erstatter hele listen."
    ),
    fields=(
        Field(
            "slags",
            "Slags",
            CellType.CHOICE,
            r"^slags$|^type$|^kategori$",
            "Hvad det er; er cellen tom, er det en beslutning.",
            choices=_KINDS,
        ),
        Field(
            "tekst",
            "Hvad",
            CellType.TEXT,
            r"^(?:beslutning(?:en)?|loefte|opfoelgning(?:spunkt)?|opgave|aftale|hvad|tekst|"
            r"beslutningellerloefte|beskrivelse)$",
            "Det, der skal følges op på.",
        ),
        Field("forum", "Forum", CellType.TEXT, r"^(?:forum|udvalg)(?:navn)?$", "Hvem mødet var i."),
        Field(
            "moede",
            "Møde",
            CellType.DATE,
            r"^moede(?:dato|dag)?$|^besluttet(?:den|dato)?$|^beslutningsdato$",
            "Mødets dato.",
        ),
        Field("punkt", "Punkt", CellType.NUMBER, r"^(?:dagsordens?)?punkt(?:nr)?$", "Punktets nr."),
        Field(
            "ansvarlig",
            "Ansvarlig",
            CellType.TEXT,
            r"^ansvarlig(?:e|funktion|enhed)?$",
            "Funktionen, der skal svare: en afdeling eller et team, ikke en person.",
        ),
        Field("frist", "Frist", CellType.DATE, DEADLINE, "Hvornår der skal være svaret."),
        Field(
            "besvaret",
            "Besvaret i",
            CellType.QUARTER,
            r"^besvaret(?:i)?(?:opgoerelse|sag|kvartal)?$",
            "Kvartalet for den opgørelse, hvis sag svarer på det. Tom, mens det er åbent.",
        ),
        Field("svar", "Svar", CellType.TEXT, r"^svar(?:et)?$", "Hvad svaret er, kort."),
    ),
    needs=(("tekst",), ("moede",), ("ansvarlig",)),
    fills=(("tekst",), ("moede",)),
    names=(),
    examples=(
        (
            FollowUpKind.BESLUTNING.value,
            "Det skal fremgå af sagen, hvilken periode der tæller med.",
            "Chefforum",
            date(2025, 1, 29),
            3,
            "Økonomi & Stab",
            date(2025, 4, 30),
            None,
            None,
        ),
        (
            FollowUpKind.LOEFTE.value,
            "Enheder uden måltal får en påmindelse.",
            "Chefforum",
            date(2025, 1, 29),
            3,
            "HR",
            date(2025, 2, 28),
            "2025K1",
            "Alle enheder har fået en påmindelse.",
        ),
    ),
)
