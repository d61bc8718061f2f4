"""Which reasons for absence are sick leave. A reason is read, counted and forgotten."""

import re
from collections import Counter
from enum import Enum, auto

import numpy as np

from core.danish import format_count, join_words
from data_loaders.codes import problem
from data_loaders.files.columns import EncodedColumn, Mask
from data_loaders.files.values import Value, format_cell
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.kinds.list_columns import write_answered
from data_loaders.table.body import TableBody
from data_loaders.words.header_names import normalize

_OF_SOMEBODY_ELSE = re.compile(
    r"barns?|boern|child|omsorg|pasning|pleje|naertstaaende|paaroerende|aegtefaelle"
)
# Beside a word of illness these leave it open which of the two it was.
_OTHER = re.compile(
    r"barsel|foraeldre|faedre|adoption|ferie|orlov|afspads|tjenestefri|militaer|ombud|borgerligt|"
    r"session|helligdag|fridag|frihed|strejke|lockout|ulovlig|udebliv|rejse|vacation|holiday|"
    r"maternity"
)
# Of the person's job or the day's other use: beside a word of illness they say who was ill.
_OF_THE_PERSON = re.compile(r"flex|fleks|kursus|uddannelse|senior|tillidsrep")
_SICK = re.compile(
    r"syg|sick|illness|arbejdsskade|ulykke|tilskadekom|nedsattjeneste|delvisrask|kroni|"
    r"^(?:paragraf|par|p)?56(?!\d)|paragraf56|"
    r"gravid\w*(?:gene|betinge|komplikation)"
)
_SICK_LEAVE = re.compile(r"sygeorlov|sickleave")
_PART = re.compile(r"delvis|nedsattjeneste|deltidssyg|deltidsraskm|halvdag|formiddag|eftermiddag")
_MOST_NAMED = 12
_MOST_ASKED = 12
_LONGEST_NAMED = 40  # a longer text is no reason of a list, and may tell of somebody
_PREFIX = "reason"
_THE_REST = "*"
_CHOICES = (
    Choice("sygdom", "Medarbejderens egen sygdom: regnes med"),
    Choice("andet", "Andet fravær: regnes ikke med"),
)


class AbsenceReason(Enum):
    """What a reason says of the absence."""

    SICK = auto()
    OTHER = auto()
    UNKNOWN = auto()


def classify_reason(value: Value) -> AbsenceReason:
    """Say whether a cell's words are sick leave, something else, or words that are not known.

    A child's illness is not the employee's; "Sygdom, fleksjob" is. "Syg under ferie" may be either.
    """
    text = _SICK_LEAVE.sub("syg", normalize(format_cell(value)))
    is_sick = bool(_SICK.search(text))
    if _OF_SOMEBODY_ELSE.search(text):
        return AbsenceReason.OTHER
    is_other = bool(_OTHER.search(text))
    if is_sick:
        return AbsenceReason.UNKNOWN if is_other else AbsenceReason.SICK
    is_other = is_other or bool(_OF_THE_PERSON.search(text))
    return AbsenceReason.OTHER if is_other else AbsenceReason.UNKNOWN


def is_part_day(value: Value) -> bool:
    """Whether a cell's words say that only part of each day was lost."""
    return bool(_PART.search(normalize(format_cell(value))))


def find_sick_rows(body: TableBody) -> Mask:
    """Say which rows are sick leave; what is left out is told of, what is not known is asked."""
    if not body.has_field("aarsag"):
        body.note(
            "no_reason",
            "Filen har ingen kolonne med fraværsårsag: alle rækker er regnet som sygefravær.",
        )
        return np.ones(len(body), np.bool_)
    cells = body.cells("aarsag")
    answers = _read_answers(body)
    meanings = EncodedColumn([_settle(value, answers) for value in cells.values], cells.codes)
    other_rows = meanings.where(lambda meaning: meaning is AbsenceReason.OTHER)
    unknown_rows = meanings.where(lambda meaning: meaning is AbsenceReason.UNKNOWN)
    if other_rows.any():
        rows = format_count(int(other_rows.sum()), "række", "rækker")
        named = _name_reasons(_count_reasons(cells, other_rows))
        message = (
            f"{rows} er andet fravær end medarbejderens egen sygdom og er ikke regnet med: {named}."
        )
        body.flag("other_absence", message, "aarsag", np.flatnonzero(other_rows)[:1])
    if unknown_rows.any():
        _ask_about_reasons(body, _count_reasons(cells, unknown_rows))
    _tell_answered(body, cells, answers)
    return meanings.where(lambda meaning: meaning is AbsenceReason.SICK)


def _read_answers(body: TableBody) -> dict[str, str]:
    """Return what is answered about reasons, by the reason made plain."""
    answers = (pair for part in body.parts for pair in part.layout.mapping.answers.items())
    about = ((question.partition(":"), answer) for question, answer in answers)
    return {
        reason if reason == _THE_REST else normalize(reason): answer
        for (prefix, _, reason), answer in about
        if prefix == _PREFIX
    }


def _settle(value: Value, answers: dict[str, str]) -> AbsenceReason:
    answer = answers.get(normalize(format_cell(value)), "")
    meaning = classify_reason(value)
    if not answer and meaning is AbsenceReason.UNKNOWN:
        answer = answers.get(_THE_REST, "")
    if not answer:
        return meaning
    return AbsenceReason.SICK if answer == _CHOICES[0].value else AbsenceReason.OTHER


def _tell_answered(body: TableBody, cells: EncodedColumn[Value], answers: dict[str, str]) -> None:
    """Tell which reasons count otherwise than the program itself would say, as was answered.

    Of those that were answered for at once none is named: they may be anybody's words.
    """
    named: dict[AbsenceReason, set[Value]] = {}
    unnamed: dict[AbsenceReason, set[Value]] = {}
    for value in cells.compact().values:
        meaning = _settle(value, answers)
        if meaning is not classify_reason(value):
            is_named = normalize(format_cell(value)) in answers
            (named if is_named else unnamed).setdefault(meaning, set()).add(value)
    for meaning, values in named.items():
        texts = sorted(map(format_cell, values))
        listed = join_words([f"»{text}«" for text in texts], limit=_MOST_NAMED)
        noun = "årsagen" if len(texts) == 1 else "årsagerne"
        _note_answered(body, f"{noun} {listed}", meaning, cells.where(values.__contains__))
    for meaning, values in unnamed.items():
        _note_answered(body, "ukendte årsager", meaning, cells.where(values.__contains__))


def _note_answered(body: TableBody, reasons: str, meaning: AbsenceReason, rows: Mask) -> None:
    counted = "regnet med" if meaning is AbsenceReason.SICK else "ikke regnet med"
    body.note("answered_reason", write_answered(f"{reasons} {counted}", rows))


def _count_reasons(cells: EncodedColumn[Value], rows: Mask) -> Counter[str]:
    counts = np.bincount(cells.codes[rows], minlength=len(cells.values))
    reasons = Counter[str]()
    for value, count in zip(cells.values, counts.tolist(), strict=True):
        reasons[format_cell(value)] += count
    return +reasons


def _name_reasons(reasons: Counter[str]) -> str:
    """Name the reasons with their counts, the most frequent first; long texts are only counted."""
    short_texts = [pair for pair in reasons.most_common() if len(pair[0]) <= _LONGEST_NAMED]
    named = [
        f"»{text}« ({count})" if text else f"uden årsag ({count})"
        for text, count in short_texts[:_MOST_NAMED]
    ]
    if unnamed := len(reasons) - len(named):
        named.append(format_count(unnamed, "anden årsag", "andre årsager"))
    return join_words(named)


def _ask_about_reasons(body: TableBody, reasons: Counter[str]) -> None:
    """Ask of each unknown reason whether it is sick leave; of very many, of all at once."""
    is_many = len(reasons) > _MOST_ASKED or any(len(text) > _LONGEST_NAMED for text in reasons)
    counts = {_THE_REST: sum(reasons.values())} if is_many else dict(reasons.most_common())
    for text, count in counts.items():
        rows = format_count(count, "række", "rækker")
        named = "årsager" if is_many else f"årsagen »{text}«" if text else "ingen årsag"
        listed = f": {_name_reasons(reasons)}" if is_many else ""
        message = (
            f"{rows} har {named}, som programmet ikke kender{listed}. Er det medarbejderens egen "
            "sygdom? Indtil det er besvaret, er de ikke regnet med."
        )
        body.collector.add(problem("unknown_reason", message))
        question = f"Er {named} sygefravær?"
        body.collector.ask(Question(f"{_PREFIX}:{text}", question, _CHOICES, "unknown_reason"))
