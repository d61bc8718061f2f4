"""One awkward case: what is hard to print, and all files that are made of it.

Full-time equivalents and no headcount, no split, two opgørelser, the first of them sent and then
corrected, names of 80 characters that begin as a formula does, a closed enhed, a break in the
series, enheder that are hidden.
"""

import datetime
import io
import re
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, fields, replace
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from bilag.case import AuthorsPart
from bilag.model import Bilag
from bilag.sag import Sag, Sagstype
from core import danish
from core.edition import Edition
from core.errors import NoDataError
from core.event import EventKind
from core.follow_up import FollowUp, FollowUpKind
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import registry
from metrics.computing.recipes import make_recipe
from metrics.rows import Row
from phrases.agenda_lines import AgendaStanding
from services import bilag as bilag_service
from services import case, opgoerelser
from services.case import CaseOrder, Readers
from services.chosen_parts import ChosenPart
from store.database import Store
from store.figures import Reader, open_reader
from tests.clock import Clock
from tests.metrics.agenda import Line, put_lines
from tests.metrics.targets import Target, targets
from tests.metrics.test_events import event, put_events
from tests.store.employments import Employment, people, put_upload
from tests.store.placement_lists import place, put_list
from tests.stored_rows import put, row

AT = Quarter(2024, 4)
QUARTERS = [AT - back for back in range(4, -1, -1)]
SETTINGS = Settings()
ENHEDER = 30
SIGNS = "&<>\"'=+-@"
EVERYWHERE = (SETTINGS.municipality, f"=Samtaler {SIGNS} holdt", "-Klimamål")
OMRAADE = "Område <Nord> & Syd"
AFDELINGER = (
    f"=Afdelingen for {SIGNS} og alt det, som ingen andre afdelinger i kommunen vil have",
    "@Børn & Unge med <særlige> behov – døgn- og dagtilbud, skoler, klubber og ture",
    "+Ældre, sundhed, omsorg, genoptræning, hjælpemidler, \"plejehjem\" og 'hjemmepleje'",
    "-Miljø, teknik, veje, parker, genbrug, vintertjeneste, byggesager og ejendomme",
    "Økonomi & Stab",
)
CLOSED = 3
LEVELS = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING, Level.ENHED)
NOEGLETAL = ("rullende", "langtidsfriske", "maaltal", "forklaring", "noegletal")
SMALL = 10  # members, below which the public edition hides
FOLLOW_UP = FollowUp(
    tekst=f"=Perioden skal fremgå {SIGNS}", slags=FollowUpKind.LOEFTE, forum="",
    moede=datetime.date(2024, 10, 30), punkt=None, ansvarlig="@HR", frist=None, besvaret=None,
    svar="",
)  # fmt: skip
ORDER = CaseOrder(
    AT,
    Sag(
        sagsnummer="81.28.00-P05-1-25",
        titel=f"Hvordan går det? {SIGNS} " + "En meget lang titel på en sag " * 9,
        forum="Chefforum", type=Sagstype.DROEFTELSE, indstiller=f"-Chefen {SIGNS}", punkt=3,
        minutter=10, moededato=datetime.date(2025, 1, 29),
    ),
    f"=Direktørforum {SIGNS}",
    authors=AuthorsPart(follow_ups=[FOLLOW_UP]),
    annexes=tuple(bilag_service.KINDS),
    chosen=(
        ChosenPart("figur-1"), ChosenPart.of_text(f"={SIGNS}", f"+{SIGNS}\n@{SIGNS}"),
        ChosenPart("omraader"), ChosenPart("langtidsfriske"),
        ChosenPart("maaltal"), ChosenPart("forklaring", "kommune"),
        ChosenPart("afdelinger", f"afdeling:{AFDELINGER[0]}"),
        ChosenPart("enheder", f"afdeling:{AFDELINGER[0]}"), ChosenPart("noegletal", EVERYWHERE[1]),
    ),
)  # fmt: skip
_NUMBER = re.compile(r"[+−]?\d+(?:\.\d{3})*(?:,\d+)?(?:\s?%)?")
_NO_FIGURES = re.compile(
    r"\d{1,2}\. (?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november"
    r"|december) \d{4}|kl\. \d\d\.\d\d|\d\d\.\d\d\.\d{4}|\d\. (?:kvartal|kvt\.)(?:\s\d{4})?"
    r"|Fra \d\. til |under 0,1|7,4 timer|LPT169|færre end \d+|\(10 min\.\)|Ingen af 2 nøgletal"
    r"|\b20\d\d\b|\d\d\.\d\d\.\d\d-P05-1-25|punkt 3|Punkt \d|Figur \d|med 0,1 eller mere"
)


def name_enhed(at: int) -> str:
    sign = SIGNS[at % len(SIGNS)]
    return f"{sign}Enheden {at} {SIGNS} på Sankt Jørgens Allé ved Store Vejleå, afsnit {at}".ljust(
        80, "x"
    )


def find_afdeling(at: int, count: int = ENHEDER) -> str:
    return AFDELINGER[at * len(AFDELINGER) // count]


def list_rows(quarter: Quarter, *, late: float = 0) -> Iterator[UnitQuarter]:
    """The rows of an extract; small enheder are ill as nobody else is, so that it would be seen."""
    turn = QUARTERS.index(quarter)
    for at in range(ENHEDER):
        if (at, turn) == (CLOSED, len(QUARTERS) - 1):
            continue
        posts = 3.4 + (at * 7) % 61
        rate = 2.37 + (turn * 5 + at * 3) % 7 / 4 + (20.13 + at / 7 if posts < SMALL else 0)
        days = posts * rate + (late if at == 1 else 0)
        afdeling = find_afdeling(at)
        made = row(
            str(quarter), str(1000 + at), days=f"{days:.3f}", heads=None, posts=f"{posts:.2f}",
            afdeling=afdeling, omraade=OMRAADE if afdeling[0] in "=@" else afdeling,
        )  # fmt: skip
        yield replace(made, enhed_navn=name_enhed(at))


def list_people(year: int) -> Iterator[Employment]:
    for at in range(12):
        for number in range(4 + at):
            lost = "0" if number % 3 == 1 else str(2 + number * 3)
            yield Employment(
                f"{at}-{number}", year, lost, str(1000 + at), afdeling=find_afdeling(at, 12),
                omraade=OMRAADE,
            )  # fmt: skip


def list_lines() -> Iterator[Line]:
    """The agenda's nøgletal: a share of each afdeling, and a count of the kommune."""
    for number in range(1, 5):
        for afdeling, part in zip(AFDELINGER, (3, 14, 25, 36, 47), strict=True):
            yield Line(
                f"2024K{number}", part=f"{part + number}/{part + 17}", sted=f"afdeling:{afdeling}",
                noegletal=f"=Samtaler {SIGNS} holdt", maaleenhed="%", target="0.8-", retning="op",
                frist=datetime.date(2025, 6, 30), kilde=f"@Punkt 7 {SIGNS}", personer=True,
            )  # fmt: skip
        yield Line(
            f"2024K{number}", f"{number * 7}", noegletal="-Klimamål", retning="ned", target="-20"
        )


def fill(path: Path) -> Store:
    clock = Clock(datetime.datetime(2024, 11, 1, 8))
    store = Store(path, clock=clock)
    for quarter in QUARTERS[:-1]:
        put(store, list_rows(quarter), name=f"{quarter}.xlsx")
    opgoerelser.release(store, AT - 1, settings=SETTINGS, by="hr")
    opgoerelser.send(store, AT - 1, settings=SETTINGS, by="hr")
    clock.wait(80)
    put(store, list_rows(AT - 1, late=900), name="rettet.xlsx")
    put(store, list_rows(AT), name=f"{AT}.xlsx")
    closed = place(
        str(1000 + CLOSED), afdeling=AFDELINGER[0], omraade=OMRAADE,
        til=datetime.date(2024, 9, 30), aarsag="overdraget",
    )  # fmt: skip
    put_list(store, [replace(closed, enhed_navn=name_enhed(CLOSED))])
    put_events(
        store,
        event(datetime.date(2024, 5, 1)),
        event(datetime.date(2024, 9, 1), slags=EventKind.INDSATS),
    )
    for year in (2023, 2024):
        put_upload(store, people(list_people(year), f"personer {year}.xlsx"))
    put_lines(store, *list_lines())
    handed_in = [Target(2024, str(1000 + at), "10.5") for at in range(0, ENHEDER, 3)]
    put_upload(store, targets(handed_in))
    return store


@dataclass(frozen=True)
class Made:
    """All files of the case by their names, the values that they were written from, and results.

    `numbers` are those of each node in an edition by the node's name, as they are printed.
    """

    store: Path
    files: dict[str, bytes]
    annexes: dict[Edition, list[Bilag]]
    numbers: dict[Edition, dict[str, set[str]]]
    sheets: list[Bilag]

    def list_annexes(self) -> Iterator[tuple[Edition, Bilag, bytes, bytes]]:
        """Each bilag with its PDF and its workbook."""
        for edition, of_edition in self.annexes.items():
            for annex in of_edition:
                name = f"{edition.value}/{annex.name}"
                yield edition, annex, self.files[f"{name}.pdf"], self.files[f"{name}.xlsx"]

    @property
    def draft(self) -> bytes:
        (content,) = [content for name, content in self.files.items() if name.endswith(".docx")]
        return content


def make_awkward_case(path: Path) -> Made:
    """Fill a store, and make all files of the case from it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "list_other_choices", lambda _: ())  # nobody chooses them here
        store = fill(path)
    with ExitStack() as opened:
        readers = open_readers(store, opened)
        public = readers[Edition.OFFENTLIG]
        made = Made(
            store=path,
            files=case.make_files(readers, ORDER),
            annexes={
                edition: case.make_annexes(reader, ORDER) for edition, reader in readers.items()
            },
            numbers={edition: list_numbers(reader) for edition, reader in readers.items()},
            sheets=[
                sheet
                for level in (Level.AFDELING, Level.ENHED)
                for sheet in bilag_service.make_sheets(public, level, AT, ORDER.sag)
            ],
        )
    store.close()
    return made


def open_readers(store: Store, opened: ExitStack) -> Readers:
    scope = Scope.everything().as_printed()
    return {
        edition: opened.enter_context(
            open_reader(store, scope, recipe=make_recipe(SETTINGS, edition))
        )
        for edition in (Edition.OFFENTLIG, Edition.INTERN)
    }


def list_result_rows(reader: Reader) -> Iterator[Row]:
    """The rows of every nøgletal on every level, the agenda's of each period too."""
    for name, quarter, level in product(NOEGLETAL, (AT - 1, AT), LEVELS):
        with suppress(NoDataError):
            yield from registry.read_result(reader, name, quarter=quarter, level=level).rows
    with suppress(NoDataError):
        for result in AgendaStanding.read(reader, AT).over_time:
            yield from result.rows


def list_numbers(reader: Reader) -> dict[str, set[str]]:
    """Every number of every nøgletal by the name of its node, in each way that it is printed."""
    numbers: dict[str, set[str]] = {}
    for row_of_node in list_result_rows(reader):
        names = {row_of_node.name, getattr(row_of_node, "place", row_of_node.name)}
        values = [getattr(row_of_node, field.name) for field in fields(row_of_node)]
        for name, value in product(names, values):
            if isinstance(value, int | float) and not isinstance(value, bool):
                numbers.setdefault(name, set()).update(print_number(value))
    if changes := bilag_service.explain_change(reader, AT):
        (kommune,) = changes.rows
        after, before = kommune.after_without or 0, kommune.before_without or 0
        for without_closed in (after, before, after - before):
            numbers[kommune.name] |= print_number(without_closed)
    return numbers


def print_number(value: float) -> set[str]:
    return {
        squeeze(text)
        for decimals in (0, 1)
        for text in (
            danish.format_number(value, decimals),
            danish.format_number(abs(value), decimals),
            danish.format_signed(value, decimals),
            danish.format_percent(value),
            danish.format_signed(value * 100, 0),
        )
    }


def squeeze(text: str) -> str:
    """Leave out what a line is broken at; a PDF does not tell one hyphen from another."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def find_numbers(text: str) -> set[str]:
    """The figures printed in a text: what is a date, a quarter or an item's number is none."""
    return {
        squeeze(number)
        for number in _NUMBER.findall(_NO_FIGURES.sub(" ", text.replace(" pct.", " %")))
    }


def read_pdf(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))
