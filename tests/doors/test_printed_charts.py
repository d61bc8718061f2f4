"""The charts of a role: nothing in them, hover and alt texts included, is finer than printed."""

import json
from collections.abc import Iterator
from pathlib import Path

from access.viewer import read_local_viewer
from charts import afdelinger, bidrag, enheder, omraader, tragt, udsving, udvikling
from charts import langtidsfriske as friske_chart
from charts import maaltal as target_chart
from charts.chart import Chart
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics import langtidsfriske, maaltal, rullende
from metrics.forklaring import ROLLING, read_contributions, read_node_changes
from metrics.signal import kpi
from services import opgoerelser
from services.figures import open_figures
from services.viewers import read_viewer
from store.database import Store
from store.figures import Reader
from tests.printed_numbers import find_finer_numbers, find_finer_texts

AT, FOCUS = Quarter(2024, 4), "Børn & Familie"
DRAWN = ("x", "y", "base", "text", "customdata")


def draw_charts(reader: Reader) -> Iterator[Chart]:
    units = rullende.read_rullende(reader, quarter=AT, level=Level.ENHED)
    yield tragt.draw_chart(units)
    unit_targets = maaltal.read_if_any(reader, quarter=AT, level=Level.ENHED)
    yield enheder.draw_chart(units, afdeling=f"afdeling:{FOCUS}", maaltal=unit_targets)
    series = rullende.read_udvikling(reader, quarter=AT, level=Level.KOMMUNE)
    yield udvikling.draw_chart(series)
    yield afdelinger.draw_chart(afdelinger.AfdelingFigures.read(reader, AT))
    yield omraader.draw_chart(rullende.read_rullende(reader, quarter=AT, level=Level.OMRAADE))
    friske = langtidsfriske.read_langtidsfriske(reader, quarter=AT, level=Level.AFDELING)
    yield friske_chart.draw_chart(friske)
    targets = maaltal.read_maaltal(reader, quarter=AT, level=Level.AFDELING)
    yield target_chart.draw_chart(targets)
    verdict = kpi.judge_nodes(reader, quarter=AT, level=Level.KOMMUNE)["kommune"]
    yield udsving.draw_chart(verdict, key="kommune", unit="dagsværk")
    for level in (Level.KOMMUNE, Level.AFDELING):
        changes = read_node_changes(reader, ROLLING, quarter=AT, level=level, against=AT - 1)
        for node in changes.rows:
            contributions = read_contributions(reader, ROLLING, changes, node)
            yield bidrag.draw_chart(changes, node, contributions, title="Ændringen")


def test_no_chart_of_a_role_draws_anything_finer_than_it_is_printed(sample: Path) -> None:
    store, settings = Store(sample), Settings()
    opgoerelser.release(store, AT, settings=settings, by="hr")
    viewer = read_viewer(store, read_local_viewer(), f"afdelingschef:{FOCUS}", settings=settings)
    with open_figures(store, viewer, settings=settings) as reader:
        for chart in draw_charts(reader):
            for trace in chart.figure["data"]:
                drawn = {name: trace[name] for name in DRAWN if name in trace}
                assert [*find_finer_numbers(drawn)] == [], chart.name
                assert find_finer_texts(json.dumps(drawn), mark=",") == [], chart.name
            assert find_finer_texts(f"{chart.title} {chart.alt}", mark=",") == []
    store.close()
