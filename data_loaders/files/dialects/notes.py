"""What is said of files that hold more than cells: it is left alone, and the cells are read."""

from collections.abc import Iterable

from core.danish import join_words
from data_loaders.files.raw_sheet import Note

_SHOWN = 5

MACROS = Note(
    "macros_ignored",
    "Filen har makroer. De er hverken kørt eller læst; kun cellerne er læst, som de sidst blev "
    "gemt.",
)
OBJECTS = Note(
    "objects_ignored",
    "Filen har indlejrede objekter, f.eks. et dokument eller et andet regneark. De er ikke åbnet; "
    "kun arkenes egne celler er læst.",
)
LINKS = Note(
    "external_links",
    "Filen henviser til andre filer. De er ikke hentet; celler med tal derfra er læst, som de "
    "sidst blev gemt.",
)
TWICE_ENCODED = Note(
    "twice_encoded",
    "Filens tegn er omsat til UTF-8 to gange (»Ã¸« for »ø«). De er læst, som de var ment.",
)


def note_hidden_rows(sheet: str, numbers: Iterable[int]) -> list[Note]:
    """Say which rows of a sheet are hidden, by the numbers beside them; nothing where none are."""
    spans = _write_spans(sorted(set(numbers)))
    if not spans:
        return []
    several = len(spans) > 1 or "–" in spans[0]
    remainder = [f"{len(spans) - _SHOWN} steder til"] if len(spans) > _SHOWN else []
    rows = f"{'rækkerne' if several else 'række'} {join_words([*spans[:_SHOWN], *remainder])}"
    where = f"I arket »{sheet}« er" if sheet else "I filen er"
    message = f"{where} {rows} {'skjulte' if several else 'skjult'}. Skjulte rækker er læst med."
    return [Note("hidden_rows", message, sheet)]


def note_guessed_encoding(name: str) -> Note:
    """Say which character set a text was read in, where its bytes alone do not tell."""
    message = (
        f"Filen siger ikke, hvilket tegnsæt den er skrevet i. Den er læst som {name}, fordi æ, ø "
        "og å så står rigtigt. Se navnene efter."
    )
    return Note("guessed_encoding", message)


def _write_spans(numbers: list[int]) -> list[str]:
    """Write numbers in order as spans: 3, 5–9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return [f"{first}–{last}" if last > first else str(first) for first, last in spans]
