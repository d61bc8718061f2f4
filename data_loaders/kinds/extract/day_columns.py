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
from data_loaders.words.header_names import (
    NUMBER_FIELDS,
    PARTS,
    find_rule,
    is_other_measure,
    normalize,
)
from data_loaders.words.spell_lengths import find_length_classes, find_spell_spans

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


def _find_three_parts(sheet: Sheet, layout: Layout) -> list[int]:
    """Return the columns of three parts of all absence or more, the shortest spells first.

    Headers tell, or arithmetic: none where short and long absence is all that there is, or where
    somebody has chosen one of them.
    """
    if layout.mapping.columns.keys() & {*PARTS}:
        return []
    spans = [span.column for span in find_spell_spans(layout.headers)]
    if len(spans) > 2:
        return spans
    ends = [layout.shared[field] for field in PARTS if field in layout.shared]
    if len(ends) < len(PARTS):
        return []
    free = layout.free[:_MOST_LOOKED_AT]
    named = [place for place in free if _MIDDLE.search(normalize(layout.headers[place]))]
    middle = named if len(named) == 1 else _find_remainder(sheet, layout, ends)[:1]
    return [ends[0], *middle, ends[1]] if middle else []


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


def _settle_middle(sheet: Sheet, layout: Layout, parts: list[int]) -> Layout:
    """Leave absence of a middle length with the short or the long one, as is answered.

    What the other is follows from all absence; where that is not there, it is lacking.
    """
    middle = [f"»{layout.headers[place]}«" for place in parts[1:-1]]
    shared = {field: p for field, p in layout.shared.items() if field not in PARTS}
    reads_all = "dagsvaerk" in shared
    answer = layout.mapping.answers.get(_MIDDLE_IS, "")
    if answer in PARTS and reads_all:
        kept = {"langtid": parts[-1]} if answer == "korttid" else {"korttid": parts[0]}
        return replace(layout, shared=shared | kept)
    named = join_words(middle)
    message = (
        f"Fraværet er delt i mere end to: {named} er mellem »{layout.headers[parts[0]]}« og "
        f"»{layout.headers[parts[-1]]}«. "
    )
    message += (
        "Det er læst uden opdeling i korttid og langtid, til det er svaret, hvad det hører til."
        if reads_all
        else "Vælg kolonnen med alt fravær, eller træk filen med den."
    )
    cell = sheet.address(layout.index, parts[1])
    note = problem("lost_split", message, sheet=sheet.name, cell=cell, column=middle[0].strip("»«"))
    choices = (Choice("korttid", "Korttid"), Choice("langtid", "Langtid"))
    text = f"Hører {named} til korttid eller langtid?"
    question = Question(_MIDDLE_IS, text, choices, "lost_split")
    questions = (*layout.questions, *([question] if reads_all else []))
    return replace(layout, shared=shared, notes=(*layout.notes, note), questions=questions)


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
