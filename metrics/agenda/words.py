"""What is said of a figure of the agenda: what it is made of, and what is wanting."""

from datetime import date

from core import danish
from metrics.cells import Row
from metrics.periods import period_text
from metrics.words import known

_WHOLE = 1 - 1e-9


def outstanding(row: Row) -> int:
    """How many are wanting where all of them should be in: 2 of "93 af 95"; else 0."""
    wanted = row["measure_unit"] == "%" and known(row["target"]) and row["target"] >= _WHOLE
    if not (wanted and known(row["numerator"]) and known(row["basis"])):
        return 0
    return max(int(row["basis"] - row["numerator"]), 0)


def note(row: Row) -> str:
    """Say what must be known of one row."""
    if row["missing"]:
        return " ".join(part for part in (_missing(row), _deadline(row)) if part)
    return f"Tallet er for {period_text(row['period'])}. {remarks(row)}".strip()


def remarks(row: Row) -> str:
    """Say what must be known of a row that has its figure, beside the period."""
    waits = _deadline(row) if row["status"] == "i gang" else ""
    parts = [_parts(row), _pooled(row), _before(row), row.get("corrected", ""), waits]
    return " ".join(part for part in parts if part)


def caveats(row: Row) -> str:
    """Say of a row that has its figure what a table with all its figures does not tell."""
    plain = known(row["previous"]) and not row["previous_masked"]
    parts = [_pooled(row), "" if plain else _before(row), row.get("corrected", "")]
    return " ".join(part for part in parts if part)


def fraction(row: Row) -> str:
    """Write what a figure is a share of: "93 af 95"; "" where it is none."""
    if not (known(row["numerator"]) and known(row["basis"])):
        return ""
    return f"{_plain(row['numerator'])} af {_plain(row['basis'])}"


def _missing(row: Row) -> str:
    told = f"Der er intet tal for {period_text(row['period'])}"
    if not row["previous_period"]:
        return f"{told}."
    return f"{told}; det seneste er for {period_text(row['previous_period'])}."


def _parts(row: Row) -> str:
    told, wanting = fraction(row), outstanding(row)
    if wanting:
        told += f"; {danish.format_number(wanting, 0)} mangler"
    return f"{told}." if told else ""


def _plain(value: float) -> str:
    return danish.format_number(value, 0 if float(value).is_integer() else 1)


def _pooled(row: Row) -> str:
    if not known(row["parts"]) or not row["parts"]:
        return ""
    return f"Lagt sammen af {danish.format_count(int(row['parts']), 'række', 'rækker')} i listen."


def _before(row: Row) -> str:
    if row["masked"] or not row["previous_period"]:
        return ""
    before = period_text(row["previous_period"])
    if row["previous_masked"]:
        return f"Ændringen vises ikke, fordi tallet for {before} ikke vises."
    if not known(row["previous"]):
        return f"Ikke sammenlignet med {before}, hvor det er målt i noget andet."
    return f"Ændringen er siden {before}."


def _deadline(row: Row) -> str:
    if not row["deadline"]:
        return ""
    return f"Frist {danish.format_date_long(date.fromisoformat(row['deadline']))}."
