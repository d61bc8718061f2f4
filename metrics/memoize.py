"""A decorator that keeps the results of a function of a reader, so that each is made once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from store.figures import Reader

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def memoize(
    function: Callable[Concatenate[Reader, Arguments], Result],
) -> Callable[Concatenate[Reader, Arguments], Result]:
    """Return the function with a memory: the same reader and arguments give the same result."""

    @wraps(function)
    def read_cached(
        reader: Reader, /, *args: Arguments.args, **arguments: Arguments.kwargs
    ) -> Result:
        name = (function.__module__, function.__name__, args, tuple(sorted(arguments.items())))
        return reader.compute_once(name, lambda: function(reader, *args, **arguments))

    return read_cached
