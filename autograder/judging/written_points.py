"""The points of a task as its rubric file has them written, read without loading what the checks need.

Loading a rubric loads the references and what they compute with, which takes seconds; who only adds points up need not wait.
"""

import ast


def points_in(rubric: str) -> float | None:
    """The sum of the points on a rubric file's checks; None where only loading it tells, as with imported checks."""
    tree = ast.parse(rubric)
    checks = [node for node in tree.body if isinstance(node, ast.FunctionDef) and is_check(node.name)]
    named = [name for node in ast.walk(tree) for name in names_of(node) if is_check(name) or name == "*"]
    if sorted(named) != sorted({check.name for check in checks}):
        return None
    points = [points_on(check) for check in checks]
    return None if not points or None in points else sum(filter(None, points))


def is_check(name: str) -> bool:
    return name.startswith("test_")


def names_of(node: ast.AST) -> list[str]:
    """The names that a node binds or speaks of, as far as a check's could be among them."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.alias):
        return [node.asname or node.name]
    return [node.id] if isinstance(node, ast.Name) else []


def points_on(check: ast.FunctionDef) -> float | None:
    """The number in `@pytest.mark.points(N)`; None where there is not one such line with a plain number in it."""
    calls = [mark for mark in check.decorator_list if isinstance(mark, ast.Call)]
    marks = [call for call in calls if ast.unparse(call.func) == "pytest.mark.points"]
    if len(marks) != 1 or len(marks[0].args) != 1 or not isinstance(marks[0].args[0], ast.Constant):
        return None
    value = marks[0].args[0].value
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
