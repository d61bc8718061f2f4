"""Øvrige nøgletal: the agenda's other figures, item by item, and who is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from bilag.model import Column, Row, Table
from charts import agenda as chart_of
from core import danish
from core.errors import NoDataError
from core.organisation import Level
from core.quarter import Quarter
from metrics import agenda
from metrics.agenda.words import remarks
from metrics.cells import Row as Figures
from metrics.cells import cell
from metrics.periods import period_text
from metrics.phrases import agenda as phrases
from metrics.result import KpiResult
from metrics.words import known
from pages.parts import figure, filters, frame, table
from pages.parts.app import App
from pages.parts.text import plain
from store.figures import Reader

_HEADS = (
    Column("name", "Nøgletal", numeric=False),
    Column("value", "Tal"),
    Column("target", "Mål"),
    Column("status", "Status", numeric=False),
    Column("change", "Ændring"),
    Column("trend", "Udvikling", numeric=False),
    Column("period", "Periode", numeric=False),
    Column("note", "Note", numeric=False),
)
_OF_PLACES = ("value", "target", "status", "change", "note")
_TREND = 4
_PLACES, _PERIODS = 3, 2  # so many make a chart
_NO_SOURCE = "Uden kilde"


@dataclass(frozen=True)
class Shown:
    """What the page shows: each level's newest figures and its series, and who is missing."""

    now: tuple[KpiResult, ...]
    series: tuple[KpiResult, ...]
    missing: tuple[agenda.Wanting, ...]

    @classmethod
    def read(cls, reader: Reader, quarter: Quarter) -> "Shown":
        """Read all levels at a quarter."""
        levels = agenda.levels(reader, quarter=quarter)
        return cls(
            tuple(agenda.noegletal(reader, quarter=quarter, level=level) for level in levels),
            tuple(agenda.serie(reader, quarter=quarter, level=level) for level in levels),
            agenda.missing(reader, quarter=quarter),
        )

    def of(self, source: str) -> "Shown":
        """Return what is of one item of the agenda."""
        names = {name for name, its in self.sources.items() if its == source}
        return Shown(
            tuple(_only(one, "noegletal", names) for one in self.now),
            tuple(_only(one, "noegletal", names) for one in self.series),
            tuple(one for one in self.missing if one.noegletal in names),
        )

    @property
    def sources(self) -> dict[str, str]:
        """The item of the agenda that each nøgletal is from, in the order of the agenda."""
        rows = [row for one in self.now for row in one.frame.to_dict("records")]
        found: dict[str, str] = {}
        for row in rows:
            found.setdefault(row["noegletal"], row["source"] or _NO_SOURCE)
        return dict(sorted(found.items(), key=lambda pair: phrases.in_order(pair[1])))


def render(app: App) -> None:
    """Show the page."""
    with app.figures() as reader, st.container(horizontal=True, key="filtre"):
        quarter = _quarter(reader)
        shown = Shown.read(reader, quarter)
        chosen = _source(shown)
    seen = shown if chosen == filters.ALL else shown.of(chosen)
    frame.title(phrases.headline(seen.now))
    with st.container(gap=None, key="grundlag"):
        loaded = frame.data(shown.now[0].sources)
        st.markdown(f"Seneste tal til og med **{quarter.label}** · {loaded}")
        app.link("om_tallene", "Om tallene")
    _wanting(seen)
    for source in dict.fromkeys(seen.sources.values()):
        _section(source, shown.of(source))
    for name in seen.sources:
        _charts(name, seen)


def _quarter(reader: Reader) -> Quarter:
    known_quarters = agenda.quarters(reader)
    if not known_quarters:
        raise NoDataError(
            "Der er ingen øvrige nøgletal endnu. Indlæs en liste; se skabelonen på Indlæs data."
        )
    # A name of its own: the agenda has figures of a quarter before its sick leave is known.
    return filters.choose("Til og med", known_quarters, name="indtil", shown=lambda one: one.label)


def _source(shown: Shown) -> str:
    items = list(dict.fromkeys(shown.sources.values()))
    return filters.choose(
        "Punkt", [filters.ALL, *items], name="punkt", shown=lambda one: one or "Alle punkter"
    )


def _only(result: KpiResult, column: str, values: Iterable[str]) -> KpiResult:
    return replace(result, frame=result.frame[result.frame[column].isin(list(values))])


def _wanting(shown: Shown) -> None:
    """Say first who is missing: that is what somebody can act on."""
    told = phrases.wanting(shown.missing)
    if not told:
        return
    st.header("Hvem der mangler", anchor=False)
    for name, sentence in told.items():
        st.markdown(f"**{plain(name)}** – {plain(sentence)}")


def _section(source: str, shown: Shown) -> None:
    """One item of the agenda and its figures."""
    news = phrases.headline(shown.now)
    st.header(plain(f"{source}: {news[0].lower()}{news[1:]}"), anchor=False)
    with st.container(key=f"bag-punkt-{source}"):
        table.show(_table(shown, caption=f"Nøgletal i {source}"))


def _table(shown: Shown, *, caption: str) -> Table:
    """A line a figure: the kommune's, and where it has none those of its places."""
    lines = []
    told: set[str] = set()
    for now, series in zip(shown.now, shown.series, strict=True):
        rows = [row for row in now.frame.to_dict("records") if row["noegletal"] not in told]
        names = Counter(row["noegletal"] for row in rows)
        few = [row for row in rows if names[row["noegletal"]] < _PLACES]
        lines += [_line(now, row, series) for row in few]
        lines += [_summary(now, rows, name) for name, count in names.items() if count >= _PLACES]
        told |= names.keys()
    return _without_empty(Table(caption, _HEADS, tuple(lines)))


def _line(result: KpiResult, row: Figures, series: KpiResult) -> Row:
    own = series.frame[series.frame["key"] == row["key"]].to_dict("records")[-_TREND:]
    trend = " → ".join(cell(result, one, "value") for one in own) if len(own) > 1 else ""
    change = cell(result, row, "change") if known(row["change"]) else ""
    target = phrases.target(result, row)
    told = (_counted(result, row), target, row["status"], change, _whole(trend))
    note = row["note"] if row["missing"] else remarks(row)
    return Row((str(row["name"]), *told, period_text(row["period"]), note))


def _whole(trend: str) -> str:
    """Keep each figure of a trend on one line with its per cent sign."""
    return trend.replace(" %", "\N{NO-BREAK SPACE}%")


def _summary(result: KpiResult, rows: Sequence[Figures], name: str) -> Row:
    """Say of many places only how they stand: the chart below names them."""
    own = [row for row in rows if row["noegletal"] == name]
    count = f"{danish.number(len(own), 0)} {phrases.many(result.level)}"
    status = phrases.met_of(own, result.level)
    target = phrases.target(result, own[0])
    return Row((name, count, target, status, "", "", period_text(own[0]["period"]), ""))


def _without_empty(made: Table) -> Table:
    """Leave out the columns that no line has anything in."""
    kept = [at for at, _ in enumerate(made.columns) if any(row.cells[at] for row in made.rows)]
    columns = tuple(made.columns[at] for at in kept)
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in made.rows)
    return replace(made, columns=columns, rows=rows)


def _counted(result: KpiResult, row: Figures) -> str:
    shown, unit = cell(result, row, "value"), row["measure_unit"]
    return shown if unit == "%" or not known(row["value"]) else f"{shown} {unit}".strip()


def _charts(name: str, shown: Shown) -> None:
    for now, series in zip(shown.now, shown.series, strict=True):
        places = _only(now, "noegletal", [name])
        if now.level is Level.OMRAADE and _has_afdelinger(name, shown):
            continue  # they tell the same, and more
        if len(places.frame) >= _PLACES:
            chart = chart_of.by_place(places, dark=frame.is_dark())
            figure.show(chart, places, table=_of_places(places))
        elif len(places.frame) == 1:
            periods = _only(series, "key", places.frame["key"])
            if len(periods.frame) >= _PERIODS:
                chart = chart_of.over_time(periods, dark=frame.is_dark())
                figure.show(chart, periods, table=_of_periods(periods))


def _has_afdelinger(name: str, shown: Shown) -> bool:
    return any(
        name in set(now.frame["noegletal"]) for now in shown.now if now.level is Level.AFDELING
    )


def _of_places(result: KpiResult) -> Table:
    rows: Sequence[Figures] = result.frame.to_dict("records")
    heads = (Column("place", result.level.label, numeric=False), *_heads())
    caption = f"{rows[0]['noegletal']}, {period_text(rows[0]['period'])}{_unit(rows[0])}"
    lines = tuple(Row((str(row["place"]), *_figures(result, row))) for row in rows)
    return _without_empty(Table(caption, heads, lines))


def _of_periods(result: KpiResult) -> Table:
    rows: Sequence[Figures] = result.frame.to_dict("records")
    heads = (Column("period", "Periode", numeric=False), *_heads())
    count = danish.counted(len(rows), "periode", "perioder")
    caption = f"{rows[-1]['name']}, {count}{_unit(rows[-1])}"
    lines = tuple(Row((period_text(row["period"]), *_figures(result, row))) for row in rows)
    return _without_empty(Table(caption, heads, lines))


def _heads() -> tuple[Column, ...]:
    return tuple(head for head in _HEADS if head.key in _OF_PLACES)


def _figures(result: KpiResult, row: Figures) -> tuple[str, ...]:
    change = cell(result, row, "change") if known(row["change"]) else ""
    note = row["note"] if row["missing"] else remarks(row)
    return (cell(result, row, "value"), phrases.target(result, row), row["status"], change, note)


def _unit(row: Figures) -> str:
    return f", {row['measure_unit']}" if row["measure_unit"] not in {"", "%"} else ""


if __name__ == "__main__":
    import dashboard

    dashboard.main()
