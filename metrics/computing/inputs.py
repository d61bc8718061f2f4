"""The inputs of a computation of figures, and how a file of SQL is run with them."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from core.edition import Edition
from core.quarter import Quarter
from core.settings import Settings
from metrics.masks import MaskLimits
from store.connection import Cursor

_FOLDER = Path(__file__).parents[1] / "sql"
NEVER = 99_999  # the number of a quarter that never comes


@dataclass(frozen=True)
class FigureInputs:
    """The version, settings and edition that figures are computed for; `version` is an id.

    `compared` are two opgørelser, the earlier one first, that somebody wants compared. `erased` are
    keys of enheder that are being erased, which are hidden whatever their size, and `hidden_before`
    cells (`key, q`) that are hidden with them.
    """

    version: str
    settings: Settings
    edition: Edition
    compared: tuple[Quarter, Quarter] | None = None
    erased: frozenset[str] = frozenset()
    hidden_before: pd.DataFrame | None = field(default=None, compare=False)

    @property
    def parameters(self) -> dict[str, object]:
        """The values of the named parameters that a file of SQL may use."""
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
            "smallest_groups": [
                MaskLimits.from_settings(chosen, edition).smallest_group
                for edition in self.edition.broader_editions
            ],
            "public": self.edition is Edition.OFFENTLIG,
            "late_days": chosen.late_registration_days,
            "compared_from": earlier,
            "compared_to": later,
        }


def _count_quarters(quarter: Quarter) -> int:
    """Return a quarter's number as SQL counts them, `q`: four a year, from 0."""
    return quarter.year * 4 + quarter.number - 1


def run_sql(cursor: Cursor, name: str, inputs: FigureInputs) -> None:
    """Run a file of `metrics/sql`, each statement with the parameters that it names."""
    text = (_FOLDER / f"{name}.sql").read_text("utf-8")
    values = inputs.parameters
    for statement in cursor.extract_statements(text):
        used = {name: values[name] for name in statement.named_parameters if name in values}
        cursor.execute(statement, used)
