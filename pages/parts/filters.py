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
from pages.parts.text import plain
from store.figures import Reader

ALL = ""
_LONGEST_ECHO = 60
_COUNTED = {True: "Regnet med", False: "Holdt ude"}
Choice = TypeVar("Choice")


def quarter(reader: Reader) -> Quarter:
    """Choose the opgørelse, newest first; NoDataError where no quarter has one yet."""
    known = rullende.quarters(reader)
    if not known:
        raise NoDataError(
            "Der er data, men endnu ingen opgørelse: den rullende opgørelse kræver fire kvartaler "
            "i træk. Indlæs de kvartaler, der mangler."
        )
    return choose("Opgørelse", known, name="kvartal", shown=lambda one: one.label)


def variant(settings: Settings, *, part_days: bool) -> Settings:
    """Choose the organisation that figures are summed by, and whether the closed workplaces count.

    With `part_days` also whether absence of part of a day does.
    """
    organisation = choose(
        "Organisation",
        _first(list(OrganisationBasis), settings.organisation),
        name="organisation",
        shown=lambda one: one.label.capitalize(),
        quiet=True,
    )
    closed = _whether("Nedlagte og overdragne", usual=settings.closed_units, name="nedlagte")
    chosen = replace(settings, organisation=organisation, closed_units=closed)
    if not part_days:
        return chosen
    parts = _whether("Fravær en del af dagen", usual=settings.part_days, name="del")
    return replace(chosen, part_days=parts)


def _whether(label: str, *, usual: bool, name: str) -> bool:
    options = [_COUNTED[usual], _COUNTED[not usual]]
    shown = choose(label, options, name=name, shown=lambda text: text, quiet=True)
    return shown == _COUNTED[True]


def _first(options: list[Choice], usual: Choice) -> list[Choice]:
    return sorted(options, key=lambda option: option != usual)


def afdeling(result: AnyResult) -> str:
    """Choose the afdeling in focus by name, among the rows of a result; returns its key or ""."""
    keys = {row.name: row.key for row in result.rows}
    names = [ALL, *keys]
    chosen = choose(
        "Afdeling", names, name="afdeling", shown=lambda name: name or "Alle afdelinger"
    )
    return keys.get(chosen, ALL)


def choose(
    label: str,
    options: Sequence[Choice],
    *,
    name: str,
    shown: Callable[[Choice], str],
    quiet: bool = False,
) -> Choice:
    """Choose one of some options; `name` is what the choice is called in the address.

    With `quiet` the first one is not written there: it is what is usually shown.

    The address goes first, then what this visit chose on another page, then the first option.
    An address that asks for something else is answered with the first and a word about it.
    """
    codes = {str(option): option for option in options}
    usual = next(iter(codes))
    wanted = st.query_params.get(name, st.session_state.get(_kept(name)))
    if quiet and wanted == ALL:
        wanted = usual
    chosen = wanted if wanted in codes else usual
    st.session_state[_field(name)] = chosen
    st.selectbox(
        label,
        list(codes),
        format_func=lambda code: shown(codes[code]),
        key=_field(name),
        on_change=_keep,
        args=(name, usual if quiet else ""),
    )
    if wanted not in {chosen, None}:
        asked = str(wanted)[:_LONGEST_ECHO]
        st.caption(plain(f"»{asked}« findes ikke her. Viser {shown(codes[chosen])}."))
    _write(name, ALL if quiet and chosen == usual else chosen)
    return codes[chosen]


def typed(label: str, *, name: str, placeholder: str = "") -> str:
    """Ask for a text; `name` is what it is called in the address."""
    st.session_state[_field(name)] = st.query_params.get(
        name, st.session_state.get(_kept(name), "")
    )
    text = st.text_input(
        label, placeholder=placeholder, key=_field(name), on_change=_keep, args=(name,)
    )
    _write(name, text)
    return text.strip()


def _keep(name: str, usual: str = "") -> None:
    code = st.session_state[_field(name)]
    _write(name, ALL if code == usual else code)


def _write(name: str, code: str) -> None:
    """Put a choice in the address; the empty one stands there by its absence."""
    st.session_state[_kept(name)] = code
    if code:
        st.query_params[name] = code
    else:
        st.query_params.pop(name, None)


def _field(name: str) -> str:
    return f"felt-{name}"


def _kept(name: str) -> str:
    return f"valgt-{name}"
