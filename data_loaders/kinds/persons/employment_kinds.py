"""Which kinds of employment count: who is out of the days is out of the heads as well.

What is answered about a kind holds for all lists, whatever they are of.
"""

import re

import numpy as np

from core.danish import join_words
from data_loaders.codes import problem
from data_loaders.files.columns import EncodedColumn, Mask
from data_loaders.files.values import Hidden, Value, format_cell
from data_loaders.guidance.aliases import make_name_key
from data_loaders.guidance.mapping import EMPLOYMENT_LEVEL
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.kinds.list_columns import write_answered
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Field
from data_loaders.words.header_names import normalize

FIELD = Field(
    "ansaettelsesform",
    "Ansættelsesform",
    CellType.TEXT,
    r"^(?:ansaettelses?|ansat|afloennings?|loen|employment|employee)(?:forholds?)?"
    r"(?:form|type|art|status)(?:tekst|navn|kode)?$|^medarbejder(?:type|kreds)(?:tekst|navn)?$",
    "Måden at være ansat på, f.eks. månedslønnet, timelønnet eller vikar. Om en anden end de "
    "faste regnes med, spørges der om én gang; svaret gælder for alle filer.",
    in_template=False,
)
COUNTED, LEFT_OUT = "regnes med", "regnes ikke med"
_CHOICES = (
    Choice(COUNTED, "De regnes med, både i fravær og i antal"),
    Choice(LEFT_OUT, "De regnes ikke med, hverken i fravær eller i antal"),
)
_USUAL = re.compile(
    r"^(?:maanedsloen|fast|tjenestemand|tjenestemaend|overenskomst|funktionaer|fuldtid|deltid|"
    r"almindelig|ordinaer)"
)
_MOST_KINDS = 30  # a column with more different texts is of something else
_LONGEST = 60


def find_counted_rows(body: TableBody) -> Mask:
    """Say which rows are of employments that count; what is left out is told, or asked about."""
    everybody = np.ones(len(body), np.bool_)
    if not body.has_field(FIELD.name):
        return everybody
    cells = body.cells(FIELD.name)
    kinds = {_name_kind(value) for value in cells.compact().values} - {""}
    if len(kinds) > _MOST_KINDS or any(len(kind) > _LONGEST for kind in kinds):
        return everybody
    decided = _read_decided(body)
    counted = {kind: decided.get(make_name_key(kind), COUNTED) == COUNTED for kind in kinds}
    for kind in sorted(kinds):
        if make_name_key(kind) not in decided and not _USUAL.search(normalize(kind)):
            _ask_about_kind(body, kind)
    rows: Mask = cells.where(lambda value: counted.get(_name_kind(value), True))
    _tell_left_out(body, cells, ~rows)
    return rows


def list_kinds(body: TableBody) -> list[str]:
    """Return each row's kind of employment, which tells rows of one enhed from each other."""
    return [_name_kind(value) for value in body.cells(FIELD.name).cells()]


def _name_kind(value: Value) -> str:
    return "" if isinstance(value, Hidden) else format_cell(value).strip()


def _read_decided(body: TableBody) -> dict[str, str]:
    """Return what is answered about kinds of employment, now or earlier, by their name's key."""
    guidance = body.context.guidance
    names = guidance.aliases.add_answers(guidance.user_mapping).names_by_alias[EMPLOYMENT_LEVEL]
    return {make_name_key(kind): answer for kind, answer in names.items()}


def _ask_about_kind(body: TableBody, kind: str) -> None:
    message = (
        f"Filen har ansatte som »{kind}«. Regnes de med? Svaret gælder både fravær og antal "
        "ansatte og huskes for alle filer."
    )
    body.collector.add(problem("unknown_employment", message))
    question = f"Regnes ansatte som »{kind}« med?"
    body.collector.ask(
        Question(f"{EMPLOYMENT_LEVEL}:{kind}", question, _CHOICES, "unknown_employment")
    )


def _tell_left_out(body: TableBody, cells: EncodedColumn[Value], left_out: Mask) -> None:
    if not left_out.any():
        return
    kinds = {_name_kind(value) for value in cells.take(np.flatnonzero(left_out)).compact().values}
    named = join_words([f"»{kind}«" for kind in sorted(kinds)])
    body.collector.add(
        problem("left_out_employment", write_answered(f"uden ansatte som {named}", left_out))
    )
