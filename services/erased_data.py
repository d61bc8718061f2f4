"""Refuse what cannot be made again because what it rests on was erased, and say when that was."""

from datetime import datetime

from core import danish
from core.errors import ChefforumError
from core.opgoerelse import OpgoerelseStep
from core.quarter import Quarter
from store.database import Store
from store.erasure import find_years_erased_since
from store.erasure_list import ErasedKind, find_erasures_of_data_since, read_erasures


def require_figures_of(store: Store, quarter: Quarter) -> None:
    """Refuse an opgørelse whose figures were erased."""
    with store.session(facts=False) as cursor:
        erasures = [
            erasure
            for erasure in read_erasures(cursor)
            if erasure.kind is ErasedKind.FIGURES and erasure.period == str(quarter)
        ]
    if erasures:
        raise ChefforumError(
            f"Opgørelsen for {quarter.label} kan ikke dannes igen: dens tal er slettet den "
            f"{danish.format_moment_date(erasures[0].at)}. Det, der blev sendt, ligger i sagen i "
            "SBSYS."
        )


def require_data_since(store: Store, as_of: datetime) -> None:
    """Refuse figures of the data as they were at a moment (UTC), where any were erased since."""
    with store.session(facts=False) as cursor:
        erasures = find_erasures_of_data_since(cursor, as_of)
    if erasures:
        raise ChefforumError(
            f"Tallene, som data var {danish.format_moment(as_of)}, kan ikke dannes igen: data bag "
            f"dem er slettet den {danish.format_moment_date(erasures[0].at)}."
        )


def require_data_behind(store: Store, step: OpgoerelseStep) -> None:
    """Refuse to compute what was not kept of a release where data behind it were erased since."""
    with store.session(as_of=step.at, facts=False) as cursor:
        years = find_years_erased_since(cursor)
        erasures = find_erasures_of_data_since(cursor, step.at)
    if not (years or erasures):
        return
    erased = f"oplysninger i personlisterne for {danish.join_words(years)} er slettet"
    if erasures:
        erased = f"data bag den er slettet den {danish.format_moment_date(erasures[0].at)}"
    raise ChefforumError(
        f"Opgørelsen for {step.quarter.label} kan ikke genberegnes på en anden måde: {erased}, "
        f"siden den blev {step.act.value}. Det, der blev gemt med den, kan stadig ses."
    )
