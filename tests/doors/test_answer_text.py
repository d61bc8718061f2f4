"""What the command line tells of a key figure: every figure beside what it is held up against."""

from dataclasses import fields, replace

from commands import answer_text
from commands.answer_json import list_rows
from core.nodes import Level
from core.quarter import Quarter
from metrics import registry
from metrics.rows import Row, SignalRow
from phrases.signal import describe_verdict
from store.database import Store
from tests.metrics.agenda import Line, put_lines
from tests.metrics.targets import Target, targets
from tests.store.employments import put_upload
from tests.stored_rows import put, reading, row

QUARTERS = [f"{year}K{number}" for year in (2023, 2024) for number in (1, 2, 3, 4)]


def lines(store: Store, name: str, quarter: str, level: Level = Level.KOMMUNE) -> list[str]:
    with reading(store) as reader:
        found = registry.read_result(reader, name, quarter=Quarter.parse(quarter), level=level)
    return answer_text.write_result(found).split("\n")


def steady(store: Store) -> None:
    put(store, [row(q, "1001", days="40", heads="10") for q in QUARTERS])


def test_a_target_stands_beside_the_absence_that_it_is_for(store: Store) -> None:
    steady(store)
    put_upload(store, targets([Target(2024, "1001", "14")], "2024"))
    assert lines(store, "maaltal", "2024K2")[2] == (
        "  Albertslund Kommune: 16,0  (0,0)  måltal for 2024: 14,0, afstand 2,0  "
        "To af de fire kvartaler ligger i 2024."
    )


def test_a_target_that_is_not_handed_in_has_no_distance(store: Store) -> None:
    steady(store)
    put_upload(store, targets([Target(2024, "1001", None)], "2024"))
    (enhed,) = lines(store, "maaltal", "2024K2", Level.ENHED)[2:]
    assert "måltal for 2024: ingen data  To af" in enhed
    assert "afstand" not in enhed


def test_the_parts_of_a_change_say_what_is_compared(store: Store) -> None:
    steady(store)
    assert lines(store, "forklaring", "2024K4")[:3] == [
        "Hvad ligger bag udviklingen? – dagsværk pr. medarbejder",
        "Periode: 1. januar 2024 – 31. december 2024 (rullende fire kvartaler)",
        "Sammenlignet med 3. kvartal 2024",
    ]


def test_a_signal_is_told_as_its_sentence(store: Store) -> None:
    steady(store)
    (kommune,) = lines(store, "signal", "2024K4")[2:]
    with reading(store) as reader:
        quarter = Quarter.parse("2024K4")
        (signal,) = registry.read_result(
            reader, "signal", quarter=quarter, level=Level.KOMMUNE
        ).rows
    assert isinstance(signal, SignalRow)
    assert signal.verdict
    assert kommune.endswith(f"  {describe_verdict(signal.verdict)}")


def test_an_own_figure_stands_beside_its_whole_target_and_its_change(store: Store) -> None:
    steady(store)
    put_lines(
        store,
        Line("2024K3", "1", target="2-4"),
        Line("2024K4", "3", target="2-4"),
        Line("2024K4", "7", noegletal="Møder", target="-5", retning="ned"),
        Line("2024K4", "8", noegletal="Uden mål"),
    )
    found = dict(line.strip().split(": ", 1) for line in lines(store, "noegletal", "2024K4")[2:])
    assert found["Klimamål"].startswith("3 – opfyldt (mål 2–4, ændring +2)  ")
    assert found["Møder"].startswith("7 – ikke opfyldt (mål højst 5)  ")
    assert found["Uden mål"].startswith("8 – intet mål  ")


def test_what_is_missing_has_no_change(store: Store) -> None:
    put(store, [row(q, "1002", days="40", heads="10") for q in QUARTERS])
    put(store, [row("2024K4", "1001", days="40", heads="10")], name="to.xlsx")
    (enhed,) = [
        line for line in lines(store, "rullende", "2024K4", Level.ENHED) if "ingen data" in line
    ]
    assert "ingen data  Der er kun data for" in enhed


def test_a_figure_without_columns_of_its_own_is_written_as_it_is_declared(
    store: Store,
) -> None:
    steady(store)
    with reading(store) as reader:
        kvartal = registry.read_result(
            reader, "kvartal", quarter=Quarter(2024, 4), level=Level.KOMMUNE
        )
    (row_,) = kvartal.rows
    plain = Row(**{field.name: getattr(row_, field.name) for field in fields(Row)})
    value, *_, employees = kvartal.noegletal.measures
    declared = replace(kvartal.noegletal, name="nyt", measures=(value, employees))
    result = replace(kvartal, noegletal=declared, rows=(plain,))
    assert answer_text.write_result(result).endswith("  Albertslund Kommune: 4,0")
    (line,) = list_rows(result)
    assert (line["value"], list(line)[-2:]) == (4.0, ["employees", "note"])
