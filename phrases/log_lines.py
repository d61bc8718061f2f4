"""The lines of the access log as people read them, on the page and on the command line."""

from collections.abc import Iterable, Mapping, Sequence

from access.log_check import LogFault
from access.log_lines import Action, Detail, LogEntry, LogLine
from core import danish
from core.errors import UsageError
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from phrases.text_tables import TextTable, make_table

HEADS = ("Nr.", "Tidspunkt", "Hvem", "Rolle", "Handling", "Hvad")
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
    Detail.SIDE: "siden",
    Detail.OPGOERELSE: "opgørelsen for",
    Detail.NIVEAU: "opslag ned til",
    Detail.UDGAVE: "udgaven",
    Detail.SET_SOM: "set som",
    Detail.MODTAGERE: "til",
    Detail.FIL: "filen",
    Detail.SHA256: "SHA-256",
    Detail.INDLAESNING: "indlæsning",
    Detail.SLAGS: "slags",
    Detail.KOMMANDO: "kommandoen",
    Detail.ANTAL: "antal",
    Detail.GRUND: "grund",
    Detail.ROLLE: "rollen",
    Detail.LINJER: "linje",
    Detail.HASH: "hash",
}
_LONGEST = 200  # characters of one detail: a list of replaced lines may be long


def describe_action(action: Action) -> str:
    """Say what was done, as it is read after the name of who did it."""
    return _ACTIONS[action]


def write_details(entry: LogEntry, titles: Mapping[str, str] | None = None) -> str:
    """Write what an action was on; `titles` are those of the pages by their addresses."""
    titles = titles or {}
    parts = []
    for name, value in entry.details.items():
        text = titles.get(value, value) if name is Detail.SIDE else _write_value(name, value)
        label = f"{_LABELS[name]} " if name in _LABELS else ""
        parts.append(f"{label}{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}")
    return " · ".join(parts)


def _write_value(name: Detail, value: str) -> str:
    if name is Detail.NIVEAU:
        return danish.join_words([Level(word).label.lower() for word in value.split()])
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


def write_line_cells(line: LogLine, titles: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Write a line as the cells under `HEADS`."""
    moment = danish.format_moment_short(line.at)
    if line.entry is None:
        return (str(line.number), moment, "", "", BLANK, "")
    entry = line.entry
    action, details = describe_action(entry.action), write_details(entry, titles)
    return (str(line.number), moment, entry.person, entry.role, action, details)


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
    return make_table(caption, HEADS, (write_line_cells(line, titles) for line in lines))
