"""Parts of a page that are the same for everybody are drawn once for each language.

Half of what a page is made of is text, translated words, icons and addresses without arguments.
Django draws each anew for every request. This loader replaces a run of them by one node, which
keeps what it drew: templates stay as they are written, and all pages get cheaper.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode
from django.template.defaulttags import IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Tag = TypeVar("Tag", bound=Callable[..., Any])


def constant(tag: Tag) -> Tag:
    """Declare that a simple tag depends on its arguments and the reader's language alone."""
    tag.constant = True  # type: ignore[attr-defined]
    return tag


class Folded(Node):
    """Nodes that depend on the reader's language alone."""

    child_nodelists = ()
    settings_seen = 0  # how often settings changed, which only tests do: addresses may differ

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.token, self.origin = nodes[0].token, nodes[0].origin
        self._drawn: dict[tuple[str | None, bool, int], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), context.autoescape, Folded.settings_seen)
        drawn = self._drawn.get(key)
        if drawn is None:
            text = "".join(str(node.render_annotated(context)) for node in self.nodes)
            drawn = self._drawn[key] = mark_safe(text)
        return drawn


@receiver(setting_changed)
def _draw_anew(**_kwargs: Any) -> None:
    Folded.settings_seen += 1


class _Folding(base.Loader):
    def get_template(self, *args: Any, **kwargs: Any) -> Template:
        template = super().get_template(*args, **kwargs)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _Folding):
    """Django's cached loader; what it keeps has been folded."""


def fold(nodes: NodeList) -> None:
    """Fold a list and all lists inside it, in place: blocks are known by more than one name."""
    nodes[:] = [node for run in _runs(nodes) for node in run]
    for node in nodes:
        for inner in _inside(node):
            fold(inner)


def _runs(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    for same, group in groupby(nodes, key=_is_constant):
        run = list(group)
        plain = all(isinstance(node, TextNode) for node in run)
        yield [Folded(run)] if same and not plain else run


def _inside(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (inner for _condition, inner in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner


def _is_constant(node: Node) -> bool:
    match node:
        case TextNode():
            return True
        case TranslateNode():
            said = node.filter_expression
            literal = getattr(said.var, "literal", None) is not None and not said.filters
            return literal and node.asvar is None and _fixed(node.message_context)
        case StaticNode():
            return node.varname is None and _fixed(node.path)
        case URLNode():
            none = not node.args and not node.kwargs and node.asvar is None
            return none and _fixed(node.view_name)
        case SimpleNode():
            given = [*node.args, *node.kwargs.values()]
            declared = getattr(node.func, "constant", False) and node.target_var is None
            return declared and all(map(_fixed, given))
    return False


def _fixed(said: FilterExpression | None) -> bool:
    return said is None or (not said.is_var and not said.filters)
