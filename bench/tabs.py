"""Somebody at a server, signed in or not, and a tab whose pages are run as by a browser."""

import random
import re
from contextlib import ExitStack
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.browser.provider import Provider

FINISHED = 0  # the script has run to its end, and not begun again
ANSWER = 300.0  # seconds
_ESCAPES = str.maketrans("", "", "\\\u2060")  # which keep names from being read as markup
_OF_VISIT = re.compile(
    r"/filer/[\w-]+|\bfiler-[0-9a-f]{8}\b|\b[0-9a-f]{32,64}\b|script_run_id: \"[^\"]*\""
)


class Visitor:
    """Somebody who has signed in, with the cookies of it."""

    def __init__(self, person: str, port: int) -> None:
        self.person = person
        self.origin = f"http://localhost:{port}"
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def sign_in(self, provider: Provider) -> None:
        """Press the button for signing in, and go where the pages and the provider send one."""
        provider.person = self.person
        self.fetch("/_stcore/health")  # gives the cookie against requests from foreign websites
        with Tab(self) as tab:
            tab.show("overblik", "")
            redirect = tab.press("Log ind")
        self.fetch(redirect.removeprefix(self.origin))

    def fetch(self, address: str) -> tuple[int, bytes]:
        """Fetch an address of the server."""
        request = Request(f"{self.origin}{address}", headers={"Referer": f"{self.origin}/overblik"})  # noqa: S310 - our own
        try:
            with self._opener.open(request, timeout=ANSWER) as answer:
                return answer.status, answer.read()
        except HTTPError as error:
            return error.code, error.read()

    @property
    def xsrf(self) -> str:
        """The cookie that a browser also sends in another way, as no foreign website can."""
        return next((str(c.value) for c in self.cookies if c.name == "_streamlit_xsrf"), "")

    @property
    def cookie_header(self) -> str:
        """The cookies as a browser sends them."""
        kept = [cookie for cookie in self.cookies if cookie.path == "/"]
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in kept)


class Tab:
    """A tab of somebody's browser: one websocket, one page at a time."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._held = ExitStack()
        self._connection: ClientConnection
        self._page = self._query = ""
        self._choices: list[tuple[str, list[str]]] = []
        self._buttons: dict[str, str] = {}
        self._folded: list[str] = []  # what is made only when it is opened
        self.redirect = ""
        self.files: list[str] = []  # the addresses of those that the page offers as CSV

    def __enter__(self) -> "Tab":
        origin, cookies = self._visitor.origin, self._visitor.cookie_header
        opening = connect(
            f"{origin.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(origin),
            subprotocols=[Subprotocol(word) for word in ("streamlit", self._visitor.xsrf) if word],
            additional_headers={"Cookie": cookies} if cookies else {},
            max_size=None,
            open_timeout=ANSWER,
        )
        self._connection = self._held.enter_context(opening)
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def show(self, page: str, query: str) -> str:
        """Show a page by its address; returns all that it says."""
        self._page, self._query = page, query
        return self._run(BackMsg())

    def choose(self, chance: random.Random) -> str:
        """Choose something else in one of the page's fields; "" where it has none."""
        fields = [choice for choice in self._choices if len(choice[1]) > 1]
        if not fields:
            return ""
        widget, options = chance.choice(fields)
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = widget, chance.choice(options)
        return self._run(message)

    def unfold(self) -> str:
        """Open all that the page makes only then; "" where there is nothing of the kind."""
        if not self._folded:
            return ""
        message = BackMsg()
        for widget in self._folded:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.bool_value = widget, True
        return self._run(message)

    def press(self, label: str) -> str:
        """Press a button; returns where the page sends one then."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = self._buttons[label], True
        self._run(message)
        return self.redirect

    def _run(self, message: BackMsg) -> str:
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = self._query
        self._connection.send(message.SerializeToString())
        texts: list[str] = []
        self.files, self._choices, self._folded = [], [], []
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self._connection.recv(ANSWER, decode=False))
            kind = answer.WhichOneof("type")
            if kind == "script_finished" and answer.script_finished == FINISHED:
                return _OF_VISIT.sub("·", "\n".join(texts)).translate(_ESCAPES)
            if kind == "script_finished":
                texts.clear()
                self.files, self._choices, self._folded = [], [], []
            elif kind == "page_info_changed":
                self._query = answer.page_info_changed.query_string
            elif kind == "auth_redirect":
                self.redirect = answer.auth_redirect.url
            elif kind in {"delta", "navigation", "page_not_found"}:
                texts.append(str(getattr(answer, kind)))
                self._notice(answer)

    def _notice(self, answer: ForwardMsg) -> None:
        if folded := answer.delta.add_block.expandable.id:
            self._folded.append(folded)
        element = answer.delta.new_element
        if element.WhichOneof("type") == "selectbox":
            self._choices.append((element.selectbox.id, list(element.selectbox.options)))
        elif element.WhichOneof("type") == "button":
            self._buttons[element.button.label] = element.button.id
        elif "(CSV)" in element.link_button.label:
            self.files.append(element.link_button.url)
