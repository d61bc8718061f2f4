"""The case of an opgørelse is kept, and proposed from the one before."""

from datetime import date

import pytest

from bilag.case import AuthorText
from bilag.sag import Sag, Sagstype
from core.errors import UsageError
from core.quarter import Quarter
from services.kept_cases import KeptCase, read_case, save_case
from store.database import Store

Q3, Q4, NEXT = Quarter(2024, 3), Quarter(2024, 4), Quarter(2025, 1)
SAG = Sag(
    sagsnummer="81.28.00-P05-1-25",
    titel="Sygefravær",
    forum="Direktørforum",
    type=Sagstype.DROEFTELSE,
    indstiller="HR-chefen",
    punkt=3,
    minutter=10,
    moededato=date(2025, 1, 29),
)
EFFORTS = {"Sygefraværsindsats": AuthorText("Et kursus blev holdt.", Q4)}


def save(store: Store, sag: Sag = SAG, quarter: Quarter = Q4) -> None:
    save_case(store, KeptCase(quarter, sag, EFFORTS), by="Anna")


def test_the_first_case_is_an_orientation_of_chefforum(store: Store) -> None:
    assert read_case(store, Q4) == KeptCase(Q4, Sag(forum="Chefforum", type=Sagstype.ORIENTERING))


def test_a_saved_case_comes_back_with_who_saved_it(store: Store) -> None:
    save(store)
    kept = read_case(store, Q4)
    assert (kept.sag, kept.texts, kept.saved_by) == (SAG, EFFORTS, "Anna")
    assert kept.saved_at


def test_the_newest_saving_is_the_case(store: Store) -> None:
    save(store)
    save(store, Sag(titel="Rettet"))
    assert read_case(store, Q4).sag == Sag(titel="Rettet")


def test_the_next_case_is_proposed_from_the_last_one(store: Store) -> None:
    save(store)
    proposed = read_case(store, NEXT)
    assert proposed.sag == Sag(
        sagsnummer="81.28.00-P05-1-25",
        forum="Direktørforum",
        type=Sagstype.DROEFTELSE,
        indstiller="HR-chefen",
        minutter=10,
    )
    assert (proposed.texts, proposed.saved_at) == (EFFORTS, None)


def test_a_sagsnummer_is_not_carried_into_another_year(store: Store) -> None:
    save(store, SAG, Q3)
    save(store, Sag(sagsnummer="81.28.00-P05-9-24", moededato=date(2024, 10, 30)), Q3)
    assert read_case(store, Q4).sag.sagsnummer == ""


def test_a_later_case_is_not_proposed_to_an_earlier_opgoerelse(store: Store) -> None:
    save(store)
    assert read_case(store, Q3).sag.titel == ""
    assert read_case(store, Q3).texts == {}


def test_a_cpr_number_is_not_kept(store: Store) -> None:
    texts = {"Historik": AuthorText("Sagen om 010190-1234", Q4)}
    with pytest.raises(UsageError, match="CPR"):
        save_case(store, KeptCase(Q4, SAG, texts), by="Anna")
    assert read_case(store, Q4).saved_at is None
