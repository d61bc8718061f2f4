"""Which columns are parts of all absence: by lengths of spells in their headers, by arithmetic."""

import re
from dataclasses import replace
from itertools import combinations

from core.danish import join_words
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.guidance.mapping import label_columns
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.table.figure_columns import FigureCells, read_figure_columns
from data_loaders.table.layout import Layout
from data_loaders.words.amount_words import PEOPLE_FIELDS
from data_loaders.words.header_names import (
    NUMBER_FIELDS,
    PARTS,
    find_rule,
    is_other_measure,
    normalize,
)
from data_loaders.words.spell_lengths import (
    find_length_classes,
    find_spell_spans,
    is_of_middle_length,
    read_span_of_days,
)

_SAYS_DAGSVAERK = re.compile(r"dagsv", re.IGNORECASE)
_NO_FIGURE = re.compile(r"(?:nr|nummer|no|id|kode|code|niveau|telefon|tlf|dato|aar)$")
_MIDDLE = re.compile(r"mell?em(?!rum|vaerende)|mediumterm")
_MIDDLE_IS = "middle"  # the question what absence of a middle length belongs to
_SHOWN = 5
_MOST_LOOKED_AT = 50  # columns
_MOST_COLUMNS = 12  # of figures that are tried as parts of another


def add_parts(sheet: Sheet, layout: Layout) -> Layout:
    """Find the columns of parts of all absence, and name the columns of figures that are not read.

    See `_settle_parts`.
    """
    settled = layout if layout.periods else _settle_parts(sheet, layout)
    looked_at = settled.free[:_MOST_LOOKED_AT]
    free = [place for place in looked_at if not _is_no_figure(settled.headers[place])]
    unused = list(read_figure_columns(sheet, settled, free))
    if not unused or settled.periods or settled.mapping.columns:
        return settled
    names = label_columns(settled.headers)
    message = (
        f"{join_words([f'»{names[place]}«' for place in unused], limit=_SHOWN)} har tal, men er "
        f"ikke læst. Skulle {'den' if len(unused) == 1 else 'en af dem'} have været brugt, så vælg "
        "den."
    )
    cell = sheet.address(settled.index, unused[0])
    note = problem("unused_figures", message, sheet=sheet.name, cell=cell)
    return replace(settled, notes=(*settled.notes, note))


def _is_no_figure(header: str) -> bool:
    """Whether a header is known for something else than an amount or a number of people."""
    rule = find_rule(header)
    is_key = bool(_NO_FIGURE.search(normalize(header)))
    return is_key or is_other_measure(header) or bool(rule and rule.field not in NUMBER_FIELDS)


def _settle_parts(sheet: Sheet, layout: Layout) -> Layout:
    """Find the columns of short and long absence that no header names; say where they are lost.

    Headers such as "1-27 dg" and "28+ dg" say which is which, where the two add up to all absence
    or say that they are dagsværk. Where only arithmetic tells, it is asked about.
    """
    if several := _find_three_parts(sheet, layout):
        return _settle_middle(sheet, layout, several)
    if {"korttid", "langtid"} & layout.shared.keys():
        return layout
    labels = label_columns(layout.headers)
    free = [p for p in layout.free[:_MOST_LOOKED_AT] if labels[p] not in layout.mapping.ignored]
    places = [p for p in free if not is_other_measure(layout.headers[p])][:_MOST_COLUMNS]
    total = layout.shared.get("dagsvaerk")
    columns = read_figure_columns(sheet, layout, [*places, *([] if total is None else [total])])
    lengths = find_length_classes(layout.headers)
    if lengths and {lengths.short, lengths.long} <= columns.keys():
        parts = {"korttid": lengths.short, "langtid": lengths.long}
        wholes = _find_wholes(columns, lengths.short, lengths.long)
        if total in wholes or (total is None and len(wholes) == 1):
            return replace(layout, shared={**layout.shared, "dagsvaerk": wholes[0], **parts})
        if total is None and all(_SAYS_DAGSVAERK.search(layout.headers[p]) for p in parts.values()):
            return replace(layout, shared=layout.shared | parts)
    if total is None or total not in columns:
        return layout
    pairs = combinations([place for place in columns if place != total], 2)
    pair = next((pair for pair in pairs if total in _find_wholes(columns, *pair)), None)
    return _ask_for_parts(sheet, layout, total, pair) if pair else layout


def _find_three_parts(sheet: Sheet, layout: Layout) -> list[int | None]:
    """Return the columns of parts of all absence that are more than short and long.

    The shortest spells come first; the first or the last may be lacking, and is None. Headers
    tell, or arithmetic: there are none where short and long absence is all that there is, or where
    somebody has chosen one of them.
    """
    if layout.mapping.columns.keys() & {*PARTS}:
        return []
    spans = [span.column for span in find_spell_spans(layout.headers)]
    if len(spans) > 2:
        return [*spans]
    short, long = (layout.shared.get(field) for field in PARTS)
    free = layout.free[:_MOST_LOOKED_AT]
    middle = [place for place in free if _is_of_middle(layout.headers[place])]
    if short is not None and long is not None and not middle:
        middle = _find_remainder(sheet, layout, [short, long])[:1]
    return [short, *middle, long] if middle and (short, long) != (None, None) else []


def _is_of_middle(header: str) -> bool:
    """Whether a header is of spells that are neither the shortest nor the longest."""
    rule = find_rule(header)
    if _is_no_figure(header) or (rule and rule.field in PEOPLE_FIELDS):
        return False
    days = read_span_of_days(header)
    return bool(_MIDDLE.search(normalize(header))) or bool(days and is_of_middle_length(days))


def _find_remainder(sheet: Sheet, layout: Layout, parts: list[int]) -> list[int]:
    """Return the columns of which one adds up with some parts to all absence."""
    whole, free = layout.shared.get("dagsvaerk"), layout.free[:_MOST_COLUMNS]
    if whole is None:
        return []
    columns = read_figure_columns(sheet, layout, [*free, *parts, whole])
    if not {*parts, whole} <= columns.keys():
        return []
    cells = [columns[place] for place in parts]
    return [p for p in free if p in columns and columns[whole].is_sum_of(*cells, columns[p])]


def _settle_middle(sheet: Sheet, layout: Layout, parts: list[int | None]) -> Layout:
    """Leave absence of a middle length with the short or the long one, as is answered.

    What the other is follows from all absence; where that is not there, or the column of the part
    that the middle does not belong to, the split is lacking.
    """
    first, last = parts[0], parts[-1]
    middle = [place for place in parts[1:-1] if place is not None]
    named = join_words([f"»{layout.headers[place]}«" for place in middle])
    shared = {field: p for field, p in layout.shared.items() if field not in PARTS}
    reads_all = "dagsvaerk" in shared
    answer = layout.mapping.answers.get(_MIDDLE_IS, "")
    kept = {"korttid": ("langtid", last), "langtid": ("korttid", first)}.get(answer)
    if kept and reads_all:
        field, place = kept
        if place is not None:
            return replace(layout, shared=shared | {field: place})
    ends = [layout.headers[place] for place in (first, last) if place is not None]
    message = f"Fraværet er delt i mere end to: {named} er " + (
        f"mellem »{ends[0]}« og »{ends[1]}«. "
        if len(ends) > 1
        else f"ved siden af »{ends[0]}«, og den tredje kolonne mangler. "
    )
    message += _describe_unsettled_middle(reads_all=reads_all, is_answered=bool(kept))
    cell, header = sheet.address(layout.index, middle[0]), layout.headers[middle[0]]
    note = problem("lost_split", message, sheet=sheet.name, cell=cell, column=header)
    choices = (Choice("korttid", "Korttid"), Choice("langtid", "Langtid"))
    text = f"Hører {named} til korttid eller langtid?"
    question = Question(_MIDDLE_IS, text, choices, "lost_split")
    questions = (*layout.questions, *([question] if reads_all and not kept else []))
    return replace(layout, shared=shared, notes=(*layout.notes, note), questions=questions)


def _describe_unsettled_middle(*, reads_all: bool, is_answered: bool) -> str:
    if not reads_all:
        return "Vælg kolonnen med alt fravær, eller træk filen med den."
    if is_answered:
        return (
            "Som det er besvaret, kan korttid og langtid ikke regnes ud uden den. Det er læst uden "
            "opdeling: træk filen med alle tre kolonner."
        )
    return "Det er læst uden opdeling i korttid og langtid, til det er svaret, hvad det hører til."


def _find_wholes(columns: dict[int, FigureCells], first: int, second: int) -> list[int]:
    """Return the columns that two others add up to."""
    candidates = [place for place in columns if place not in (first, second)]
    return [p for p in candidates if columns[p].is_sum_of(columns[first], columns[second])]


def _ask_for_parts(sheet: Sheet, layout: Layout, whole: int, pair: tuple[int, int]) -> Layout:
    names = label_columns(layout.headers)
    message = (
        f"»{names[pair[0]]}« og »{names[pair[1]]}« giver tilsammen »{names[whole]}«, men det er "
        "ikke til at se, hvilken af dem der er korttidsfravær. Fraværet er læst uden opdeling i "
        "korttid og langtid. Vælg kolonnen, hvis den er der."
    )
    cell = sheet.address(layout.index, pair[0])
    warning = problem(
        "lost_split", message, sheet=sheet.name, cell=cell, column=layout.headers[pair[0]]
    )
    choices = tuple(Choice(names[place], names[place]) for place in pair)
    question = Question("column:korttid", "Hvilken kolonne er korttid?", choices, "lost_split")
    return replace(layout, notes=(warning,), questions=(*layout.questions, question))
