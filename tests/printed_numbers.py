"""Numbers that are finer than figures are printed, wherever they stand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite

_NOISE = 1e-7


def find_finer_numbers(value: object, path: str = "", *, step: float = 0.01) -> Iterator[str]:
    """Yield where in a value of lists and dicts a number is no multiple of a step."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from find_finer_numbers(part, f"{path}.{name}", step=step)
    elif isinstance(value, float):
        if isfinite(value) and abs(value / step - round(value / step)) > _NOISE:
            yield f"{path}: {value!r}"
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for at, part in enumerate(value):
            yield from find_finer_numbers(part, f"{path}[{at}]", step=step)


def find_finer_texts(text: str, *, mark: str) -> list[str]:
    """Find what stands in a text as a number with more than two decimals after a mark."""
    return re.findall(rf"(?<![\w.,])\d+{re.escape(mark)}\d{{3,}}(?![\w.,])", text)
