"""Afdelinger: a line for each of them, or one of them with its enheder."""

from charts import afdelinger
from charts.afdelinger import AfdelingFigures
from core.nodes import Level
from metrics import rullende
from metrics.result import RullendeResult
from pages.parts import (
    afdeling_lines,
    afdeling_view,
    correction_banner,
    figure_choice,
    frame,
    group_tables,
    message,
)
from pages.parts.app import App
from pages.parts.figure_choice import ChosenFigures
from pages.parts.part_choice import PartChoice

_TITLE = "Afdelingerne på samme skala"


def render(app: App) -> None:
    """Show the page."""
    with figure_choice.choose_figures(app, with_variants=True) as chosen:
        reader, quarter, place = chosen.reader, chosen.quarter, chosen.place
        kommune = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
        figures = AfdelingFigures.read(reader, quarter)
        if place.level is Level.OMRAADE:
            figures = figures.select_within(place.key)
        _show_page(app, chosen, kommune, figures)


def _show_page(
    app: App, chosen: ChosenFigures, kommune: RullendeResult, figures: AfdelingFigures
) -> None:
    result, place = figures.rullende, chosen.place
    selected = place.key if place.level is Level.AFDELING else ""
    title = afdelinger.write_title(result, selected=selected)
    chosen.head.write(app, title, result, sending=chosen.sending)
    message.show_message()
    if not chosen.sending:
        figure_choice.show_difference(app, kommune)
    correction_banner.show(app, kommune, result)
    choice = PartChoice(app, chosen.quarter)
    if selected:
        afdeling_view.show(app, chosen, figures, kommune=kommune, choice=choice)
    else:
        afdeling_lines.show(figures, title=_TITLE, choice=choice)
    frame.show_corrections(result, figures.series)
    if place.level is Level.KOMMUNE:
        group_tables.show_personalegrupper(
            chosen.reader, quarter=chosen.quarter, within=place.key, name="Hele kommunen"
        )


if __name__ == "__main__":
    import dashboard

    dashboard.main()
