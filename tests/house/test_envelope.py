"""The size envelope: files and functions that a person can hold in mind."""

import ast

from tests.house.sources import list_python_files, name, parse_file

Function = ast.FunctionDef | ast.AsyncFunctionDef


def count_file_lines() -> dict[str, int]:
    return {name(path): len(path.read_text("utf-8").splitlines()) for path in list_python_files()}


def find_functions(module: ast.Module) -> list[Function]:
    return [node for node in ast.walk(module) if isinstance(node, Function)]


def count_body_lines(function: Function) -> int:
    """Lines from the first statement that is not the docstring to the last."""
    documented = ast.get_docstring(function, clean=False) is not None
    body = function.body[1:] if documented else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def count_function_lines() -> dict[str, int]:
    return {
        f"{name(path)}:{function.lineno} {function.name}": count_body_lines(function)
        for path in list_python_files()
        for function in find_functions(parse_file(path))
    }


def test_no_file_is_above_400_lines() -> None:
    assert {path: lines for path, lines in count_file_lines().items() if lines > 400} == {}


def test_no_function_is_above_50_lines() -> None:
    assert {where: lines for where, lines in count_function_lines().items() if lines > 50} == {}


def test_a_docstring_does_not_count() -> None:
    text = 'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n'
    assert [count_body_lines(function) for function in find_functions(ast.parse(text))] == [2]
