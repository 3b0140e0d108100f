"""What the program imports is what `make demo` installs: developers have more than that."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def imported(tree: ast.AST) -> set[str]:
    """Top-level names that a module needs when it runs, so not those for type checkers."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
        else:
            found |= imported(node)
    return found


OPTIONAL = {"core/safety/files/workers/reading.py": "pictures.txt"}


def names_in(file: str) -> set[str]:
    """Distributions that a file of locked requirements installs."""
    locked = (ROOT / "requirements" / file).read_text()
    return {re.sub(r"[-_.]+", "-", n).lower() for n in re.findall(r"^([\w.-]+)==", locked, re.M)}


def test_everything_that_the_program_imports_is_among_the_base_requirements() -> None:
    base = names_in("base.txt") | names_in("source.txt")
    distributions = packages_distributions()
    missing = set()
    for file in (ROOT / "src").rglob("*.py"):
        if file.name == "testing.py":
            continue  # pytest's own plugin
        for name in imported(ast.parse(file.read_text())):
            if name in sys.stdlib_module_names or name == "octant":
                continue
            from_ = {re.sub(r"[-_.]+", "-", d).lower() for d in distributions.get(name, [name])}
            extra = OPTIONAL.get(file.relative_to(ROOT / "src" / "octant").as_posix())
            if not from_ & (base | (names_in(extra) if extra else set())):
                missing.add(f"{file.relative_to(ROOT)}: {name}")
    assert len(base) > 20
    assert not missing
