"""Choices that live in the address, so that a copied link brings the view back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from core.errors import NoDataError
from core.quarter import Quarter
from core.settings import OrganisationBasis, Settings
from metrics import rullende
from metrics.result import AnyResult
from pages.parts.escaping import escape_text
from store.figures import Reader

ALL = ""
_LONGEST_ECHO = 60
_COUNTED = {True: "Regnet med", False: "Holdt ude"}
Choice = TypeVar("Choice")


def choose_quarter(reader: Reader) -> Quarter:
    """Choose the opgørelse, newest first; NoDataError where no quarter has one yet."""
    choices = rullende.find_quarters(reader)
    if not choices:
        raise NoDataError(
            "Der er data, men endnu ingen opgørelse: den rullende opgørelse kræver fire kvartaler "
            "i træk. Indlæs de kvartaler, der mangler."
        )
    return choose("Opgørelse", choices, name="kvartal", format_option=lambda quarter: quarter.label)


def choose_variant(settings: Settings, *, part_days: bool) -> Settings:
    """Choose the organisation that figures are summed by, and whether the closed workplaces count.

    With `part_days` also whether absence of part of a day does.
    """
    organisation = choose(
        "Organisation",
        _put_first(list(OrganisationBasis), settings.organisation),
        name="organisation",
        format_option=lambda basis: basis.label.capitalize(),
        quiet=True,
    )
    closed = _choose_whether("Nedlagte og overdragne", usual=settings.closed_units, name="nedlagte")
    chosen = replace(settings, organisation=organisation, closed_units=closed)
    if not part_days:
        return chosen
    parts = _choose_whether("Fravær en del af dagen", usual=settings.part_days, name="del")
    return replace(chosen, part_days=parts)


def _choose_whether(label: str, *, usual: bool, name: str) -> bool:
    options = [_COUNTED[usual], _COUNTED[not usual]]
    chosen = choose(label, options, name=name, format_option=lambda text: text, quiet=True)
    return chosen == _COUNTED[True]


def _put_first(options: list[Choice], usual: Choice) -> list[Choice]:
    return sorted(options, key=lambda option: option != usual)


def choose_afdeling(result: AnyResult) -> str:
    """Choose the afdeling in focus by name, among the rows of a result; returns its key or ""."""
    keys = {row.name: row.key for row in result.rows}
    names = [ALL, *keys]
    chosen = choose(
        "Afdeling", names, name="afdeling", format_option=lambda name: name or "Alle afdelinger"
    )
    return keys.get(chosen, ALL)


def choose(
    label: str,
    options: Sequence[Choice],
    *,
    name: str,
    format_option: Callable[[Choice], str],
    quiet: bool = False,
) -> Choice:
    """Choose one of some options; `name` is what the choice is called in the address.

    With `quiet` the first one is not written there: it is what is usually shown.

    The address goes first, then what this visit chose on another page, then the first option.
    An address that asks for something else is answered with the first and a word about it.
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
        st.caption(escape_text(f"»{echo}« findes ikke her. Viser {format_option(codes[chosen])}."))
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
