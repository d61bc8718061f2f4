"""Signing in with a real browser: who comes in, sees what, and how a sign-in ends."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.grants import make_grant, write_grants
from core.quarter import Quarter
from core.settings import Settings
from services import opgoerelser
from services.configuration import CLIENT_SECRET_VARIABLE
from store.database import Store
from tests.browser.helpers import PATIENCE, settle
from tests.browser.provider import CLIENT, Provider, run_provider
from tests.conftest import SampleStore
from tests.doors.test_server import start_server

HR, CHEF, IT = "hr@kommune.example", "chef@kommune.example", "it@kommune.example"
AFDELING = "Børn & Familie"
SIGN_IN = "Log ind"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with run_provider() as running:
        yield running


@pytest.fixture(scope="module")
def folder(
    sampled: SampleStore, tmp_path_factory: pytest.TempPathFactory, provider: Provider, port: int
) -> Path:
    """A folder with a store whose newest opgørelse is released, and sign-in set up."""
    folder = tmp_path_factory.mktemp("login")
    store = Store(sampled.copy(folder))
    opgoerelser.release(store, Quarter(2024, 4), settings=Settings(), by="hr")
    store.close()
    (folder / "indstillinger.toml").write_text(
        f"""
        [sign_in]
        metadata_url = "{provider.address}/.well-known/openid-configuration"
        client_id = "{CLIENT}"
        redirect_uri = "http://localhost:{port}/oauth2callback"
        contact = "HR i lokale 12"
        """,
        "utf-8",
    )
    grant_roles(folder)
    return folder


def grant_roles(folder: Path, *, chef: str = "afdelingschef") -> None:
    grants = [
        make_grant(HR, "hr", "", first=None, last=None),
        make_grant(IT, "it", "", first=None, last=None),
    ]
    if chef:
        place = AFDELING if chef == "afdelingschef" else ""
        grants.append(make_grant(CHEF, chef, place, first=None, last=None))
    write_grants(folder / "roller.toml", grants)


@pytest.fixture(scope="module")
def address(folder: Path, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command = [str(Path(__file__).parents[2] / "server.py"), "--server.port", str(port)]
    key = tmp_path_factory.mktemp("noegle") / "noegle"
    environment = {CLIENT_SECRET_VARIABLE: "hemmelig", "CHEFFORUM_KEY": str(key)}
    with start_server(command, folder / "chefforum.duckdb", **environment):
        yield f"http://localhost:{port}"


@pytest.fixture
def visitor(chromium: Browser, folder: Path) -> Iterator[BrowserContext]:
    """Somebody at a browser of their own."""
    grant_roles(folder)
    context = chromium.new_context(accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def open_page(visitor: BrowserContext, address: str) -> Page:
    page = visitor.new_page()
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)
    return page


def sign_in(visitor: BrowserContext, provider: Provider, address: str, person: str) -> Page:
    provider.person, provider.claims, provider.forged = person, {}, False
    page = open_page(visitor, address)
    press_sign_in(page)
    return page


def press_sign_in(page: Page) -> None:
    with page.expect_response(lambda answer: "/oauth2callback" in answer.url):
        page.get_by_role("button", name=SIGN_IN).click()
    page.wait_for_url(lambda url: "/oauth2callback" not in url)
    page.wait_for_selector("h1")
    settle(page)


def find_file(page: Page, address: str) -> str:
    """Find the address of a file that a page offers."""
    page.get_by_text("Tal og filer").first.click()
    link = page.get_by_role("link", name="Hent tal (CSV)").first
    return f"{address}{link.get_attribute('href')}"


def ask(address: str, cookies: str = "") -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Cookie": cookies})  # noqa: S310 - our own
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def write_cookies(visitor: BrowserContext) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in visitor.cookies())


def test_a_deep_link_shows_nothing_before_signing_in_and_survives_it(
    visitor: BrowserContext, provider: Provider, address: str
) -> None:
    wanted = f"{address}/afdelinger?hvor=afdeling%3AB%C3%B8rn+%26+Familie"
    page = open_page(visitor, wanted)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sygefravær til Chefforum")
    assert AFDELING not in page.content()
    provider.person, provider.claims = CHEF, {}
    press_sign_in(page)
    assert page.url.startswith(f"{address}/afdelinger?hvor=")
    expect(page.get_by_role("heading", level=1)).to_contain_text(AFDELING)
    expect(page.get_by_text("afdelingschef for Børn & Familie")).to_be_visible()
    expect(page.get_by_role("link", name="Indlæs data")).to_have_count(0)


@pytest.mark.parametrize("page_address", ["indlaes", "organisation"])
def test_a_page_of_hr_is_refused_by_its_address(
    page_address: str, visitor: BrowserContext, provider: Provider, address: str
) -> None:
    page = sign_in(visitor, provider, f"{address}/{page_address}", CHEF)
    expect(page.get_by_text("Siden er ikke for dig som afdelingschef")).to_be_visible()


def test_who_has_no_role_is_told_whom_to_ask(
    visitor: BrowserContext, provider: Provider, address: str
) -> None:
    page = sign_in(visitor, provider, f"{address}/overblik", "ny@kommune.example")
    expect(page.get_by_text("har ingen rolle her. Spørg HR i lokale 12")).to_be_visible()
    assert "dagsværk" not in page.content()


def test_it_sees_no_figures(visitor: BrowserContext, provider: Provider, address: str) -> None:
    page = sign_in(visitor, provider, f"{address}/overblik", IT)
    expect(page.get_by_text("Siden er ikke for dig som IT")).to_be_visible()


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 10_000, "iat": int(time.time()) - 20_000},
        {"aud": "another program"},
        {"iss": "http://evil.example"},
        {"nonce": "another"},
        {"forged": True},
    ],
    ids=["expired", "audience", "issuer", "nonce", "forged"],
)
def test_a_token_that_is_not_good_lets_nobody_in(
    claims: dict[str, object], visitor: BrowserContext, provider: Provider, address: str
) -> None:
    provider.person, provider.forged = HR, claims.pop("forged", False) is True
    provider.claims = claims
    page = open_page(visitor, f"{address}/overblik")
    press_sign_in(page)
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    provider.claims, provider.forged = {}, False


def test_a_sign_in_ends_with_its_token(
    visitor: BrowserContext, provider: Provider, address: str
) -> None:
    provider.person, provider.forged = CHEF, False
    provider.claims = {"exp": int(time.time()) + 30, "iat": int(time.time()) - 9 * 3600}
    page = open_page(visitor, f"{address}/overblik")
    press_sign_in(page)
    expect(page.get_by_text("Dit login er udløbet")).to_be_visible()  # eight hours have passed
    provider.claims = {}


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(
    visitor: BrowserContext, provider: Provider, address: str, folder: Path
) -> None:
    page = sign_in(visitor, provider, f"{address}/overblik", CHEF)
    file = find_file(page, address)
    assert ask(file, write_cookies(visitor))[0] == 200
    grant_roles(folder, chef="")
    assert ask(file, write_cookies(visitor))[0] == 403
    page.get_by_role("link", name="Måltal").first.click()
    expect(page.get_by_text("har ingen rolle her")).to_be_visible()


def test_a_copied_address_of_a_file_gives_nothing(
    visitor: BrowserContext, chromium: Browser, provider: Provider, address: str
) -> None:
    page = sign_in(visitor, provider, f"{address}/overblik", HR)
    file = find_file(page, address)
    status, content = ask(file, write_cookies(visitor))
    assert (status, "kommune" in content.casefold()) == (200, True)
    assert ask(file)[0] == 403
    other = chromium.new_context()
    sign_in(other, provider, f"{address}/overblik", CHEF)
    assert ask(file, write_cookies(other))[0] == 404
    other.close()


def test_signing_out_ends_it_in_every_tab_and_for_a_copied_cookie(
    visitor: BrowserContext, provider: Provider, address: str
) -> None:
    page = sign_in(visitor, provider, f"{address}/overblik", CHEF)
    copied = visitor.cookies()
    file = find_file(page, address)
    tab = open_page(visitor, f"{address}/maaltal")
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    tab.get_by_role("link", name="Langtidsfriske").first.click()
    expect(tab.get_by_text("Du er logget ud")).to_be_visible()
    visitor.add_cookies(cast("Any", copied))
    assert ask(file, write_cookies(visitor))[0] == 403
    page = open_page(visitor, f"{address}/overblik")
    expect(page.get_by_text("Du er logget ud")).to_be_visible()


def test_a_callback_that_is_sent_again_signs_nobody_in(
    visitor: BrowserContext, chromium: Browser, provider: Provider, address: str
) -> None:
    callbacks: list[str] = []
    visitor.on("request", lambda request: callbacks.append(request.url))
    sign_in(visitor, provider, f"{address}/overblik", HR)
    (callback,) = [url for url in callbacks if "/oauth2callback?" in url]
    other = chromium.new_context()
    page = open_page(other, callback)
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    other.close()


def test_cookies_are_kept_from_scripts_and_end_with_the_sign_in(
    visitor: BrowserContext, provider: Provider, address: str
) -> None:
    sign_in(visitor, provider, f"{address}/overblik", CHEF)
    kept = [cookie for cookie in visitor.cookies() if cookie["name"].startswith("_streamlit_user")]
    assert kept
    for cookie in kept:
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert cookie["expires"] < time.time() + 8 * 3600 + 60
