"""What a token's claims tell: who, until when, and whether they may come in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from access.claims import NotAdmittedError, SignInError, read_sign_in
from access.sign_in_settings import SignInSettings
from core.errors import UsageError

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
VALUES: dict[str, object] = {
    "metadata_url": "https://login.example/x", "client_id": "c",
    "redirect_uri": "https://fravaer.example/oauth2callback",
}  # fmt: skip
SETTINGS = SignInSettings.from_values(VALUES)


def make_claims(**more: Any) -> dict[str, Any]:
    begun = int((NOW - timedelta(hours=1)).timestamp())
    return {
        "sub": "1", "iat": begun, "exp": begun + 7200, "preferred_username": "Anna@Kommune.dk",
    } | more  # fmt: skip


def test_who_signed_in_is_named_in_small_letters_until_the_token_ends() -> None:
    sign_in = read_sign_in(make_claims(), SETTINGS, now=NOW)
    assert sign_in.person == "anna@kommune.dk"
    assert sign_in.ends_at == NOW + timedelta(hours=1)


def test_a_long_token_ends_after_the_set_time() -> None:
    claims = make_claims(exp=int(NOW.timestamp()) + 10**6)
    assert read_sign_in(claims, SETTINGS, now=NOW).ends_at == NOW + timedelta(hours=7)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        make_claims(exp=int(NOW.timestamp())),
        make_claims(iat=int(NOW.timestamp()) - 8 * 3600, exp=int(NOW.timestamp()) + 60),
        make_claims(exp=None), make_claims(iat="x"), make_claims(exp=True),
        make_claims(exp=10**30), make_claims(iat=-(10**30)), make_claims(exp=float("nan")),
    ],
)  # fmt: skip
def test_a_sign_in_that_is_over_or_has_no_end_is_none(claims: dict[str, Any]) -> None:
    with pytest.raises(SignInError):
        read_sign_in(claims, SETTINGS, now=NOW)


@pytest.mark.parametrize(
    "other", [{"nonce": "b"}, {"iat": int(NOW.timestamp()) - 7200}, {"sub": "2"}, {"iss": "x"}]
)
def test_two_sign_ins_are_told_apart(other: dict[str, Any]) -> None:
    settings = SignInSettings.from_values(VALUES | {"session_hours": 24})
    begun = {"nonce": "a", "exp": int(NOW.timestamp()) + 60}
    usual = make_claims(**begun)
    session = read_sign_in(usual, settings, now=NOW).session
    assert read_sign_in(usual | other, settings, now=NOW).session != session


def test_a_token_that_begins_later_than_now_says_that_the_clock_is_behind() -> None:
    with pytest.raises(SignInError, match=r"fra 1\. december 2026.*serverens ur"):
        read_sign_in(make_claims(), SETTINGS, now=NOW - timedelta(hours=2))
    assert read_sign_in(make_claims(), SETTINGS, now=NOW - timedelta(hours=1, minutes=4))


@pytest.mark.parametrize("claim", ["groups", "roles"])
def test_a_group_lets_in(claim: str) -> None:
    settings = SignInSettings.from_values(VALUES | {"groups": ["a", "b"]})
    assert read_sign_in(make_claims(**{claim: ["b"]}), settings, now=NOW).person
    for wrong in ({claim: ["c"]}, {claim: "a"}, {}):
        with pytest.raises(NotAdmittedError, match="ikke i en gruppe"):
            read_sign_in(make_claims(**wrong), settings, now=NOW)
    with pytest.raises(NotAdmittedError, match="app-roller"):
        read_sign_in(make_claims(_claim_names={"groups": "src1"}), settings, now=NOW)


@pytest.mark.parametrize("name", [None, "", True, ["anna@kommune.dk"], {"a": "b"}])
def test_a_person_without_the_claim_that_names_people_is_refused(name: object) -> None:
    with pytest.raises(NotAdmittedError, match="preferred_username"):
        read_sign_in(make_claims(preferred_username=name), SETTINGS, now=NOW)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"client_id": ""}, "client_id mangler"),
        ({"client": "x"}, "»client« er|client er ikke en indstilling"),
        ({"redirect_uri": "http://fravaer.example/oauth2callback"}, "begynder med https://"),
        ({"redirect_uri": "https://fravaer.example/"}, "skal ende med /oauth2callback"),
        ({"metadata_url": "ftp://x"}, "begynder med https://"),
        ({"metadata_url": "https://login.microsoftonline.com/common/v2.0/x"}, "tenant ID"),
        ({"groups": "a"}, "skal være en liste"),
        ({"session_hours": 25}, "et helt tal fra 1 til 24"),
        ({"session_hours": True}, "et helt tal fra 1 til 24"),
        ({"contact": 5}, "skal være en tekst"),
    ],
)
def test_settings_that_are_not_valid_are_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        SignInSettings.from_values(VALUES | values)


def test_a_provider_on_this_machine_may_go_without_tls() -> None:
    local = {
        "metadata_url": "http://127.0.0.1:5/x",
        "redirect_uri": "http://localhost:1/oauth2callback",
    }
    assert not SignInSettings.from_values(VALUES | local).is_encrypted
    assert SETTINGS.is_encrypted
    assert (SETTINGS.host, SETTINGS.origin) == ("fravaer.example", "https://fravaer.example")
