"""The house's own rules find what they are for and leave the rest alone."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "lint.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lint_tool", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["lint_tool"] = module
    spec.loader.exec_module(module)
    return module


lint = load()
LONG = "def f():\n" + "    x = 1\n" * 45


@pytest.mark.parametrize(
    ("path", "code", "complaint"),
    [
        ("desk/views.py", "ticket.save()", "belongs in services"),
        ("desk/views.py", "self.rows.filter(a=1).delete()", "belongs in services"),
        ("core/tickets/tasks.py", "timezone.now()", "octant.kit.clock"),
        ("desk/views.py", "datetime.datetime.now(UTC)", "octant.kit.clock"),
        (
            "desk/views.py",
            "from octant.core.tickets.models import Ticket",
            "selectors and services of core.tickets",
        ),
        ("desk/views.py", LONG, "f has 46 lines"),
        ("desk/views.py", "x = 1\n" * 501, "501 lines"),
    ],
)
def test_it_complains(path: str, code: str, complaint: str) -> None:
    assert any(complaint in what for _, what in lint.check_python(code, path))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("core/tickets/services/receive.py", "ticket.save()"),
        ("desk/views.py", "default_storage.save(name, content)"),
        ("kit/clock.py", "datetime.now(UTC)"),
        ("kit/fetch.py", "import socket"),
        ("reactions/webhooks/services/sending.py", "from octant.kit.fetch import post"),
        ("desk/views.py", "clock.now()"),
        ("core/tickets/selectors.py", "from octant.core.tickets.models import Ticket"),
        (
            "desk/views.py",
            "if TYPE_CHECKING:\n    from octant.core.tickets.models import Ticket",
        ),
    ],
)
def test_it_leaves_alone(path: str, code: str) -> None:
    assert list(lint.check_python(code, path)) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<script>alert(1)</script>", 1),
        ('<p style="color: red">', 1),
        ('<button onclick="go()">', 1),
        ("<script type='application/json'>{}</script>", 0),
        ("<script type=module src='{% static 'a.js' %}'></script>", 0),
        ("{# <script>no</script> #}<p class='style'>", 0),
    ],
)
def test_pages_carry_no_inline_code(page: str, found: int) -> None:
    assert len(list(lint.inline_code(page))) == found


@pytest.mark.parametrize(
    "code", ["import httpx", "from urllib import request", "import http.client", "import socket"]
)
def test_requests_go_out_by_the_guarded_door(code: str) -> None:
    found = [what for _line, what in lint.check_python(code, "channels/mail/views.py")]
    assert found == ["go out by octant.kit.fetch"]
