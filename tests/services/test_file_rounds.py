"""Files that wait to be saved: kept for who chose them, for a while, and a few at a time."""

import pytest

from services.file_rounds import KEPT_SECONDS, FileRounds, HeldFile


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_round_is_its_owners_alone_until_it_ends(clock: Clock) -> None:
    rounds = FileRounds(clock)
    begun = rounds.begin("anna")
    assert rounds.find(begun.token, "anna") is begun
    assert rounds.find(begun.token, "bo") is None
    assert rounds.find("gættet", "anna") is None
    rounds.end(begun)
    assert rounds.find(begun.token, "anna") is None


def test_it_goes_some_time_after_it_was_last_seen(clock: Clock) -> None:
    rounds = FileRounds(clock)
    begun = rounds.begin("anna")
    clock.now += KEPT_SECONDS - 1
    assert rounds.find(begun.token, "anna") is begun
    clock.now += KEPT_SECONDS - 1
    assert rounds.find(begun.token, "anna") is begun
    clock.now += KEPT_SECONDS + 1
    assert rounds.find(begun.token, "anna") is None


def test_the_oldest_of_many_rounds_goes_and_nobody_elses(clock: Clock) -> None:
    rounds = FileRounds(clock)
    other = rounds.begin("bo")
    begun = []
    for clock.now in range(1, 5):
        begun.append(rounds.begin("anna"))
    kept = [rounds.find(of.token, "anna") is not None for of in begun]
    assert kept == [False, True, True, True]
    assert rounds.find(other.token, "bo") is other


def test_a_file_is_dropped_where_its_own_field_holds_it_no_more(clock: Clock) -> None:
    begun = FileRounds(clock).begin("anna")
    for number, field in (("1", "før"), ("2", "nu"), ("3", "nu")):
        begun.files[number] = HeldFile(number, f"{number}.csv", b"", field)
    begun.drop_missing("nu", {"3"})
    assert list(begun.files) == ["1", "3"]
    begun.drop_missing("senere", set())
    assert list(begun.files) == ["1", "3"]
    begun.drop("1")
    assert list(begun.files) == ["3"]
