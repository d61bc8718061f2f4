"""Om tallene: what each figure means, what the municipality has chosen, which files it rests on."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from core import danish
from core.errors import NoDataError
from core.nodes import Level
from core.settings import Settings
from metrics import registry, rullende
from metrics.declaration import VARIES, Noegletal
from metrics.langtidsfriske import read_langtidsfriske
from metrics.maaltal import read_maaltal
from metrics.result import RullendeResult, Source
from pages.parts import frame, role_view, table_view
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases import worked_examples
from phrases.text_tables import make_table

_UNITS = {
    "dagsværk": "dagsværk {per}",
    "forløb": "forløb {per}",
    "kalenderdage": "kalenderdage",
    "andel": "andel i %",
    "antal": "{many}",
    VARIES: "som i listen",
}


_CARDS = {
    "Sygefravær": "Fraværsdagsværk i de seneste fire kvartaler delt med det gennemsnitlige antal "
    "medarbejdere i de samme fire kvartaler. Der lægges sammen først og deles bagefter, så en stor "
    "enhed vejer mere end en lille. Ét dagsværk er 7,4 timer.",
    "Langtidsandel": "Langtidsfraværets andel af alle dagsværk i de samme fire kvartaler. Grænsen "
    "for langtid står under indstillinger.",
    "Langtidsfriske": "Andelen af medarbejderne med under grænsen (normalt 5,0) fraværsdagsværk i "
    "hvert af de to seneste kalenderår. Med er de, der var ansat i begge hele år. Tallet flytter "
    "sig én gang om året.",
    "Måltal": "Enhedens eget mål for året. For flere enheder det gennemsnit, som deres måltal "
    "giver, vejet med antallet af medarbejdere. Afstanden er sygefraværet minus måltallet.",
    "Ændring": "Denne opgørelse minus den forrige, som de vises. Ved uændret personale er det det "
    "seneste kvartal mod samme kvartal året før. Hvad der har drevet den, deles i udvikling i "
    "enhederne, forskydning mellem enheder, nye og nedlagte.",
}


class Basis(NamedTuple):
    """The worked examples by card, and the files behind the newest opgørelse."""

    examples: dict[str, str]
    newest: RullendeResult | None


def render(app: App) -> None:
    """Show the page; it needs no data."""
    frame.write_title("Sådan er tallene opgjort")
    role_view.ask_role(app)
    basis = _read_basis(app)
    for title, text in _CARDS.items():
        with st.container(border=True):
            st.header(title, anchor=False)
            st.markdown(text)
            if example := basis.examples.get(title):
                st.markdown(f"**{escape_text(example)}**")
    sources = dict.fromkeys(kpi.declaration.source for kpi in registry.ALL.values())
    st.markdown(
        "Alle tal afrundes én gang, til sidst; derfor kan viste dele afvige fra den viste sum. "
        f"»{danish.HIDDEN}«: så få personer står bag, at tallet kunne pege på én af dem, eller et "
        "sådant tal kunne regnes ud af det. "
        f"»{danish.NO_DATA}«: udtrækkene har ikke tallet; det regnes aldrig som nul."
    )
    st.caption(escape_text(f"Kilder: {'; '.join(sources)}."))
    _show_settings(app.settings)
    declarations = st.expander("Alle tal, ord for ord", on_change="rerun", key="ord-for-ord")
    if declarations.open:
        with declarations:
            for kpi in registry.ALL.values():
                _show_meaning(kpi.declaration, app.settings)
    files = st.expander("Filerne bag tallene", on_change="rerun", key="filer-bag")
    if files.open:
        with files:
            _show_sources(basis.newest)


def _read_basis(app: App) -> Basis:
    """Work the figures out with those of the kommune that the viewer may see, if any."""
    try:
        with app.figures() as reader:
            newest = next(iter(rullende.find_quarters(reader)), None)
            if newest is None:
                return Basis({}, None)
            level = Level.KOMMUNE
            sick_leave = rullende.read_rullende(reader, quarter=newest, level=level)
            friske = read_langtidsfriske(reader, quarter=newest, level=level)
            targets = read_maaltal(reader, quarter=newest, level=level)
    except NoDataError:
        return Basis({}, None)
    examples = {
        "Sygefravær": worked_examples.write_sick_leave(sick_leave, exact=app.viewer.is_hr),
        "Langtidsandel": worked_examples.write_long_share(sick_leave),
        "Langtidsfriske": worked_examples.write_langtidsfriske(friske),
        "Måltal": worked_examples.write_distance(targets),
        "Ændring": worked_examples.write_change(sick_leave),
    }
    return Basis(examples, sick_leave)


def _show_meaning(noegletal: Noegletal, settings: Settings) -> None:
    denominator = settings.denominator
    heads = ("Tal", "Enhed", "Sådan er det opgjort", "Kilde")
    lines = []
    for measure in noegletal.measures:
        many = measure.counts or denominator.value
        unit = _UNITS[measure.unit].format(per=denominator.per, many=many)
        lines.append((measure.label, unit, measure.description, measure.source))
    _show_table(f"{noegletal.label} – {noegletal.covers}", heads, lines)


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


def _show_sources(newest: RullendeResult | None) -> None:
    if newest is None:
        st.info("Der er endnu ingen opgørelse og derfor ingen filer at vise.")
        return
    lines = [_make_source_row(source) for source in newest.sources]
    heads = ("Fil", "Udtrukket fra KMD OPUS", "Indlæst")
    _show_table(f"Filerne bag opgørelsen for {newest.quarter.label}", heads, lines)


def _make_source_row(source: Source) -> tuple[str, ...]:
    drawn = danish.format_date_long(source.extract_date) if source.extract_date else "ikke oplyst"
    return (source.file_name, drawn, danish.format_moment(source.loaded_at))


def _show_table(caption: str, heads: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> None:
    table_view.show(make_table(caption, heads, lines))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
