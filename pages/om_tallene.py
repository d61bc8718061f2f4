"""Om tallene: what each figure means, what the municipality has chosen, which files it rests on."""

from collections.abc import Sequence

import streamlit as st

from core import danish
from core.errors import NoDataError
from core.nodes import Level
from core.settings import Settings
from metrics import registry, rullende
from metrics.declaration import VARIES, Noegletal
from metrics.result import Source
from pages.parts import frame, role_view, table_view
from pages.parts.app import App
from phrases.text_tables import make_table

_UNITS = {
    "dagsværk": "dagsværk {per}",
    "forløb": "forløb {per}",
    "kalenderdage": "kalenderdage",
    "andel": "andel i %",
    "antal": "{many}",
    VARIES: "som i listen",
}


def render(app: App) -> None:
    """Show the page; it needs no data."""
    frame.write_title("Sådan er tallene opgjort")
    role_view.ask_role(app)
    for kpi in registry.ALL.values():
        _show_meaning(kpi.declaration, app.settings)
    st.markdown(
        "Ved uændret personale er ændringen i et rullende tal fra én opgørelse til den næste det "
        "seneste kvartal sammenlignet med samme kvartal året før. Alle tal afrundes én gang, til "
        "sidst; derfor kan viste dele afvige fra den viste sum."
    )
    _show_missing_figures()
    _show_settings(app.settings)
    _show_sources(app)


def _show_meaning(noegletal: Noegletal, settings: Settings) -> None:
    denominator = settings.denominator
    heads = ("Tal", "Enhed", "Sådan er det opgjort", "Kilde")
    lines = []
    for measure in noegletal.measures:
        many = measure.counts or denominator.value
        unit = _UNITS[measure.unit].format(per=denominator.per, many=many)
        lines.append((measure.label, unit, measure.description, measure.source))
    _show_table(f"{noegletal.label} – {noegletal.covers}", heads, lines)


def _show_missing_figures() -> None:
    lines = [
        (danish.HIDDEN, "Der står så få personer bag tallet, at det kunne pege på "
         "én af dem, eller et sådant tal kunne regnes ud af det. Det indgår i tallene for "
         "afdeling, område og kommune."),
        (danish.NO_DATA, "Udtrækkene har ikke tallet. Det regnes aldrig som nul. Mangler en enhed "
         "i et kvartal, holdes den ude af både fravær og nævner, og det står i en note."),
    ]  # fmt: skip
    _show_table("Når der ikke står et tal", ("Der står", "Det betyder"), lines)


def _show_settings(settings: Settings) -> None:
    lines = [
        ("Kommune", settings.municipality),
        ("Nævner", settings.denominator.value),
        ("Mindste gruppe, der vises", _describe_smallest(settings)),
        ("Langtidsfravær", settings.threshold_text),
        ("Medarbejdere og fraværsårsager", settings.population),
    ]
    _show_table("Indstillinger", ("Indstilling", "Valg"), lines)


def _describe_smallest(settings: Settings) -> str:
    """Say how small a group may be for those who lead it, and for everybody."""
    return (
        f"{settings.smallest_group} medarbejdere i den interne udgave, "
        f"{settings.smallest_group_public} i den offentlige"
    )


def _show_sources(app: App) -> None:
    try:
        with app.figures() as reader:
            newest = [
                rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
                for quarter in rullende.find_quarters(reader)[:1]
            ]
    except NoDataError:
        newest = []
    if not newest:
        st.info("Der er endnu ingen opgørelse og derfor ingen filer at vise.")
    for result in newest:
        lines = [_make_source_row(source) for source in result.sources]
        heads = ("Fil", "Udtrukket fra KMD OPUS", "Indlæst")
        _show_table(f"Filerne bag opgørelsen for {result.quarter.label}", heads, lines)


def _make_source_row(source: Source) -> tuple[str, ...]:
    drawn = danish.format_date_long(source.extract_date) if source.extract_date else "ikke oplyst"
    return (source.file_name, drawn, danish.format_moment(source.loaded_at))


def _show_table(caption: str, heads: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> None:
    table_view.show(make_table(caption, heads, lines))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
