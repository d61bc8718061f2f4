"""The kinds of data that a store keeps, and how a newer load of a kind replaces an older one."""

from dataclasses import dataclass

from core.errors import ChefforumError


@dataclass(frozen=True)
class StoredKind:
    """A kind of data as the store keeps it.

    Its rows are in `table`, whose column `period` says what is replaced as one: a quarter
    ("2024K4"), a year ("2024"), or the whole kind where every row has the same. With `adds_up`,
    files that have no enhed in common add up in a period, and any overlap replaces it; without,
    a period is always replaced.
    """

    name: str
    table: str
    period: str
    adds_up: bool


KINDS = {
    kind.name: kind
    for kind in (
        StoredKind("kvartal", "kvartal", "quarter", adds_up=True),
        StoredKind("rullende", "rullende_rows", "quarter", adds_up=True),
        StoredKind("fravaer", "fravaer", "quarter", adds_up=True),
        StoredKind("bemanding", "bemanding", "quarter", adds_up=True),
        StoredKind("personer", "personer", "year", adds_up=True),
        StoredKind("maaltal", "maaltal", "year", adds_up=True),
        StoredKind("organisation", "organisation", "period", adds_up=False),
        StoredKind("haendelser", "haendelser", "period", adds_up=False),
        StoredKind("opfoelgning", "opfoelgning", "period", adds_up=False),
        StoredKind("grupper", "grupper", "period", adds_up=False),
        StoredKind("noegletal", "noegletal", "period", adds_up=False),
    )
}
WHOLE = "alt"  # the one period of kinds that a newer load replaces as a whole
SICK_LEAVE = ("kvartal", "rullende", "fravaer", "bemanding")
FIGURES = (*SICK_LEAVE, "noegletal")  # the kinds of which any gives figures alone


TOLD_APART = ("opfoelgning",)  # the kinds that no figure rests on


def find_kind(name: str) -> StoredKind:
    """Return a kind; ChefforumError for an unknown name."""
    if name not in KINDS:
        raise ChefforumError(f"Databasen kender ikke data af slagsen »{name}«.")
    return KINDS[name]
