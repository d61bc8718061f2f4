"""What is looked up through a reader, told to those who watch it: the access log."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from core.nodes import Level
from core.quarter import Quarter

Observe = Callable[[Level, Quarter | None], None]


class Lookups:
    """The look-ups of one reader: of which level, and at which quarter.

    What one function looks up in the course of another is not told of: it is not what was asked.
    """

    def __init__(self) -> None:
        self._observers: list[Observe] = []
        self._is_within = False

    def watch(self, observe: Observe) -> None:
        """Tell somebody of each look-up before it is made; an error of theirs stops it."""
        self._observers.append(observe)

    def tell_function(self, name: Hashable) -> None:
        """Tell of a function by the name that its result is kept under, which has its arguments."""
        *_, positional, named = name if isinstance(name, tuple) else ((), ())
        self._tell((*positional, *(value for _, value in named)))

    def tell_query(self, parameters: Mapping[str, object]) -> None:
        """Tell of a query by its parameters."""
        level, quarter = parameters.get("level"), parameters.get("quarter")
        if isinstance(level, str):
            at = [Quarter.parse(quarter)] if isinstance(quarter, str) else []
            self._tell((Level(level), *at))

    def _tell(self, arguments: Iterable[object]) -> None:
        if self._is_within or not self._observers:
            return
        values = list(arguments)
        quarter = next((value for value in values if isinstance(value, Quarter)), None)
        for level in (value for value in values if isinstance(value, Level)):
            for observe in self._observers:
                observe(level, quarter)

    @contextmanager
    def within_one(self) -> Iterator[None]:
        """Let what is looked up meanwhile be a part of a look-up that was told of."""
        before, self._is_within = self._is_within, True
        try:
            yield
        finally:
            self._is_within = before
