"""The extract per enhed: of a quarter, or of the twelve months that end with one."""

from data_loaders.files.values import Value
from data_loaders.kinds.extract import extract_sheets
from data_loaders.kinds.extract.period_lengths import QUARTERS, ROLLING
from data_loaders.kinds.kind import DataKind
from data_loaders.kinds.persons.people import PART, TEACHERS, WORKERS
from data_loaders.table.declaration import CellType, Declaration, Field
from data_loaders.words.header_names import FIELD_LABELS

_BY_RULES = r"(?!)"  # which header is which is told by the rules of `header_names`
_OR_PARTS = "ja, eller korttid og langtid"
_FIELDS = (
    Field("enhed", "Enhedsnr.", CellType.KEY, _BY_RULES, "Nummeret, med foranstillede nuller."),
    Field("enhed_navn", "Enhed", CellType.NAME, _BY_RULES, "Enhedens navn."),
    Field("afdeling", "Afdeling", CellType.NAME, _BY_RULES, "Afdelingen, som enheden hører til."),
    Field("omraade", "Område", CellType.NAME, _BY_RULES, "Området, som afdelingen hører til."),
    Field(
        "dagsvaerk",
        "Fraværsdagsværk",
        CellType.NUMBER,
        _BY_RULES,
        "Sygefravær i dagsværk (7,4 timer).",
        needed=_OR_PARTS,
    ),
    Field(
        "korttid",
        "Korttid",
        CellType.NUMBER,
        _BY_RULES,
        "Den del af sygefraværet, der er korttidsfravær.",
    ),
    Field(
        "langtid",
        "Langtid",
        CellType.NUMBER,
        _BY_RULES,
        "Den del af sygefraværet, der er langtidsfravær.",
    ),
    Field("medarbejdere", "Medarbejdere", CellType.NUMBER, _BY_RULES, "Gennemsnitligt antal."),
    Field(
        "fuldtidsstillinger",
        "Fuldtidsstillinger",
        CellType.NUMBER,
        _BY_RULES,
        "Gennemsnitligt antal.",
    ),
    PART,
)
_UNITS = (
    ("0310", "Genbrugspladsen", "Miljø & Teknik", "Teknik"),
    ("3100", "Børnehuset Solsikken", "Dagtilbud & Skole", "Børn"),
    ("3102", "Børnehuset Månen", "Dagtilbud & Skole", "Børn"),
)
_PARTS = (WORKERS, TEACHERS, TEACHERS)


def _declare(
    name: str, about: str, *, title: str, figures: tuple[tuple[Value, ...], ...]
) -> Declaration:
    lines = zip(_UNITS, figures, _PARTS, strict=True)
    return Declaration(
        name=name,
        drawn_from_opus=True,
        label=extract_sheets.EXTRACT_LABELS[name],
        about=about,
        fields=_FIELDS,
        needs=(("enhed", "enhed_navn"), ("medarbejdere", "fuldtidsstillinger")),
        fills=(),
        names=(),
        examples=tuple((*unit, *numbers, part) for unit, numbers, part in lines),
        title=title,
        words_of_fields={field: word.capitalize() for field, word in FIELD_LABELS.items()},
    )


KVARTAL = DataKind(
    _declare(
        QUARTERS,
        "Sygefravær og medarbejdere i ét kvartal, en række pr. enhed. Kvartalet kan stå i titlen "
        "eller i en kolonne.",
        title="Periode: 01.10.2024 - 31.12.2024",
        figures=(
            (31.5, 20.25, 11.25, 10.5, 9.75),
            (88, 40.5, 47.5, 24, 21.25),
            (65.75, 38, 27.75, 20.5, 18),
        ),
    ),
    extract_sheets.judge_sheet,
    extract_sheets.read_sheets,
    reads_any_sheet=True,
)
RULLENDE = DataKind(
    _declare(
        ROLLING,
        "Sygefravær og medarbejdere i de tolv måneder, der slutter med et kvartal, en række pr. "
        "enhed.",
        title="Periode: 01.01.2024 - 31.12.2024 (rullende tolv måneder)",
        figures=(
            (124.5, 81, 43.5, 10.25, 9.5),
            (351.25, 160, 191.25, 24.5, 21.5),
            (262, 150, 112, 20, 17.75),
        ),
    ),
    extract_sheets.judge_sheet,
    extract_sheets.read_sheets,
    layout_of=KVARTAL.name,
    reads_any_sheet=True,
)
