"""Choices that live in the address, so that a copied link brings the view back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from typing import NamedTuple, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from access.viewer import Viewer
from core.errors import NoDataError
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from core.settings import OrganisationBasis, Settings
from metrics import rullende
from metrics.nodes import Node, read_nodes, read_upper_nodes
from pages.parts.escaping import escape_text
from phrases.periods import describe_year
from store.figures import Reader

ALL = ""
PLACE = "hvor"  # what the address calls the part of the kommune that is looked at
_LONGEST_ECHO = 60
_WHOLE = "Hele kommunen"
_COUNTED = {True: "Regnet med", False: "Holdt ude"}
Choice = TypeVar("Choice")


class Place(NamedTuple):
    """The part of the kommune that is looked at: the kommune itself, an område or an afdeling."""

    key: str
    name: str

    @property
    def level(self) -> Level:
        """The level of the node."""
        return NodeKey.parse(self.key).level

    @property
    def label(self) -> str:
        """The name as it stands in a list: "Hele kommunen", "Område: Økonomi & Stab"."""
        if self.level is Level.KOMMUNE:
            return _WHOLE
        return f"{self.level.label}: {self.name}"


KOMMUNE = Place(Level.KOMMUNE.value, _WHOLE)


class FilterLine:
    """The filters of a page: what is chosen, as one line, and »Skift«, which opens them.

    Where the address asks for what there is not, that is said below the line.
    """

    def __init__(self) -> None:
        with st.container(horizontal=True, vertical_alignment="center", gap=None, key="valg"):
            self._words = st.empty()
            self._fields = st.popover("Skift", type="tertiary")
            self._link = st.empty()
        self._notices = st.container(gap=None, key="valg-svar")
        self._parts: list[str] = []

    @contextmanager
    def ask(self) -> Iterator[None]:
        """Let the fields that are asked for meanwhile stand behind »Skift«; then write the line."""
        with self._fields:
            yield
        self._words.markdown(" · ".join(escape_text(part) for part in self._parts if part))

    def choose(
        self,
        label: str,
        options: Sequence[Choice],
        *,
        name: str,
        format_option: Callable[[Choice], str],
        describe: Callable[[Choice], str] | None = None,
        quiet: bool = False,
    ) -> Choice:
        """Choose one of some options, as `choose`; `describe` says it in the line."""
        chosen = choose(
            label,
            options,
            name=name,
            format_option=format_option,
            quiet=quiet,
            notices=self._notices,
        )
        self._parts.append((describe or format_option)(chosen))
        return chosen

    def offer(self, text: str, address: str) -> None:
        """Write a link at the end of the line."""
        self._link.html(f'<a class="vis" href="{escape(address)}">{escape(text)}</a>')

    def say(self, notice: str) -> None:
        """Say below the line what the address asks for in vain."""
        self._notices.caption(escape_text(notice))


def choose_quarter(line: FilterLine, reader: Reader) -> Quarter:
    """Choose the opgørelse, newest first; NoDataError where no quarter has one yet."""
    return line.choose(
        "Opgørelse",
        find_quarters(reader),
        name="kvartal",
        format_option=lambda quarter: quarter.label,
        describe=lambda quarter: f"Opgørelsen for {quarter.label} ({describe_year(quarter)})",
    )


def find_quarters(reader: Reader) -> tuple[Quarter, ...]:
    """Return the opgørelser, newest first; NoDataError where no quarter has one yet."""
    quarters = rullende.find_quarters(reader)
    if not quarters:
        raise NoDataError(
            "Der er data, men endnu ingen opgørelse: den rullende opgørelse kræver fire kvartaler "
            "i træk. Indlæs de kvartaler, der mangler."
        )
    return tuple(quarters)


def choose_place(line: FilterLine, reader: Reader, quarter: Quarter, viewer: Viewer) -> Place:
    """Choose the part of the kommune to look at; who leads one begins there."""
    places = _order_places(read_upper_nodes(reader, str(quarter)))
    own_place = _find_own_place(places, _find_own_keys(reader, viewer))
    by_key = {place.key: place for place in _put_first(places, own_place)}
    key = line.choose(
        "Hvor",
        list(by_key),
        name=PLACE,
        format_option=lambda code: by_key[code].label,
        describe=lambda code: _describe_place(by_key[code]),
    )
    return by_key[key]


def _order_places(nodes: Sequence[Node]) -> list[Place]:
    """List the kommune and below each område its afdelinger, in the organisation's order."""
    upper = [node for node in nodes if NodeKey.parse(node.key).level is Level.OMRAADE]
    keys = {node.key for node in upper}
    lower = [node for node in nodes if node.key not in keys]
    ordered = [
        node for above in upper for node in (above, *(n for n in lower if n.parent == above.key))
    ]
    ordered += [node for node in lower if node.parent not in keys]
    return [KOMMUNE, *(Place(node.key, node.name) for node in ordered)]


def _find_own_keys(reader: Reader, viewer: Viewer) -> set[str]:
    """Return the keys of what a viewer leads, with the afdelinger of own enheder."""
    own_keys = viewer.scope.within
    if viewer.scope.is_of_everything or not own_keys:
        return set()
    units = read_nodes(reader, Level.ENHED)
    return {*own_keys, *(unit.parent for unit in units if unit.key in own_keys)}


def _find_own_place(places: list[Place], own_keys: set[str]) -> Place:
    return next((place for place in places if place.key in own_keys), KOMMUNE)


def _describe_place(place: Place) -> str:
    return _WHOLE.lower() if place == KOMMUNE else place.name


def choose_variant(line: FilterLine, settings: Settings, *, part_days: bool) -> Settings:
    """Choose the organisation that figures are summed by, and whether the closed workplaces count.

    With `part_days` also whether absence of part of a day does.
    """
    organisation = line.choose(
        "Organisation",
        _put_first(list(OrganisationBasis), settings.organisation),
        name="organisation",
        format_option=lambda basis: basis.label.capitalize(),
        describe=lambda basis: basis.label,
        quiet=True,
    )
    closed = _choose_whether(
        line, "Nedlagte og overdragne", usual=settings.closed_units, name="nedlagte"
    )
    chosen = replace(settings, organisation=organisation, closed_units=closed)
    if not part_days:
        return chosen
    parts = _choose_whether(line, "Fravær en del af dagen", usual=settings.part_days, name="del")
    return replace(chosen, part_days=parts)


def _choose_whether(line: FilterLine, label: str, *, usual: bool, name: str) -> bool:
    """Choose whether something counts; the line says it where that is not as usual."""
    options = [_COUNTED[usual], _COUNTED[not usual]]
    chosen = line.choose(
        label,
        options,
        name=name,
        format_option=str,
        describe=lambda text: "" if text == options[0] else f"{label.lower()} {text.lower()}",
        quiet=True,
    )
    return chosen == _COUNTED[True]


def _put_first(options: list[Choice], usual: Choice) -> list[Choice]:
    return sorted(options, key=lambda option: option != usual)


def choose(
    label: str,
    options: Sequence[Choice],
    *,
    name: str,
    format_option: Callable[[Choice], str],
    quiet: bool = False,
    notices: DeltaGenerator | None = None,
) -> Choice:
    """Choose one of some options; `name` is what the choice is called in the address.

    With `quiet` the first one is not written there: it is what is usually shown.

    The address goes first, then what this visit chose on another page, then the first option.
    An address that asks for something else is answered with the first and a word about it, which
    stands in `notices` where that is given.
    """
    codes = {str(option): option for option in options}
    usual = next(iter(codes))
    code_in_address = st.query_params.get(name, st.session_state.get(_make_session_key(name)))
    if quiet and code_in_address == ALL:
        code_in_address = usual
    chosen = code_in_address if code_in_address in codes else usual
    st.session_state[_make_widget_key(name)] = chosen
    st.selectbox(
        label,
        list(codes),
        format_func=lambda code: format_option(codes[code]),
        key=_make_widget_key(name),
        on_change=_store_choice,
        args=(name, usual if quiet else ""),
    )
    if code_in_address not in {chosen, None}:
        echo = str(code_in_address)[:_LONGEST_ECHO]
        notice = f"»{echo}« findes ikke her. Viser {format_option(codes[chosen])}."
        (notices or st.container(gap=None)).caption(escape_text(notice))
    _write_address(name, ALL if quiet and chosen == usual else chosen)
    return codes[chosen]


def ask_text(label: str, *, name: str, placeholder: str = "") -> str:
    """Ask for a text; `name` is what it is called in the address."""
    st.session_state[_make_widget_key(name)] = st.query_params.get(
        name, st.session_state.get(_make_session_key(name), "")
    )
    text = st.text_input(
        label,
        placeholder=placeholder,
        key=_make_widget_key(name),
        on_change=_store_choice,
        args=(name,),
    )
    _write_address(name, text)
    return text.strip()


def read_choice(name: str) -> str:
    """Return a choice that this page has checked and that its address has; "" for none."""
    chosen = str(st.session_state.get(_make_session_key(name), ""))
    return chosen if st.query_params.get(name) == chosen else ""


def _store_choice(name: str, usual: str = "") -> None:
    code = st.session_state[_make_widget_key(name)]
    _write_address(name, ALL if code == usual else code)


def _write_address(name: str, code: str) -> None:
    """Write a choice to the address of the page, or take it out where it is empty."""
    st.session_state[_make_session_key(name)] = code
    if code:
        st.query_params[name] = code
    else:
        st.query_params.pop(name, None)


def _make_widget_key(name: str) -> str:
    return f"felt-{name}"


def _make_session_key(name: str) -> str:
    return f"valgt-{name}"
