"""What is wrong with the log: each fault by its kind and by the number of the line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from access.log_lines import BEGINNING, Action, Detail, LogLine, hash_text, parse_line
from core.danish import format_moment

_NEW_HASH_LENGTH = 32  # characters of the hash of a text that stands in another's place


class FaultKind(StrEnum):
    """What may be wrong with the log."""

    ULAESELIG = "ulæselig"
    AENDRET = "ændret"
    MANGLER = "mangler"
    RAEKKEFOELGE = "rækkefølge"
    KAEDE = "kæde"
    BEGYNDELSE = "begyndelse"
    SLUTNING = "slutning"
    ANKER = "anker"
    AFBRUDT = "afbrudt"


@dataclass(frozen=True)
class LogFault:
    """One thing that is wrong, at a line's number, in a sentence.

    A line that was being written when the program ended is told too, but nothing that was promised
    is lost by it.
    """

    kind: FaultKind
    number: int
    sentence: str

    @property
    def is_harmless(self) -> bool:
        """Whether nobody has done anything to the log."""
        return self.kind is FaultKind.AFBRUDT


@dataclass(frozen=True)
class LogAnchor:
    """The last line of the log as it was kept elsewhere at a moment (UTC): its number and hash."""

    number: int
    hash: str
    at: datetime


@dataclass(frozen=True)
class LogContent:
    """The file as it was read: its lines, those that cannot be read, and what follows the last.

    `unreadable` are the places in the file, counted from 1.
    """

    lines: tuple[LogLine, ...]
    unreadable: tuple[int, ...]
    torn: bytes


def parse_content(content: bytes) -> LogContent:
    """Read the bytes of the file."""
    *whole, torn = content.split(b"\n")
    lines, unreadable = [], []
    for place, written in enumerate(whole, start=1):
        try:
            lines.append(parse_line(written))
        except ValueError:
            unreadable.append(place)
    return LogContent(tuple(lines), tuple(unreadable), torn)


def find_faults(content: LogContent, anchors: Iterable[LogAnchor] = ()) -> tuple[LogFault, ...]:
    """Return all that is wrong with the log, by the lines' numbers; nothing where all is well."""
    by_number = {line.number: line for line in content.lines}
    faults = [
        *_find_unreadable(content),
        *_find_changed(content.lines),
        *_find_gaps(content.lines, by_number),
        *_find_disorder(content.lines),
        *_find_breaks(by_number),
        *_find_wrong_anchors(by_number, sorted(anchors, key=lambda anchor: anchor.number)),
    ]
    return tuple(sorted(faults, key=lambda fault: fault.number))


def _find_unreadable(content: LogContent) -> Iterator[LogFault]:
    for place in content.unreadable:
        text = f"Linje {place} i filen kan ikke læses: den er ændret eller beskadiget."
        yield LogFault(FaultKind.ULAESELIG, place, text)
    if content.torn:
        last = content.lines[-1].number if content.lines else 0
        text = (
            f"Efter nr. {last} står en linje, der ikke blev skrevet færdig: programmet blev "
            "afbrudt. Det, den ville sige, blev hverken vist eller udleveret."
        )
        yield LogFault(FaultKind.AFBRUDT, last + 1, text)


def _find_changed(lines: Sequence[LogLine]) -> Iterator[LogFault]:
    new_texts = list_new_texts(lines)
    for line in lines:
        if not _is_as_written(line, new_texts):
            yield LogFault(FaultKind.AENDRET, line.number, f"Nr. {line.number} er ændret.")


def _is_as_written(line: LogLine, new_texts: Mapping[int, str]) -> bool:
    """Whether a line says what was written, or what the log itself says stands there instead."""
    if not line.is_intact:
        return False
    if line.number not in new_texts:
        return line.has_first_text
    return new_texts[line.number] == shorten_text_hash(line)


def list_new_texts(lines: Iterable[LogLine]) -> dict[int, str]:
    """Return what later lines say of texts that were taken out or replaced, by the line's number.

    It is the beginning of the new text's hash, or "" for a text that was taken out.
    """
    new_texts = {}
    for line in sorted(lines, key=lambda line: line.number):
        if line.entry and line.entry.action in {Action.TEKST_FJERNET, Action.TEKST_ERSTATTET}:
            for named in line.entry.details.get(Detail.LINJER, "").split():
                number, _, text_hash = named.partition(":")
                if number.isdecimal() and int(number) < line.number:
                    new_texts[int(number)] = text_hash
    return new_texts


def shorten_text_hash(line: LogLine) -> str:
    """Return the beginning of the hash of a line's text; "" where it has none."""
    return "" if line.text is None else hash_text(line.text)[:_NEW_HASH_LENGTH]


def _find_gaps(lines: Sequence[LogLine], by_number: Mapping[int, LogLine]) -> Iterator[LogFault]:
    if not by_number:
        return
    first = by_number[min(by_number)]
    if first.number > 1 and not _is_kept_head(first, lines):
        numbers = _name_numbers(1, first.number - 1)
        text = f"{numbers} mangler: loggen begynder med nr. {first.number}, og intet siger hvorfor."
        yield LogFault(FaultKind.BEGYNDELSE, 1, text)
    for before, after in pairwise(sorted(by_number)):
        if after > before + 1:
            text = f"{_name_numbers(before + 1, after - 1)} mangler."
            yield LogFault(FaultKind.MANGLER, before + 1, text)


def _is_kept_head(first: LogLine, lines: Sequence[LogLine]) -> bool:
    """Whether the log says that all before a line was taken out when it had become old."""
    return any(
        line.entry.action is Action.BEGYNDELSE_FJERNET
        and line.entry.details.get(Detail.LINJER) == str(first.number)
        and line.entry.details.get(Detail.HASH) == first.hash
        for line in lines
        if line.entry
    )


def _find_disorder(lines: Sequence[LogLine]) -> Iterator[LogFault]:
    for before, after in pairwise(lines):
        if after.number == before.number:
            text = f"Nr. {after.number} står der to gange."
            yield LogFault(FaultKind.RAEKKEFOELGE, after.number, text)
        elif after.number < before.number:
            text = f"Nr. {after.number} står efter nr. {before.number}: linjer er byttet om."
            yield LogFault(FaultKind.RAEKKEFOELGE, after.number, text)


def _find_breaks(by_number: Mapping[int, LogLine]) -> Iterator[LogFault]:
    for number, line in by_number.items():
        if number == 1:
            previous_hash = BEGINNING
        elif number - 1 in by_number and by_number[number - 1].is_intact:
            previous_hash = by_number[number - 1].hash
        else:
            continue
        if line.is_intact and line.previous != previous_hash:
            text = f"Nr. {number} følger ikke efter den nr. {number - 1}, der står der nu."
            yield LogFault(FaultKind.KAEDE, number, text)


def _find_wrong_anchors(
    by_number: Mapping[int, LogLine], anchors: Sequence[LogAnchor]
) -> Iterator[LogFault]:
    """Compare with what was kept elsewhere; the first that differs is where all after it may."""
    last = max(by_number, default=0)
    for anchor in anchors:
        if anchor.number in by_number and by_number[anchor.number].hash != anchor.hash:
            text = (
                f"Nr. {anchor.number} er en anden, end den var {format_moment(anchor.at)}: loggen "
                "er skrevet om."
            )
            yield LogFault(FaultKind.ANKER, anchor.number, text)
            return
    if anchors and anchors[-1].number > last:
        anchor = anchors[-1]
        text = (
            f"{_name_numbers(last + 1, anchor.number)} mangler: {format_moment(anchor.at)} gik "
            f"loggen til nr. {anchor.number}, og nu slutter den før."
        )
        yield LogFault(FaultKind.SLUTNING, last + 1, text)


def _name_numbers(first: int, last: int) -> str:
    return f"Nr. {first}" if first == last else f"Nr. {first}–{last}"
