"""A layout is known again by its headers, and what was said about it fits the next file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import (
    Mapping,
    assign_columns,
    compute_fingerprint,
    get_number_style,
    label_columns,
    make_header_key,
)
from data_loaders.guidance.mapping_text import parse_mapping_toml, write_mapping_toml
from data_loaders.words.days import DATE_ORDER, DateOrder

HEADERS = ("Enhed", "Foo 2024K3", "Antal", "Antal", "")
SAID = Mapping(
    name="Min opsætning",
    kind="kvartal",
    headers=HEADERS,
    columns={"dagsvaerk": "Foo 2024K3", "medarbejdere": "Antal #2"},
    styles={"Foo 2024K3": "dansk"},
    ignored=("kolonne E",),
)


@pytest.mark.parametrize(
    "header",
    ["Måltal 2024", "MÅLTAL  2025", "måltal, 4. kvartal 2025", "Måltal K4", "Måltal (marts 2025)",
     "Måltal_2024K1", "Måltal Q3", "Måltal 2024-10", "Måltal 01.10.2024 - 31.12.2024"],
)  # fmt: skip
def test_periods_and_spelling_of_a_header_do_not_count(header: str) -> None:
    assert make_header_key(header) == "maaltal"


def test_other_numbers_in_a_header_do_count() -> None:
    assert make_header_key("Langtid > 14 dage") != make_header_key("Langtid > 30 dage")
    assert make_header_key("Niveau 1") != make_header_key("Niveau 2")


def test_a_header_that_is_only_a_period_is_still_a_column() -> None:
    assert make_header_key("2024K4") == make_header_key("1. kvartal 2025") != ""
    assert make_header_key("") == ""


def test_the_next_quarters_file_has_the_same_fingerprint() -> None:
    later = ("ANTAL", "antal", "enhed", "Foo 2024K4", "")
    assert compute_fingerprint(later) == SAID.fingerprint
    assert (
        compute_fingerprint((*later, "Foo 2025K1")) == SAID.fingerprint
    )  # a wide file with one more
    assert compute_fingerprint((*later, "Andet")) != SAID.fingerprint
    assert compute_fingerprint(("", "")) == ""


def test_what_was_said_is_found_again_wherever_its_columns_stand() -> None:
    later = ("Antal", "Foo 2024K4", "", "Antal ", "Enhed")
    placed = SAID.place_in_headers(later)
    assert placed.columns == {"dagsvaerk": "Foo 2024K4", "medarbejdere": "Antal "}
    assert get_number_style(placed, 1) == "dansk"
    assert get_number_style(placed, 0) == ""
    assert placed.ignored == ("kolonne C",)


def test_where_equal_columns_are_more_or_fewer_than_before_only_asking_can_tell() -> None:
    later = ("Enhed", "Foo 2024K4", "Antal", "Antal", "Antal", "")
    assert "medarbejdere" not in SAID.place_in_headers(later).columns
    assert SAID.find_unplaced_labels(later) == ("Antal #2",)


def test_a_mapping_written_by_hand_needs_no_headers() -> None:
    by_hand = Mapping(columns={"dagsvaerk": "foo", "medarbejdere": "Antal #2", "enhed": "Bar"})
    assert by_hand.place_in_headers(HEADERS).columns == {
        "dagsvaerk": "Foo 2024K3",
        "medarbejdere": "Antal #2",
    }
    assert by_hand.find_unplaced_labels(HEADERS) == ("Bar",)


def test_a_mapping_comes_before_the_automatic_choice_and_uses_no_column_twice() -> None:
    automatic = {"enhed": 0, "korttid": 1, "dagsvaerk": 2, "fuldtidsstillinger": 4}
    assert assign_columns(automatic, SAID) == {"enhed": 0, "dagsvaerk": 1, "medarbejdere": 3}
    assert assign_columns(automatic, Mapping(headers=HEADERS)) == automatic


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("kind", "maaltal", Mapping(kind="maaltal")),
        ("sheet", "Ark2", Mapping(sheet="Ark2")),
        ("table", "A7", Mapping(table="A7")),
        ("column:korttid", "Bar", Mapping(columns={"korttid": "Bar"})),
        ("style:Bar", "engelsk", Mapping(styles={"Bar": "engelsk"})),
        ("quarter", "2024K4", Mapping(answers={"quarter": "2024K4"})),
        ("afdeling:a:b", "c", Mapping(answers={"afdeling:a:b": "c"})),
    ],
)
def test_an_answer_goes_where_it_belongs(question: str, value: str, expected: Mapping) -> None:
    assert Mapping().add_answer(question, value) == expected


def test_an_answer_takes_its_column_from_the_field_that_had_it() -> None:
    changed = SAID.add_answer("column:korttid", "Foo 2024K3")
    assert changed.columns == {"medarbejdere": "Antal #2", "korttid": "Foo 2024K3"}
    assert SAID.add_answer("column:enhed", "kolonne E").ignored == ()
    assert SAID.ignore_column("Antal #2").columns == {"dagsvaerk": "Foo 2024K3"}


def test_what_is_about_one_file_is_not_remembered() -> None:
    said = (
        SAID.add_answer("quarter", "2024K4")
        .add_answer("afdeling:X", "Y")
        .add_answer("unit:hours", "ja")
    )
    assert said.drop_one_file_answers().answers == {"unit:hours": "ja"}
    assert said.aliases == (("afdeling", "X", "Y"),)
    assert Mapping(answers={"extract_date": "1.1.2025"}).drop_one_file_answers().is_empty


def test_a_guide_puts_what_is_said_over_what_is_remembered() -> None:
    later = ("Enhed", "Foo 2024K4", "Antal", "Antal", "")
    guidance = Guidance(Mapping(columns={"fuldtidsstillinger": "Antal #2"}), (SAID,))
    assert guidance.find_mapping(later) == SAID
    assert guidance.resolve_mapping(later).columns == {
        "dagsvaerk": "Foo 2024K4",
        "fuldtidsstillinger": "Antal #2",
    }
    assert guidance.resolve_mapping(("Noget", "helt", "andet")).columns == {}


def test_a_remembered_mapping_of_another_kind_than_said_is_not_used() -> None:
    guidance = Guidance(Mapping(kind="maaltal"), (SAID,))
    assert guidance.resolve_mapping(HEADERS).columns == {}


def test_the_newest_of_two_mappings_of_a_layout_counts() -> None:
    newer = Mapping(name="ny", kind="maaltal", headers=HEADERS)
    assert Guidance(remembered_mappings=(newer, SAID)).find_mapping(HEADERS) == newer


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x =", "ikke gyldig TOML"),
        ("colums = {}", "Mente du »columns«"),
        ('columns = "a"', "skal være en tabel"),
        ("headers = [1]", "ikke er en tekst"),
        ('headers = "a"', "skal være en liste"),
        ("kind = 1", "skal være en tekst"),
        ('styles = {a = "danks"}', "Mente du »dansk«"),
        ('answers = {dates = "dag forst"}', "Mente du »dag først«"),
    ],
)
def test_a_text_that_is_no_mapping_is_refused_with_what_is_valid(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_mapping_toml(text)


texts = st.text(max_size=8)
tables = st.dictionaries(texts, texts, max_size=3)
answers = st.builds(
    lambda others, order: {**others, **order},
    st.dictionaries(texts.filter(lambda key: key != DATE_ORDER), texts, max_size=2),
    st.dictionaries(st.just(DATE_ORDER), st.sampled_from(DateOrder).map(str), max_size=1),
)


@given(
    st.builds(
        Mapping,
        name=texts,
        kind=texts,
        headers=st.lists(texts, max_size=4).map(tuple),
        sheet=texts,
        columns=tables,
        styles=st.dictionaries(texts, st.sampled_from(["dansk", "engelsk"]), max_size=2),
        ignored=st.lists(texts, max_size=2).map(tuple),
        answers=answers,
    )
)
def test_any_mapping_is_read_back_from_its_text(mapping: Mapping) -> None:
    assert parse_mapping_toml(write_mapping_toml(mapping)) == mapping


@given(st.lists(st.sampled_from(["", "Antal", "antal", "Enhed", "Måltal 2024", "Måltal 2025"])))
def test_each_column_has_a_label_of_its_own_that_finds_it(headers: list[str]) -> None:
    names = label_columns(headers)
    assert len(set(names)) == len(names)
    for place, label in enumerate(names):
        said = Mapping(headers=tuple(headers), columns={"x": label}).place_in_headers(headers)
        assert label_columns(headers).index(said.columns["x"]) == place


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Økonomi og Stab", "Økonomi & Stab"),
        ("ØKONOMI &  STAB", "Økonomi & Stab"),
        ("Skole & Dagtilbud", "Dagtilbud & Skole"),
        ("Børn, Sundhed og Velfærd", "Børn Sundhed & Velfærd"),
        ("Oekonomi", "Økonomi & Stab"),
        ("Noget andet", "Noget andet"),
    ],
)
def test_a_name_is_known_however_it_is_written(written: str, expected: str) -> None:
    known = ("Økonomi & Stab", "Dagtilbud & Skole", "Børn Sundhed & Velfærd")
    aliases = Aliases({"afdeling": known}, {"afdeling": {"oekonomi": "økonomi og stab"}})
    assert aliases.resolve_name("afdeling", written) == expected
    assert aliases.resolve_name("omraade", written) == written
