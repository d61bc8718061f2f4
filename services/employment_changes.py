"""Kinds of employment that are answered otherwise than before: a break in what is counted."""

from data_loaders.guidance.aliases import make_name_key
from data_loaders.guidance.mapping import EMPLOYMENT_LEVEL, Mapping
from services.findings import Finding, warn
from store import knowledge
from store.database import Store


def warn_of_changed_kinds(store: Store, mapping: Mapping) -> tuple[Finding, ...]:
    """Warn where a mapping answers of a kind of employment otherwise than was answered before."""
    answers = [(kind, name) for level, kind, name in mapping.aliases if level == EMPLOYMENT_LEVEL]
    if not answers:
        return ()
    with store.session(facts=False) as cursor:
        earlier = knowledge.read_former_names(cursor, EMPLOYMENT_LEVEL)
    return tuple(
        warn(
            "changed_employment",
            f"Ansatte som »{kind}« {name}; i tidligere filer var det omvendt. Indlæs de tidligere "
            "perioder igen, eller skriv et databrud under Organisation og hændelser.",
        )
        for kind, name in answers
        if any(make_name_key(of) == make_name_key(kind) and was != name for of, was in earlier)
    )
