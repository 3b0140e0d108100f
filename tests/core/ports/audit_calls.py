"""Reads out of the source which verbs are written to the audit trail, without running it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import octant

ROOT = Path(octant.__file__).parent
_IN_SQL = re.compile(r"INSERT INTO safety_auditentry.*?FROM", re.DOTALL)
_VERB_IN_SQL = re.compile(r"(?:THEN|ELSE) '(\w+)'")

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Unreadable(Exception):
    """The verb is made in a way that this reader does not follow."""


@dataclass(frozen=True)
class Call:
    """One call, with the functions around it, outermost first."""

    node: ast.Call
    around: tuple[Function, ...]
    path: Path

    @property
    def name(self) -> str:
        called = self.node.func
        return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")

    def argument(self, function: Function, wanted: str) -> ast.expr | None:
        """What this call of `function` gives for its parameter `wanted`."""
        for keyword in self.node.keywords:
            if keyword.arg == wanted:
                return keyword.value
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        place = names.index(wanted) if wanted in names else len(self.node.args)
        return self.node.args[place] if place < len(self.node.args) else None


@dataclass
class Source:
    """The modules below `root`, parsed, with every call that is made in them."""

    root: Path = ROOT

    @cached_property
    def modules(self) -> dict[Path, ast.Module]:
        paths = (path for path in self.root.rglob("*.py") if "migrations" not in path.parts)
        return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}

    @cached_property
    def calls(self) -> list[Call]:
        return [call for path, tree in self.modules.items() for call in _calls(tree, (), path)]

    def verbs(self) -> dict[str, str]:
        """{verb: where it is written}, for SQL too. Raises `Unreadable` with the place."""
        found: dict[str, str] = {}
        for call in self.calls:
            verb = next((k.value for k in call.node.keywords if k.arg == "verb"), None)
            if call.name == "record" and verb is not None:
                where = f"{call.path.relative_to(self.root)}:{call.node.lineno}"
                found |= dict.fromkeys(self._read(verb, call), where)
        for path in self.modules:
            for statement in _IN_SQL.findall(path.read_text(encoding="utf-8")):
                named = _VERB_IN_SQL.findall(statement)
                if not named:
                    raise Unreadable(f"{path}: an audit row in SQL")
                found |= dict.fromkeys(named, str(path.relative_to(self.root)))
        return found

    def _read(self, given: ast.expr, call: Call) -> set[str]:
        match given:
            case ast.Constant(value=str(verb)):
                return {verb}
            case ast.IfExp(body=yes, orelse=no):
                return self._read(yes, call) | self._read(no, call)
            case ast.Subscript(value=ast.Name(id=name)):
                return self._values_of(name, call)
            case ast.JoinedStr(values=parts):
                read = [
                    self._read(part.value if isinstance(part, ast.FormattedValue) else part, call)
                    for part in parts
                ]
                return {"".join(each) for each in product(*read)}
            case ast.Name(id=name):
                return self._named(name, call)
        raise Unreadable(f"{call.path}:{call.node.lineno}: {ast.unparse(given)}")

    def _named(self, name: str, call: Call) -> set[str]:
        """A variable of a function around the call, its parameter, or a constant of the module."""
        for depth in range(len(call.around), 0, -1):
            function, outer = call.around[depth - 1], call.around[: depth - 1]
            if assigned := _assigned(function, name):
                here = Call(call.node, call.around[:depth], call.path)
                return set().union(*(self._read(value, here) for value in assigned))
            if name in _parameters(function):
                return self._given(function, name, Call(call.node, outer, call.path))
        if assigned := _assigned(self.modules[call.path], name):
            here = Call(call.node, (), call.path)
            return set().union(*(self._read(value, here) for value in assigned))
        raise Unreadable(f"{call.path}:{call.node.lineno}: {name}")

    def _given(self, function: Function, name: str, call: Call) -> set[str]:
        """What all callers of `function` give for its parameter `name`."""
        callers = [each for each in self.calls if each.name == function.name]
        near = [each for each in callers if self._means(each, function, call.path)]
        given = [(each, each.argument(function, name)) for each in near]
        if not given or any(value is None for _caller, value in given):
            raise Unreadable(f"{call.path}: {function.name}({name})")
        return set().union(*(self._read(value, each) for each, value in given if value))

    def _means(self, caller: Call, function: Function, path: Path) -> bool:
        """Whether that call is of this function: in its own module, or imported from it."""
        if caller.path == path:
            return True
        module = ".".join(("octant", *path.relative_to(self.root).with_suffix("").parts))
        return any(
            isinstance(node, ast.ImportFrom)
            and (
                (node.module == module and function.name in {a.name for a in node.names})
                or (
                    node.module == module.rpartition(".")[0]
                    and module.rpartition(".")[2] in {a.name for a in node.names}
                )
            )
            for node in ast.walk(self.modules[caller.path])
        )

    def _values_of(self, name: str, call: Call) -> set[str]:
        tables = [v for v in _assigned(self.modules[call.path], name) if isinstance(v, ast.Dict)]
        if not tables:
            raise Unreadable(f"{call.path}:{call.node.lineno}: {name}[…]")
        return set().union(*(self._read(value, call) for t in tables for value in t.values))


def _calls(node: ast.AST, around: tuple[Function, ...], path: Path) -> Iterator[Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield Call(child, around, path)
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _calls(child, (*around, child) if inside else around, path)


def _assigned(scope: ast.AST, name: str) -> list[ast.expr]:
    """The values that `name` is given by plain assignments in `scope`."""
    found: list[ast.expr] = []
    for node in ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign | ast.NamedExpr):
            targets = [node.target]
        if any(isinstance(each, ast.Name) and each.id == name for each in targets):
            value = getattr(node, "value", None)
            found += [value] if isinstance(value, ast.expr) else []
    return found


def _parameters(function: Function) -> set[str]:
    named = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return {each.arg for each in named}
