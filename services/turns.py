"""Files that are loaded together, each for itself: judged together before the first is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from services import load
from services.findings import Finding
from services.load import CheckedFile
from services.rival_files import FilePlace, identify_upload, order_by_choice, settle_rivals
from store.database import Store


@dataclass(frozen=True)
class Turn:
    """A file's turn to be saved: `number` is its place as given, `place` the one among rivals.

    `findings` are what stands with it of all files together; None where it is judged for itself.
    `waiting` is what becomes of it where all of them wait for an answer.
    """

    number: int
    place: FilePlace
    findings: tuple[Finding, ...] | None
    waiting: CheckedFile | None


def plan_turns(
    store: Store, reports: Sequence[Report], settings: Settings, file_mapping: Mapping
) -> list[Turn]:
    """Find what becomes of files that are saved one after the other, in the order to save them in.

    Which of rivals counts, and what all that are ready make of the figures, is asked about before
    any is saved.
    """
    read_uploads = [load.make_upload(report) for report in reports]
    able = [upload for upload, of in zip(read_uploads, reports, strict=True) if not of.refused]
    settled = settle_rivals(store, able, file_mapping)
    keys = [identify_upload(upload) for upload in read_uploads]
    order = order_by_choice(keys, {key: place.after for key, place in settled.items()})
    places = [settled.get(keys[number], FilePlace()) for number in order]
    batch = [
        load.put_in_place(load.check_report(store, reports[number], settings, file_mapping), place)
        for number, place in zip(order, places, strict=True)
    ]
    findings = load.find_together(store, batch)
    is_waiting = any(finding.question for finding in findings)
    counted = load.list_counted(batch)
    return [
        Turn(
            number,
            place,
            (findings if own is counted[0] else ())
            if counted[1:] and own.status == "checked"
            else None,
            joint if is_waiting else None,
        )
        for number, place, own, joint in zip(
            order, places, batch, load.tell_together(batch, findings), strict=True
        )
    ]


def take_turn(store: Store, checked: CheckedFile, turn: Turn) -> CheckedFile:
    """Say of a file, checked again when its turn comes, what was found of all files together."""
    checked = load.put_in_place(checked, turn.place)
    if turn.findings is None:
        return load.ask_together(store, [checked])[0]
    return load.tell_together([load.drop_judged_together(checked)], turn.findings)[0]
