"""Files that are saved together and would replace each other: asked which of them counts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from itertools import combinations

from core import danish
from core.month import Month
from data_loaders.codes import problem
from data_loaders.guidance.mapping import WHICH_FILE, Mapping
from data_loaders.guidance.proposal import Choice
from data_loaders.kinds.registry import LABELS
from phrases.periods import list_periods
from services.findings import Finding, ask_unless_answered, warn
from services.stored_checks import rehearse_upload
from store.database import Store
from store.replacement import find_replaced
from store.uploads import NewUpload

UploadKey = tuple[str, str, str]  # the same for uploads of the same rows from the same bytes
_Loss = tuple[UploadKey, str, UploadKey]  # an upload, one of its periods, and what it gives way to


@dataclass
class FilePlace:
    """What becomes of a file beside those that it is saved with.

    `asked` is what must be answered about it, and `lost` has its periods for which another file was
    chosen, by that file's name. Where these are all, it `is_left_out`; otherwise it is saved after
    the uploads `after`.
    """

    asked: list[Finding] = field(default_factory=list)
    lost: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    after: set[UploadKey] = field(default_factory=set)
    is_left_out: bool = False

    @property
    def lost_periods(self) -> set[str]:
        """The periods for which another file was chosen."""
        return set().union(*self.lost.values())

    @property
    def findings(self) -> list[Finding]:
        """All that is to be said of the file."""
        return [*self.asked, *(self._tell_choice(name) for name in self.lost)]

    def _tell_choice(self, name: str) -> Finding:
        periods = list_periods(sorted(self.lost[name]))
        chosen = f"»{name}« er valgt{f' for {periods}' if periods else ''}"
        if self.is_left_out:
            advice = "Skal denne gælde i stedet, så tag den anden væk."
            return Finding(problem("not_chosen", f"Filen gemmes ikke: {chosen}. {advice}"))
        return warn("partly_chosen", f"{chosen}. Resten af denne fil gælder.")


@dataclass(frozen=True)
class _Rivalry:
    """Uploads of a kind that give way to each other in some periods, whichever is saved last."""

    kind: str
    periods: tuple[str, ...]
    losses: frozenset[_Loss]

    @property
    def question_id(self) -> str:
        return f"{WHICH_FILE}:{self.kind}:{self.periods[0]}"

    def ask(self, names: Sequence[str], mapping: Mapping) -> tuple[Finding, ...]:
        """Ask which of the files counts; nothing where that is answered."""
        periods = list_periods(self.periods)
        of_time = f" for {periods}" if periods else ""
        quoted = danish.join_words([f"»{name}«" for name in names])
        all_of_them, others = ("alle", "de andre") if names[2:] else ("begge", "den anden")
        return ask_unless_answered(
            mapping,
            (self.question_id, f"Hvilken fil skal gælde{of_time}?"),
            code="rival_files",
            message=(
                f"{quoted} er {all_of_them} »{LABELS[self.kind]}«{of_time}, og den, der gemmes "
                f"sidst, erstatter {others}. Vælg, hvilken der skal gælde."
            ),
            choices=tuple(Choice(name, name) for name in names),
        )


def identify_upload(upload: NewUpload) -> UploadKey:
    """Return what uploads of the same rows from the same bytes have in common."""
    return (upload.kind, upload.sha256, upload.content)


def order_by_choice(
    keys: Sequence[UploadKey], after: Dict[UploadKey, Collection[UploadKey]]
) -> list[int]:
    """Return the places of uploads in the order to save them in: each after those it replaces.

    Otherwise they stay as they are. Those that are to replace each other are left out.
    """
    waiting, ordered = [*range(len(keys))], list[int]()
    while waiting:
        keys_waiting = {keys[place] for place in waiting}
        ready = [p for p in waiting if keys_waiting.isdisjoint(after.get(keys[p], ()))]
        if not ready:
            break
        ordered.append(ready[0])
        waiting.remove(ready[0])
    return ordered


def settle_rivals(
    store: Store, batch: Sequence[NewUpload], mapping: Mapping
) -> dict[UploadKey, FilePlace]:
    """Find which uploads of a batch would replace each other, whichever is saved last.

    Each of them is asked about until `mapping` has the answer. Returns the place of each upload
    that has rivals, or that must be saved after one that has.
    """
    periods = {identify_upload(upload): {*upload.periods} for upload in batch}
    losses, needed_order = _find_losses(store, [*{identify_upload(u): u for u in batch}.values()])
    names = _name_uploads(batch)
    left_out: dict[UploadKey, FilePlace] = {}
    while True:
        places = _place_uploads(_join_losses(losses), names, mapping)
        beaten = {key for key, place in places.items() if place.lost_periods >= periods[key]}
        if not beaten:
            break
        for key in beaten:
            places[key].is_left_out = True
            left_out[key] = places[key]
        losses = {loss for loss in losses if beaten.isdisjoint((loss[0], loss[2]))}
    _save_others_last(places, {key: of for key, of in periods.items() if key not in left_out})
    for earlier, later in needed_order:
        if left_out.keys().isdisjoint((earlier, later)):
            places[later].after.add(earlier)
    after = {key: place.after for key, place in places.items()}
    if len(order_by_choice([*after], after)) < len(after):  # the answers contradict each other
        places = _place_uploads(_join_losses(losses), names, Mapping())
    return left_out | places


def _save_others_last(
    places: dict[UploadKey, FilePlace], periods: Dict[UploadKey, Collection[str]]
) -> None:
    """Place after a chosen upload those that add up with it: it replaces all that is there."""
    quarters = {key: {*map(_find_quarter, of)} for key, of in periods.items()}
    for winner, place in [*places.items()]:
        for loser in place.after:
            taken = {_find_quarter(part) for part in places[loser].lost_periods}
            for key, of in quarters.items():
                if key not in {winner, loser, *place.after} and key[0] == winner[0] and of & taken:
                    places[key].after.add(winner)


def _name_uploads(batch: Sequence[NewUpload]) -> dict[UploadKey, str]:
    """Give each upload its file's name, and the beginning of its hash where others share that."""
    names = {identify_upload(upload): upload.file_name for upload in batch}
    listed = [*names.values()]
    return {
        key: f"{name} ({key[1][:6]})" if listed.count(name) > 1 else name
        for key, name in names.items()
    }


def _find_losses(
    store: Store, batch: Sequence[NewUpload]
) -> tuple[set[_Loss], set[tuple[UploadKey, UploadKey]]]:
    """Find what each two of some uploads would lose to each other.

    Where only the later would take from the earlier, what is stored already being replaced, nothing
    is lost the other way round: returned are also such pairs, in the order to save them in.
    """
    sharing: dict[tuple[str, str], list[NewUpload]] = defaultdict(list)
    for upload in batch:
        for quarter in {_find_quarter(period) for period in upload.periods}:
            sharing[upload.kind, quarter].append(upload)
    losses, needed_order = set[_Loss](), set[tuple[UploadKey, UploadKey]]()
    tried = set[frozenset[UploadKey]]()
    for several in sharing.values():
        if not several[1:] or not _rehearse(store, several):
            continue  # they add up
        for pair in combinations(several, 2):
            first, second = map(identify_upload, pair)
            if frozenset((first, second)) in tried:
                continue
            tried.add(frozenset((first, second)))
            lost_to_second, lost_to_first = _rehearse(store, pair), _rehearse(store, pair[::-1])
            if lost_to_second and lost_to_first:
                losses |= lost_to_second
            elif lost_to_second:
                needed_order.add((second, first))
            elif lost_to_first:
                needed_order.add((first, second))
    return losses, needed_order


def _rehearse(store: Store, batch: Sequence[NewUpload]) -> set[_Loss]:
    """Return what uploads lose to each other when they are saved one after the other."""
    keys: dict[str, UploadKey] = {}
    losses = set[_Loss]()
    with store.rehearsal() as cursor:
        for upload in batch:
            upload_id, key = rehearse_upload(store, cursor, upload), identify_upload(upload)
            for period in upload.periods:
                for other, part in find_replaced(cursor, upload_id, period, upload.kind):
                    if other in keys:
                        losses |= {(keys[other], part, key), (key, period, keys[other])}
            keys[upload_id] = key
    return losses


def _join_losses(losses: Iterable[_Loss]) -> list[_Rivalry]:
    """Join what is lost to rivalries, one for all periods in which the same uploads are rivals."""
    by_period: dict[tuple[str, str], set[_Loss]] = defaultdict(set)
    for loss in losses:
        by_period[loss[0][0], _find_quarter(loss[1])].add(loss)
    joined: dict[tuple[str, frozenset[UploadKey]], list[str]] = defaultdict(list)
    for kind, period in sorted(by_period):
        joined[kind, frozenset(loss[0] for loss in by_period[kind, period])].append(period)
    return [
        _Rivalry(kind, tuple(periods), frozenset().union(*(by_period[kind, of] for of in periods)))
        for (kind, _), periods in joined.items()
    ]


def _place_uploads(
    rivalries: Sequence[_Rivalry], names: Dict[UploadKey, str], mapping: Mapping
) -> dict[UploadKey, FilePlace]:
    """Ask about rivalries, or do as was answered."""
    places: dict[UploadKey, FilePlace] = defaultdict(FilePlace)
    for rivalry in rivalries:
        keys = sorted({loser for loser, _, _ in rivalry.losses}, key=names.__getitem__)
        asked = rivalry.ask([names[key] for key in keys], mapping)
        for key in keys:
            places[key].asked += asked
        chosen_name = "" if asked else mapping.answers[rivalry.question_id]
        for loser, part, winner in rivalry.losses:
            if names[winner] == chosen_name:
                places[loser].lost[chosen_name].add(part)
                places[winner].after.add(loser)
    return places


def _find_quarter(period: str) -> str:
    return str(Month.parse(period).quarter) if Month.matches(period) else period
