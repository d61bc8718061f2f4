"""The forums that a case comes before: who proposes there, in which words, under which headings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bilag.sag import Sagstype
from core.nodes import TREE, Level

_TAKES_NOTE = "tager orienteringen om {subject} til efterretning"
_PROPOSALS = {
    Sagstype.ORIENTERING: _TAKES_NOTE,
    Sagstype.DROEFTELSE: "drøfter {subject}",
    Sagstype.TEMADROEFTELSE: "holder en temadrøftelse om {subject}",
    Sagstype.GODKENDELSE: "godkender {statement}",
    Sagstype.BESLUTNING: "træffer beslutning om {subject}",
}
_HISTORY = {"Historik": "hvornår og hvor har sagen været behandlet?"}
_LAW = {"Lovgrundlag": "hvilke regler gælder?"}
_ECONOMY = {"Økonomi": "har sagen økonomiske konsekvenser?"}
_POLICIES = {"Kommunens vision og politikker": "hvilke politikker angår sagen?"}
_MED = {"MED": "hvad skal udvalget drøfte, og hvad har de andre udvalg sagt?"}


@dataclass(frozen=True)
class Forum:
    """A forum, and the form of its cases.

    `closing_headings` stand at the end of a case, each with what its author must say there.
    `lowest_level` is the lowest level whose figures it is shown.
    """

    name: str
    proposer: str = "Kommunaldirektøren"
    proposals: Mapping[Sagstype, str] = field(default_factory=lambda: _PROPOSALS)
    closing_headings: Mapping[str, str] = field(
        default_factory=lambda: _HISTORY | _LAW | _ECONOMY | _POLICIES
    )
    lowest_level: Level = Level.ENHED

    def is_shown(self, level: Level) -> bool:
        """Whether the forum is shown the figures of a level of the organisation."""
        return TREE.index(level) <= TREE.index(self.lowest_level)

    @property
    def follow_up_heading(self) -> str:
        """The heading over what the forum has decided before."""
        return f"Opfølgning på {self.name}s beslutninger"


CHEFFORUM = Forum("Chefforum")
FORUMS = {
    forum.name: forum
    for forum in (
        Forum("Direktørforum", closing_headings=_HISTORY | _ECONOMY),
        CHEFFORUM,
        Forum(
            "KommuneMED",
            proposer="Formanden",
            proposals=_PROPOSALS | {Sagstype.ORIENTERING: f"drøfter sagen og {_TAKES_NOTE}"},
            closing_headings=_HISTORY | _MED,
            lowest_level=Level.OMRAADE,
        ),
        Forum("Økonomiudvalget", proposer="Administrationen"),
    )
}


def find_forum(name: str) -> Forum:
    """Return a forum by its name; one that is not known has the form of Chefforum."""
    return FORUMS.get(name, Forum(name)) if name else CHEFFORUM
