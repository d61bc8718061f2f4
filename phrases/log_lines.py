"""The lines of the access log as people read them, on the page and on the command line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from access.log_check import LogFault
from access.log_lines import Action, Detail, LogEntry, LogLine
from access.roles import Role
from core import danish
from core.errors import UsageError
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from phrases.text_tables import TextTable, make_table

HEADS = ("Tidspunkt", "Nr.", "Hvem", "Rolle", "Handling", "Hvad")
BLANK = "Teksten er fjernet"
_ACTIONS = {
    Action.SIDE: "så en side",
    Action.FIL: "hentede en fil",
    Action.KOMMANDO: "kørte en kommando",
    Action.AFVIST: "blev afvist",
    Action.INDLAEST: "gemte en indlæsning",
    Action.FORTRUDT: "fortrød en indlæsning",
    Action.GENDANNET: "gendannede en indlæsning",
    Action.FRIGIVET: "frigav en opgørelse",
    Action.UDSENDT: "markerede en opgørelse som udsendt",
    Action.TRUKKET: "trak en opgørelse tilbage",
    Action.UDSKUDT: "lod en rettelse vente",
    Action.AENDRET: "rettede på siderne",
    Action.INDSTILLINGER: "indstillingerne blev læst",
    Action.ROLLER: "ændrede roller",
    Action.LOGGET_PAA: "loggede på",
    Action.LOGGET_AF: "loggede af",
    Action.SIKKERHEDSKOPI: "tog en sikkerhedskopi",
    Action.LAGT_TILBAGE: "lagde en sikkerhedskopi tilbage",
    Action.SLETTET: "slettede data",
    Action.TEKST_FJERNET: "fjernede teksten i en linje",
    Action.TEKST_ERSTATTET: "erstattede slettedes navne i linjer",
    Action.BEGYNDELSE_FJERNET: "fjernede de ældste linjer",
    Action.AFBRUDT_LINJE: "en linje blev ikke skrevet færdig",
}
_LABELS = {
    Detail.OPGOERELSE: "opgørelsen for",
    Detail.NIVEAU: "opslag ned til",
    Detail.SET_SOM: "set som",
    Detail.MODTAGERE: "til",
    Detail.SHA256: "SHA-256",
    Detail.INDLAESNING: "indlæsning",
    Detail.SLAGS: "slags",
    Detail.INDSTILLINGER: "ændret:",
    Detail.ANTAL: "antal",
    Detail.GRUND: "grund",
    Detail.ROLLE: "rollen",
    Detail.LINJER: "linje",
    Detail.HASH: "hash",
}
_LEVEL, _ONE_VIEW = Detail.NIVEAU, timedelta(minutes=1)
_LONGEST, _LONGEST_OF_HASHES = 200, 12  # characters of one detail; the whole is in the CSV


def describe_action(action: Action) -> str:
    """Say what was done, as it is read after the name of who did it."""
    return _ACTIONS[action]


def write_details(entry: LogEntry, titles: Mapping[str, str] | None = None) -> str:
    """Write what an action was on; `titles` are those of the pages by their addresses."""
    titles = titles or {}
    parts = []
    for name in (detail for detail in Detail if entry.details.get(detail)):
        value = entry.details[name]
        text = titles.get(value, value) if name is Detail.SIDE else _write_value(name, value)
        label = f"{_LABELS[name]} " if name in _LABELS else ""
        longest = _LONGEST_OF_HASHES if name.is_machine_made else _LONGEST
        parts.append(f"{label}{text[:longest]}{'…' if len(text) > longest else ''}")
    return " · ".join(parts)


def _write_value(name: Detail, value: str) -> str:
    if name is Detail.NIVEAU:
        return danish.join_words([Level(word).label.lower() for word in value.split()])
    if name is Detail.UDGAVE:
        return f"{value} udgave"
    if name is Detail.NODE:
        return _name_node(value)
    if name is Detail.OPGOERELSE:
        try:
            return Quarter.parse(value).label
        except UsageError:
            return value
    return value


def _name_node(text: str) -> str:
    """Write a node's key as words: "enhed 3100"; one that was erased stands as it is."""
    try:
        key = NodeKey.parse(text)
    except ValueError:
        return text
    level = key.level.label.lower()
    return f"{level} {key.name}" if key.name else level


def fold_views(lines: Iterable[LogLine]) -> list[tuple[LogLine, ...]]:
    """Put the lines together, newest first, that one view of a page was told by.

    There is one for each level that was looked up.
    """
    folded: list[tuple[LogLine, ...]] = []
    for line in lines:
        if folded and _are_of_one_view(folded[-1][-1], line):
            folded[-1] = (*folded[-1], line)
        else:
            folded.append((line,))
    return folded


def _are_of_one_view(newer: LogLine, older: LogLine) -> bool:
    view = _read_view(older)
    is_next = newer.number == older.number + 1 and newer.at - older.at < _ONE_VIEW
    return bool(view) and is_next and view == _read_view(newer)


def _read_view(line: LogLine) -> tuple[object, ...]:
    """Return what a line says of a view, its level aside; nothing of any other line."""
    entry = line.entry
    if entry is None or entry.action is not Action.SIDE or _LEVEL not in entry.details:
        return ()
    place = {name: value for name, value in entry.details.items() if name is not _LEVEL}
    return (entry.person, entry.role, place)


def write_line_cells(
    lines: Sequence[LogLine], titles: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Write the lines of one view, or a line alone, as the cells under `HEADS`."""
    newest, oldest = lines[0], lines[-1]
    moment = danish.format_moment_short(oldest.at)
    numbers = f"{oldest.number}–{newest.number}" if len(lines) > 1 else str(newest.number)
    entry = oldest.entry
    if entry is None:
        return (moment, numbers, "", "", BLANK, "")
    if levels := [line.entry.details.get(_LEVEL, "") for line in lines[::-1] if line.entry]:
        entry = replace(entry, details={**entry.details, _LEVEL: " ".join(levels).strip()})
    action, details = describe_action(entry.action), write_details(entry, titles)
    return (moment, numbers, entry.person, _name_roles(entry.role), action, details)


def _name_roles(words: str) -> str:
    labels = {role.value: role.label for role in Role}
    return ", ".join(labels.get(word, word) for word in words.split())


def describe_check(count: int, faults: Sequence[LogFault]) -> list[str]:
    """Say whether all is well with a log of so many lines, and else what is not, line by line."""
    lines = danish.format_count(count, "linje", "linjer")
    grave = [fault for fault in faults if not fault.is_harmless]
    if not grave:
        first = f"Loggen er kontrolleret: {lines}, og intet er ændret, fjernet eller byttet om."
    else:
        wrong = danish.format_count(len(grave), "fejl", "fejl")
        first = f"Loggen er ikke, som den blev skrevet: {wrong} i {lines}."
    return [first, *(fault.sentence for fault in faults)]


def describe_named_node(key: NodeKey, name: str) -> str:
    """Say which node a search was taken to be about, and which lines that gives."""
    level = key.level.label.lower()
    number = "" if key.name == name else f" ({key.name})"
    return (
        f"Søgningen gælder også {level} {name}{number}: linjer, hvor den selv eller alle af dens "
        "slags under samme del af organisationen blev vist."
    )


def make_log_table(
    lines: Iterable[LogLine], caption: str, *, titles: Mapping[str, str] | None = None
) -> TextTable:
    """Make a table of lines; `titles` are those of the pages by their addresses."""
    return make_table(
        caption, HEADS, (write_line_cells(folded, titles) for folded in fold_views(lines))
    )
