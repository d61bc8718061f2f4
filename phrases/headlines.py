"""The news of sick leave over four quarters: sentences that hold for rise, fall and no change."""

from core import danish
from core.settings import Denominator, Settings
from metrics.declaration import Measure
from metrics.result import AnyResult, RullendeResult, SeriesResult
from metrics.rows import RullendeRow
from phrases.basis import describe_preliminary, mark_preliminary
from phrases.cell_text import find_shown_change, write_cell
from phrases.hidden import explain_hidden, explain_hidden_total
from phrases.trends import describe_arrival, describe_movement
from phrases.window_notes import explain_missing

_WITH = {True: "med", False: "uden"}


def write_headline(result: RullendeResult) -> str:
    """Say the news of the kommune in one sentence, as a page's title.

    "Sygefraværet er faldet til 14,0 dagsværk pr. medarbejder (−0,5)".
    """
    row = result.rows[0]
    state = describe_preliminary(result)
    if row.value is None:
        absence = danish.HIDDEN if row.masked else danish.NO_DATA
        return f"Sygefraværet pr. {result.quarter.label}: {absence}{state}"
    figure = _write_figure(result, row)
    change = find_shown_change(result, row)
    if change is None:
        return f"Sygefraværet er {figure}{state}"
    measure = _choose_measure(result, row)
    arrival = describe_arrival(measure, figure, change, is_preliminary=bool(state))
    return f"Sygefraværet {arrival}"


def write_node_headline(result: RullendeResult, row: RullendeRow) -> str:
    """Say the news of a node as a page's title.

    "Børn & Familie: sygefraværet er faldet til 12,9 dagsværk pr. medarbejder (−0,1)".
    """
    state = describe_preliminary(result)
    if row.value is None:
        return f"{row.name}: {write_cell(result, row, 'value')}{state}"
    figure, change = _write_figure(result, row), find_shown_change(result, row)
    if change is None:
        return f"{row.name}: {figure}{state}"
    measure = _choose_measure(result, row)
    arrival = describe_arrival(measure, figure, change, is_preliminary=bool(state))
    return f"{row.name}: sygefraværet {arrival}"


@mark_preliminary
def count_falls(result: RullendeResult) -> str:
    """Say in how many nodes it has fallen: "Sygefraværet er faldet i 6 af 7 afdelinger"."""
    measure, level = result.noegletal.measure("value"), result.level
    moves = [
        describe_movement(measure, change)
        for row in result.rows
        if (change := find_shown_change(result, row)) is not None
    ]
    if not moves:
        return f"Sygefraværet i {level.plural}ne"
    falls = moves.count("er faldet")
    if not falls:
        return f"Sygefraværet er ikke faldet i nogen {level.label.lower()}"
    count = danish.format_count(len(moves), level.label.lower(), level.plural)
    share = "alle" if falls == len(moves) > 1 else f"{danish.format_number(falls, 0)} af"
    return f"Sygefraværet er faldet i {share} {count}"


@mark_preliminary
def compare_with_kommune(result: RullendeResult, row: RullendeRow, kommune: RullendeResult) -> str:
    """Say a node's figure beside the kommune's: "Børn & Familie: 12,9, 1,1 under kommunen"."""
    figure = write_cell(result, row, "value")
    whole = kommune.rows[0]
    if row.value is None or whole.value is None:
        return f"{row.name}: {figure}"
    measure = result.noegletal.measure("value")
    difference = measure.subtract_shown(row.value, whole.value)
    if describe_movement(measure, difference) == "er uændret":
        return f"{row.name}: {figure}, som kommunen"
    side = "under" if difference < 0 else "over"
    return f"{row.name}: {figure}, {measure.text(abs(difference))} {side} kommunen"


def write_news(result: RullendeResult) -> str:
    """Say the kommune's news as the first sentence of a case or bilag.

    "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder, et fald på 0,5 i forhold til
    opgørelsen for 3. kvartal 2024 (14,5)."
    """
    row = result.rows[0]
    if row.value is None:
        return _explain_absence(result, row)
    figure = _write_figure(result, row)
    return f"Sygefraværet er i {_name_opgoerelse(result)} {figure}{_write_comparison(result)}."


def _choose_measure(result: RullendeResult, row: RullendeRow) -> Measure:
    """Return how a row's figures are written: those of a small group may be whole."""
    measure = result.noegletal.measure("value")
    return measure.print_whole() if row.coarse else measure


def _write_figure(result: RullendeResult, row: RullendeRow) -> str:
    return f"{write_cell(result, row, 'value')} dagsværk {result.denominator.per}"


def _name_absence(result: RullendeResult, row: RullendeRow) -> str:
    """Say that there is no figure, as a sentence without its full stop."""
    quarter = result.quarter.label
    if row.masked:
        return f"Sygefraværet for {quarter} {danish.HIDDEN}"
    return f"Sygefraværet kan ikke opgøres rullende for {quarter}"


def _explain_absence(result: RullendeResult, row: RullendeRow) -> str:
    """Say in a sentence that there is no figure, and why."""
    sentence = _name_absence(result, row)
    if not row.masked:
        return f"{sentence}. {explain_missing(row)}"
    why = explain_hidden(result, row)
    reason = why.removeprefix("Vises ikke: ")
    return f"{sentence}. {why}" if reason == why else f"{sentence}: {reason}"


def _name_opgoerelse(result: RullendeResult) -> str:
    is_preliminary = result.reservation.preliminary
    return "denne foreløbige opgørelse" if is_preliminary else "denne opgørelse"


def compare_with_year_ago(result: RullendeResult) -> str:
    """Say the first row's figure beside the one of a year before; why there is none, a note says.

    "Sygefraværet er i denne opgørelse 11,1 dagsværk pr. medarbejder; året før var det 11,7."
    """
    row = result.rows[0]
    if row.value is None:
        return f"{_name_absence(result, row)}."
    before = ""
    if row.year_ago is not None:
        before = f"; året før var det {write_cell(result, row, 'year_ago')}"
    figure = _write_figure(result, row)
    return f"Sygefraværet er i {_name_opgoerelse(result)} {figure}{before}."


def compare_with_rest(groups: RullendeResult) -> str:
    """Say a personalegruppe's figure, the first row, beside the rest of the kommune, the last row.

    "Sygefraværet for SOSU er i denne opgørelse 17,2 dagsværk pr. medarbejder mod 13,1 i resten af
    kommunen."
    """
    group, rest = groups.rows[0], groups.rows[-1]
    if group.value is None:
        absence = danish.HIDDEN if group.masked else danish.NO_DATA
        return f"Sygefraværet for {group.name} pr. {groups.quarter.label}: {absence}."
    beside = ""
    if rest.value is not None:
        beside = f" mod {write_cell(groups, rest, 'value')} i resten af kommunen"
    figure = _write_figure(groups, group)
    return f"Sygefraværet for {group.name} er i {_name_opgoerelse(groups)} {figure}{beside}."


def _write_comparison(result: RullendeResult) -> str:
    row = result.rows[0]
    quarter = (result.quarter - 1).label
    if row.change is None and row.previous_preliminary:
        return f". Opgørelsen for {quarter} er foreløbig, og der sammenlignes ikke med den"
    if row.change is None and row.previous_masked:
        return f". Tallet for {quarter} vises ikke, og der sammenlignes ikke med det"
    if row.previous_denominator not in {"", result.denominator.value}:
        per = Denominator(row.previous_denominator).per
        return f". Opgørelsen for {quarter} er {per}, og der sammenlignes ikke med den"
    change = find_shown_change(result, row)
    if change is None:
        return f". Der er ingen opgørelse for {quarter} at sammenligne med"
    measure = _choose_measure(result, row)
    before = f"opgørelsen for {quarter} ({measure.text(row.previous)})"
    size = danish.round_half_up(abs(change), measure.decimals)
    if not size:
        return f", uændret i forhold til {before}"
    word = "et fald" if change < 0 else "en stigning"
    return f", {word} på {measure.text(float(size))} i forhold til {before}"


def describe_peak(result: RullendeResult) -> str:
    """Say what the kommune's peak was: "2. kvartal 2023: 15,8".

    Where figures before it were erased: "…, det højeste siden 4. kvartal 2020".
    """
    row = result.rows[0]
    if row.peak is None or row.peak_quarter is None:
        return danish.NO_DATA
    top = row.peak_quarter.label
    since = f", det højeste siden {result.peak_since.label}" if result.peak_since else ""
    return f"{top}: {result.noegletal.measure('value').text(row.peak)}{since}"


@mark_preliminary
def name_largest_change(result: AnyResult) -> str:
    """Name the node that changed most, as a chart's title: "Faldet er størst i Økonomi & Stab"."""
    measure = result.noegletal.measure("value")
    changes = [
        (row, change)
        for row in result.rows
        if (change := find_shown_change(result, row)) is not None
    ]
    level = f"{result.level.plural}ne"
    if not changes:
        return f"Sygefraværet i {level}"
    top, change = max(changes, key=lambda pair: abs(pair[1]))
    move = describe_movement(measure, change)
    if move == "er uændret":
        return f"Sygefraværet er uændret i {level}"
    return f"{'Faldet' if move == 'er faldet' else 'Stigningen'} er størst i {top.name}"


def count_hidden(series: SeriesResult) -> str:
    """Say how many opgørelser of one node's series are not shown, and why; "" where all are."""
    possible = [row for row in series.rows if not row.missing]
    hidden = [row for row in possible if row.masked]
    if not hidden:
        return ""
    count = danish.format_number(len(hidden), 0)
    of = danish.format_count(len(possible), "opgørelse", "opgørelser")
    why = explain_hidden_total(series, hidden[0])
    return f"{count} af {of} {why[0].lower()}{why[1:]}"


def compare_variants(result: RullendeResult, usual: RullendeResult) -> str:
    """Say how the kommune's figure of another way of counting differs from the usual one.

    "Uden nedlagte og overdragne arbejdspladser; regnet som ellers er det 14,0 (forskel −0,1)."
    """
    row, usual_row = result.rows[0], usual.rows[0]
    measure = usual.noegletal.measure("value")
    first, *further = _list_differences(result.settings, usual.settings)
    comma = "," if further and "," in first else ""
    how = danish.join_words([f"{first}{comma}", *further]).capitalize()
    if row.value is None or usual_row.value is None:
        return f"{how}."
    difference = measure.change_text(measure.subtract_shown(row.value, usual_row.value))
    comparison = f"{measure.text(usual_row.value)} (forskel {difference})"
    return f"{how}; regnet som ellers er det {comparison}."


def _list_differences(chosen: Settings, usual: Settings) -> list[str]:
    differences = []
    if chosen.organisation != usual.organisation:
        differences.append(f"summeret efter {chosen.organisation.label}")
    if chosen.closed_units != usual.closed_units:
        differences.append(f"{_WITH[chosen.closed_units]} nedlagte og overdragne arbejdspladser")
    if chosen.part_days != usual.part_days:
        differences.append(f"{_WITH[chosen.part_days]} fravær en del af dagen")
    return differences
