"""A proposal: how a file was understood, column by column, and what the user must answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.errors import FileRefusedError
from data_loaders.guidance.mapping import Mapping, label_columns
from data_loaders.words.header_names import FIELD_LABELS, find_rule

_BY_SCORE = {4: 0.95, 3: 0.85, 2: 0.7, 1: 0.5}
_BY_CONTENTS = 0.6


@dataclass(frozen=True)
class Choice:
    """An answer that a question can have: what is stored, and what a user reads."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """Something that the file leaves open and the user must answer.

    `id` says what the answer is about (see `Mapping.add_answer`); without `choices` any text may be
    answered. `code` is the problem that stands beside it and is gone when it is answered.
    """

    id: str
    text: str
    choices: tuple[Choice, ...] = ()
    code: str = ""

    @property
    def suffices(self) -> bool:
        """Whether an answer can be enough: not where no column or heading of the file would do."""
        return bool(self.choices) or self.id.partition(":")[0] not in {"column", "header_row"}


class QuestionError(FileRefusedError):
    """A file cannot be read before a question is answered."""

    def __init__(self, message: str, *, code: str, question: Question) -> None:
        super().__init__(message, code=code)
        self.question = question


@dataclass(frozen=True)
class ColumnReason:
    """Why a column is read as it is, in Danish, and how sure that is, from 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True)
class ProposedColumn:
    """A column of the file; `field` is "" where it is not used. `examples` are its first values."""

    label: str
    header: str
    cell: str
    field: str
    reason: str
    confidence: float
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """How a file was read, for the user to see, change and have it read again.

    `mapping` is complete; `remembered_mapping_name` names
    the remembered one that was used. `confidence` and
    `kind_reason` are about the kind.
    """

    mapping: Mapping = field(default_factory=Mapping)
    columns: tuple[ProposedColumn, ...] = ()
    questions: tuple[Question, ...] = ()
    remembered_mapping_name: str = ""
    kind_reason: str = ""
    confidence: float = 1.0


def propose_columns(
    columns: dict[str, int],
    *,
    mapping: Mapping,
    cells: Sequence[str],
    words: dict[str, str] | None = None,
    reasons: dict[str, ColumnReason] | None = None,
    examples: Sequence[tuple[str, ...]] = (),
) -> tuple[ProposedColumn, ...]:
    """Describe each column of a file: what it is read as, why, and its first values.

    Args:
        columns: The place of each field's column.
        mapping: What was said or remembered, placed in the file's headers.
        cells: The address of each header.
        words: What a user calls each field; by default the quarterly extract's.
        reasons: Why a field has its column, where more than its name told.
        examples: The first values of each column; none where they may not be shown.
    """
    fields = {column_index: name for name, column_index in columns.items()}
    field_labels, reason_by_field = words or FIELD_LABELS, reasons or {}
    proposed_columns = []
    for column_index, label in enumerate(label_columns(mapping.headers)):
        name, header = fields.get(column_index, ""), mapping.headers[column_index]
        reason = (
            _read_user_reason(name, label, mapping)
            or reason_by_field.get(name)
            or _derive_reason_from_name(name, header, field_labels)
        )
        column_examples = examples[column_index] if column_index < len(examples) else ()
        proposed_columns.append(
            ProposedColumn(
                label,
                header,
                cells[column_index],
                name,
                reason.text,
                reason.confidence,
                column_examples,
            )
        )
    return tuple(proposed_columns)


def _read_user_reason(name: str, label: str, mapping: Mapping) -> ColumnReason | None:
    if label in mapping.ignored:
        return ColumnReason("Valgt fra.", 1.0)
    return ColumnReason("Valgt.", 1.0) if name and mapping.columns.get(name) == label else None


def _derive_reason_from_name(name: str, header: str, words: dict[str, str]) -> ColumnReason:
    if not name:
        return ColumnReason("Bruges ikke.", 1.0)
    rule = find_rule(header) if header else None
    word = words.get(name, name)
    if rule is None or rule.field.rstrip("?") != name:
        return ColumnReason(f"Indholdet ligner »{word}«.", _BY_CONTENTS)
    sure = _BY_SCORE[rule.score]
    how = "er et navn for" if sure > _BY_SCORE[3] else "ligner et navn for"
    return ColumnReason(f"Overskriften {how} »{word}«.", sure)
