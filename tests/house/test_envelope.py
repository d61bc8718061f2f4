"""The size envelope: files and functions that a person can hold in mind."""

import ast

from tests.house.sources import name, python_files, tree

Function = ast.FunctionDef | ast.AsyncFunctionDef


def file_lengths() -> dict[str, int]:
    return {name(path): len(path.read_text("utf-8").splitlines()) for path in python_files()}


def functions(module: ast.Module) -> list[Function]:
    return [node for node in ast.walk(module) if isinstance(node, Function)]


def body_length(function: Function) -> int:
    """Lines from the first statement that is not the docstring to the last."""
    documented = ast.get_docstring(function, clean=False) is not None
    body = function.body[1:] if documented else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def lengths() -> dict[str, int]:
    return {
        f"{name(path)}:{function.lineno} {function.name}": body_length(function)
        for path in python_files()
        for function in functions(tree(path))
    }


def test_no_file_is_above_400_lines() -> None:
    assert {path: lines for path, lines in file_lengths().items() if lines > 400} == {}


def test_no_function_is_above_50_lines() -> None:
    assert {where: lines for where, lines in lengths().items() if lines > 50} == {}


def test_a_docstring_does_not_count() -> None:
    text = 'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n'
    assert [body_length(function) for function in functions(ast.parse(text))] == [2]
