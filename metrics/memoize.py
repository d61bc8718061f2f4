"""A decorator that keeps the results of a function of a reader, so that each is made once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from core.errors import NoDataError
from store.figures import Reader

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class _NoData:
    """That there is nothing, and why: this does not change either."""

    message: str


def memoize(
    function: Callable[Concatenate[Reader, Arguments], Result],
) -> Callable[Concatenate[Reader, Arguments], Result]:
    """Return the function with a memory: the same reader and arguments give the same result."""

    @wraps(function)
    def read_cached(
        reader: Reader, /, *args: Arguments.args, **arguments: Arguments.kwargs
    ) -> Result:
        name = (function.__module__, function.__name__, args, tuple(sorted(arguments.items())))

        def read() -> Result | _NoData:
            try:
                return function(reader, *args, **arguments)
            except NoDataError as error:
                return _NoData(str(error))

        result = reader.compute_once(name, read)
        if isinstance(result, _NoData):
            raise NoDataError(result.message)
        return result

    return read_cached
