"""Problems are data: all of them at once, each with its address."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_VALUE = 100  # characters of a cell that a problem shows


class Severity(StrEnum):
    """An error refuses the file; a warning is shown and the load goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    `code` is stable and English ("invalid_number"); `message` is Danish and says what was found
    and what is valid. `sheet`, `cell` ("D7"), `column` (the header as written) and `value` (as
    written) are "" where they do not apply.
    """

    code: str
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    column: str = ""
    value: str = ""
