"""The floors hold: an app imports itself and apps to its left, nobody imports config, nothing is imported late."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["members", "sectors", "meetings", "programmes", "portal", "config"]
MODULES = sorted(path.relative_to(ROOT) for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def imported(tree):
    """Return the top-level package of every import in the tree."""
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_imports_nothing_to_its_right(module):
    floor = FLOORS.index(module.parts[0])

    assert imported(ast.parse((ROOT / module).read_text())).isdisjoint(FLOORS[floor + 1 :])


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_functions_of_module_import_nothing(module):
    source = (ROOT / module).read_text()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    late = {
        line.lineno for node in functions for line in ast.walk(node) if isinstance(line, ast.Import | ast.ImportFrom)
    }

    unexplained = [number for number in late if "PLC0415 - " not in source.splitlines()[number - 1]]
    assert unexplained == []
