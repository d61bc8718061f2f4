"""The draft of the case itself, field by field, in the genre of the forum's minutes.

Every sentence with a figure is made from results. What the data do not say, such as what has been
done about sickness absence, has a remark to the author and no text of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bilag import cover
from bilag.follow_up_table import make_follow_up_table
from bilag.forums import Forum, find_forum
from bilag.model import INTERNAL, ChartSection, make_file_stem
from bilag.sag import Sag, Sagstype
from core import danish
from core.follow_up import FollowUp
from core.nodes import Level
from core.quarter import Quarter
from metrics.result import (
    LangtidsfriskeResult,
    MaaltalResult,
    NodeChangeResult,
    RullendeResult,
)
from phrases import basis, forklaring, langtidsfriske, maaltal, rullende
from phrases.headlines import write_news
from phrases.text_tables import TextTable
from phrases.window_notes import describe_data

_TO_BE_WRITTEN = "Udfyldes"
_REVIEW = "Gennemgå: {what}"
_TITLES = {
    Sagstype.ORIENTERING: "Orientering om {subject}",
    Sagstype.DROEFTELSE: "Drøftelse af {subject}",
    Sagstype.TEMADROEFTELSE: "Temadrøftelse om {subject}",
    Sagstype.GODKENDELSE: "Godkendelse af {statement}",
    Sagstype.BESLUTNING: "Beslutning om {subject}",
}
_SUMMARIES = {
    Sagstype.ORIENTERING: "orienteres om {subject}",
    Sagstype.DROEFTELSE: "drøfter {subject}",
    Sagstype.TEMADROEFTELSE: "holder en temadrøftelse om {subject}",
    Sagstype.GODKENDELSE: "forelægges {statement}",
    Sagstype.BESLUTNING: "forelægges {statement}",
}
_LEVELS = {"afdelinger": "pr. afdeling", "enheder": "pr. enhed"}
_EFFORTS = "Sygefraværsindsats"
_ABOUT_EFFORTS = "hvad er der gjort siden sidst, og hvad er på vej?"
_ABOUT_FOLLOW_UP = "hvad blev besluttet sidst, og hvor langt er det?"
_FRISKE, _TARGETS = "Langtidsfriske", "Måltal"
_LACKING = {
    _FRISKE: "data har ingen langtidsfriske; hvad skal der stå, eller skal afsnittet slettes?",
    _TARGETS: "data har ingen måltal; hvad skal der stå, eller skal afsnittet slettes?",
}
_NO_FIGURE = "data giver ikke kommunens sygefravær for de fire kvartaler"


@dataclass(frozen=True)
class CaseFigures:
    """The results that a case is written from; what the data lack is None.

    `parts` are the områder, or the afdelinger, of the kommune. `deadlines` are the days by which
    its enheder hand in their targets.
    """

    kommune: RullendeResult
    parts: Sequence[RullendeResult]
    langtidsfriske: LangtidsfriskeResult | None
    maaltal: MaaltalResult | None
    changes: NodeChangeResult | None
    deadlines: tuple[date, ...] = ()


@dataclass(frozen=True)
class AuthorText:
    """What the author has written under a heading, and the opgørelse it was last confirmed for."""

    text: str
    confirmed_for: Quarter | None


@dataclass(frozen=True)
class AuthorsPart:
    """What is in a case beside the figures: texts by heading, and what is to be followed up."""

    texts: Mapping[str, AuthorText] = field(default_factory=dict)
    follow_ups: Sequence[FollowUp] = ()


@dataclass(frozen=True)
class CaseParagraph:
    """A paragraph, and what its author must look at before the case is sent ("" is nothing)."""

    text: str
    remark: str = ""


CasePart = CaseParagraph | ChartSection | TextTable


@dataclass(frozen=True)
class CaseField:
    """A heading of the case with its content; `level` 2 stands under the level 1 before it."""

    heading: str
    level: int
    content: tuple[CasePart, ...] = ()

    @property
    def needs_author(self) -> bool:
        """Whether there is something in it that its author must look at."""
        return any(isinstance(part, CaseParagraph) and part.remark for part in self.content)

    @property
    def text(self) -> str:
        """The paragraphs as they are copied into the agenda."""
        paragraphs = (part for part in self.content if isinstance(part, CaseParagraph))
        return "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.text)


@dataclass(frozen=True)
class Case:
    """A case: its title and number, its fields in order, and the bilag that go with it.

    The opgørelse that it is of may be `at_secretariat`, and have gone no further.
    """

    title: str
    sag: Sag
    fields: tuple[CaseField, ...]
    municipality: str
    dated: date
    at_secretariat: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft: its author has remarks to answer, or the opgørelse is one."""
        return self.at_secretariat or bool(self.remarks)

    @property
    def archive_stem(self) -> str:
        """What archives of its files are called, without their ending."""
        return f"{basis.DRAFT} {self.title}" if self.at_secretariat else self.title

    @property
    def remarks(self) -> tuple[str, ...]:
        """All that its author must look at."""
        paragraphs = (
            part
            for field in self.fields
            for part in field.content
            if isinstance(part, CaseParagraph)
        )
        return tuple(paragraph.remark for paragraph in paragraphs if paragraph.remark)

    @property
    def file_stem(self) -> str:
        """The file's name without its ending: marked as a draft while it is one."""
        title = self.title.replace(".", "")
        return make_file_stem(f"{basis.DRAFT} {title}" if self.is_draft else title)


def write_case(
    figures: CaseFigures,
    sag: Sag,
    *,
    figur_1: Sequence[ChartSection],
    marks: Sequence[str] = (),
    annexes: Sequence[str],
    authors: AuthorsPart,
) -> Case:
    """Write the draft of a case from an opgørelse's results, and what its author has written.

    `figur_1` is empty where there is none, `marks` say what its letters stand for; `annexes` are
    the names of the bilag without endings.
    """
    kommune = figures.kommune
    kind = sag.type or Sagstype.ORIENTERING
    forum = find_forum(sag.forum)
    named = replace(
        sag,
        titel=sag.titel or _propose_title(kommune, kind),
        forum=forum.name,
        type=kind,
    )
    author = _Author(authors, kommune.quarter)
    return Case(
        title=named.titel,
        sag=named,
        fields=(
            _write_proposal(kommune, named, forum),
            CaseField("Resumé", 1, (CaseParagraph(_write_summary(kommune, named)),)),
            CaseField("Sagsfremstilling", 1, tuple(_write_time(named))),
            *_write_presentation(figures, forum, [*figur_1, *map(CaseParagraph, marks)], annexes),
            *_write_findings(figures, forum, author),
            author.write_field(_EFFORTS, _ABOUT_EFFORTS, level=2),
            author.write_follow_up(forum),
            *(
                author.write_field(heading, what, level=1)
                for heading, what in forum.closing_headings.items()
            ),
            CaseField("Beslutning", 1),
            CaseField("Bilag", 1, tuple(_list_annexes(annexes, named))),
        ),
        municipality=kommune.settings.municipality,
        dated=cover.find_data_date(kommune),
        at_secretariat=kommune.reservation.draft,
    )


def list_author_headings(forum: Forum, lacking: Sequence[str] = ()) -> dict[str, str]:
    """List the headings of a forum's case that its author writes, each with what is asked there.

    `lacking` are those that the data have nothing for.
    """
    own = {heading: _LACKING[heading] for heading in lacking}
    own |= {_EFFORTS: _ABOUT_EFFORTS, forum.follow_up_heading: _ABOUT_FOLLOW_UP}
    return own | dict(forum.closing_headings)


def list_lacking(friske: LangtidsfriskeResult | None, targets: MaaltalResult | None) -> list[str]:
    """List the headings that the data have nothing for."""
    results = {_FRISKE: friske, _TARGETS: targets}
    return [heading for heading, result in results.items() if result is None]


def _propose_title(kommune: RullendeResult, kind: Sagstype) -> str:
    subject = f"sygefravær for {kommune.quarter.label}"
    title = _TITLES[kind].format(subject=subject, statement=f"opgørelsen af {subject}")
    return f"{title}{basis.describe_preliminary(kommune)}"


def _name_subject(kommune: RullendeResult, *, place: str = "") -> dict[str, str]:
    """Name what a case is about, as its sentences have it: sickness absence, or its statement."""
    subject = f"sygefravær{place} for {kommune.quarter.label}"
    if kommune.reservation.preliminary:
        statement = f"den foreløbige opgørelse af {subject}"
        return {"subject": statement, "statement": statement}
    return {"subject": subject, "statement": f"opgørelsen af {subject}"}


@dataclass(frozen=True)
class _Author:
    """What the author of a case has written, for an opgørelse or the ones before it."""

    authors: AuthorsPart
    quarter: Quarter

    def write_field(self, heading: str, what: str, *, level: int) -> CaseField:
        """Write what stands under a heading; what is not confirmed has a remark to the author."""
        written = self.authors.texts.get(heading, AuthorText("", None))
        if not written.text:
            asked = CaseParagraph(f"[{_TO_BE_WRITTEN}]", _REVIEW.format(what=what))
            return CaseField(heading, level, (asked,))
        remark = ""
        if written.confirmed_for != self.quarter:
            of = written.confirmed_for
            carried = f"teksten er fra sagen om {of.label}" if of else "teksten er ikke gennemgået"
            remark = _REVIEW.format(what=carried)
        paragraphs = [text.strip() for text in written.text.split("\n") if text.strip()]
        first, *rest = paragraphs
        return CaseField(heading, level, (CaseParagraph(first, remark), *map(CaseParagraph, rest)))

    def write_follow_up(self, forum: Forum) -> CaseField:
        """Write what was decided and promised, as a table; it needs no text of its own."""
        heading, follow_ups = forum.follow_up_heading, self.authors.follow_ups
        if not follow_ups:
            return self.write_field(heading, _ABOUT_FOLLOW_UP, level=2)
        table = make_follow_up_table(follow_ups, self.quarter)
        if heading not in self.authors.texts:
            return CaseField(heading, 2, (table,))
        written = self.write_field(heading, _ABOUT_FOLLOW_UP, level=2)
        return replace(written, content=(*written.content, table))


def _write_proposal(kommune: RullendeResult, sag: Sag, forum: Forum) -> CaseField:
    proposal = forum.proposals[sag.type or Sagstype.ORIENTERING].format(**_name_subject(kommune))
    return CaseField(
        "Indstilling",
        1,
        (
            CaseParagraph(f"{sag.indstiller or forum.proposer} indstiller,"),
            CaseParagraph(f"1. at {sag.forum} {proposal}."),
        ),
    )


def _write_summary(kommune: RullendeResult, sag: Sag) -> str:
    subject = _name_subject(kommune, place=f" i {kommune.settings.municipality}")
    about = _SUMMARIES[sag.type or Sagstype.ORIENTERING].format(**subject)
    return f"{sag.forum} {about}. {write_news(kommune)}"


def _write_time(sag: Sag) -> Iterator[CaseParagraph]:
    if sag.minutter:
        yield CaseParagraph(f"({sag.minutter} min.)")


def _write_presentation(
    figures: CaseFigures, forum: Forum, figur_1: Sequence[CasePart], annexes: Sequence[str]
) -> Iterator[CaseField]:
    """Write where the kommune stands: the period, the figure, its parts and the chart."""
    kommune = figures.kommune
    (row,) = kommune.rows
    is_lacking = row.value is None and not row.masked
    texts = (
        rullende.describe_basis(kommune),
        describe_data(kommune, row),
        *(
            rullende.describe_parts(result)
            for result in figures.parts
            if forum.is_shown(result.level)
        ),
        rullende.describe_split(kommune),
    )
    period, *rest = (CaseParagraph(text) for text in texts if text)
    remark = _REVIEW.format(what=_NO_FIGURE) if is_lacking else ""
    status = CaseParagraph(rullende.describe_status(kommune), remark)
    content: list[CasePart] = [period, status, *rest, *figur_1]
    if annexes:
        content.append(CaseParagraph(_name_annexes(annexes)))
    yield CaseField(f"Status for {kommune.quarter.label}", 2, tuple(content))


def _write_findings(figures: CaseFigures, forum: Forum, author: _Author) -> Iterator[CaseField]:
    """Write each finding; its author is asked for what the data have nothing of."""
    if figures.langtidsfriske:
        yield _make_field(_FRISKE, langtidsfriske.write_paragraph(figures.langtidsfriske))
    else:
        yield author.write_field(_FRISKE, _LACKING[_FRISKE], level=2)
    if figures.maaltal:
        yield _make_field(_TARGETS, maaltal.write_paragraph(figures.maaltal, figures.deadlines))
    else:
        yield author.write_field(_TARGETS, _LACKING[_TARGETS], level=2)
    if figures.changes and not figures.changes.rows[0].missing:
        (node,) = figures.changes.rows
        cause = forklaring.explain_change(figures.changes, node)
        steady = forklaring.explain_comparison(figures.changes, node)
        yield _make_field("Hvad ligger bag udviklingen", f"{cause} {steady}".strip())
        if forum.is_shown(Level.ENHED):
            workplaces = forklaring.explain_workplaces(figures.changes, node)
            yield _make_field("Nedlagte arbejdspladser og leverandører", workplaces)


def _make_field(heading: str, text: str) -> CaseField:
    return CaseField(heading, 2, (CaseParagraph(text),))


def _name_annexes(annexes: Sequence[str]) -> str:
    subjects = {name.removesuffix(INTERNAL).rpartition(" - ")[2] for name in annexes}
    levels = [text for subject, text in _LEVELS.items() if subject in subjects]
    if levels:
        return f"Vedlagt sagen er en oversigt over sygefraværet {danish.join_words(levels)}."
    return f"Vedlagt sagen er {'et bilag' if len(annexes) == 1 else 'bilag'} med tallene."


def _list_annexes(annexes: Sequence[str], sag: Sag) -> Iterator[CaseParagraph]:
    access = " (lukket)" if sag.lukket else " (åbent)"
    return (
        CaseParagraph(name if name.endswith(INTERNAL) else f"{name}{access}") for name in annexes
    )
