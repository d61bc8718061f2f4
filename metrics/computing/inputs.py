"""What the figures of a data version are computed with, and the files of SQL that compute them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.edition import Edition
from core.quarter import Quarter
from core.settings import Settings
from metrics.masks import MaskLimits
from store.database import Cursor

_FOLDER = Path(__file__).parents[1] / "sql"


@dataclass(frozen=True)
class FigureInputs:
    """What the figures of a data version are computed with; `version` is its id.

    `compared` are two opgørelser, the earlier one first, that somebody wants compared.
    """

    version: str
    settings: Settings
    edition: Edition
    compared: tuple[Quarter, Quarter] | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """What SQL may ask for, by the names that it asks by."""
        chosen = self.settings
        earlier, later = [_count_quarters(quarter) for quarter in self.compared or ()] or (
            None,
            None,
        )
        return {
            "version": self.version,
            "municipality": chosen.municipality,
            "denominator": chosen.denominator.value,
            "organisation": chosen.organisation.value,
            "closed_units": chosen.closed_units,
            "limit": chosen.langtidsfrisk_limit,
            "smallest_group": MaskLimits.from_settings(chosen, self.edition).smallest_group,
            "public": self.edition is Edition.OFFENTLIG,
            "compared_from": earlier,
            "compared_to": later,
        }


def _count_quarters(quarter: Quarter) -> int:
    """A quarter as SQL counts them: `q`."""
    return quarter.year * 4 + quarter.number - 1


Computation = Callable[[Cursor, FigureInputs], None]


def run_sql(cursor: Cursor, name: str, inputs: FigureInputs) -> None:
    """Run the statements of a file of SQL, each with what it asks for."""
    text = (_FOLDER / f"{name}.sql").read_text("utf-8")
    values = inputs.parameters
    for statement in cursor.extract_statements(text):
        used = {name: values[name] for name in statement.named_parameters if name in values}
        cursor.execute(statement, used)
