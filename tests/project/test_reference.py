"""The pages of docs/reference say what the code does: none of them can go stale unseen."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.security.addresses import Address, every_address
from tests.security.world import World, a_world

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference"
PAGES = sorted(FOLDER.glob("*.md"))
_KEY = re.compile(
    r"\bSECRET_KEY\b|OCTANT_[A-Z_]*(?:KEY|SECRET)\b|\bsalted_hmac\(|\bSigner\(|signing\.dumps\("
)


def tool() -> Any:
    spec = spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_table_that_is_made_is_as_the_code_makes_it_now(page: Path) -> None:
    text = page.read_text()
    assert tool().made_anew(text) == text, "run tools/reference.py"


def test_a_table_that_went_stale_would_be_noticed() -> None:
    text = (FOLDER / "limits.md").read_text()
    assert "| `own_data:try` | 5 |" in text
    assert (
        tool().made_anew(text.replace("| `own_data:try` | 5 |", "| `own_data:try` | 9 |")) == text
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = set(
        re.findall(
            r"`((?:tests|docs|bench|core|channels|desk|kit|project|reactions)/[^`*<>… ]+)`",
            page.read_text(),
        )
    )
    for name in named:
        path = name.partition("::")[0]
        assert (ROOT / path).exists() or (ROOT / "src" / "octant" / path).exists(), name


def test_every_file_that_reads_a_key_is_in_the_inventory() -> None:
    text = (FOLDER / "keys.md").read_text()
    source = ROOT / "src" / "octant"
    readers = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if any(
            _KEY.search(line) and not line.lstrip().startswith(("#", '"', "from "))
            for line in path.read_text().splitlines()
        )
    }
    assert len(readers) > 20
    assert not {reader for reader in readers if f"`{reader}`" not in text}


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.OCTANT_DEMO = True
    return a_world()


def test_the_roles_of_the_table_are_those_that_come_in(world: World) -> None:
    """Every address with a guard refuses every other role, by whatever method, and asks guests to
    sign in; every address of staff has one."""
    guarded = {
        route: view.octant_roles for route, view in tool().views() if hasattr(view, "octant_roles")
    }
    routes = {address.route: address for address in every_address()}
    assert len(guarded) > 100
    for route in routes:
        assert not route.startswith(("desk/", "editor/", "accounts/staff")) or route in guarded
    for role in ("mine", "moderator", "agent", "editor", "lead"):
        client = world.client(role)
        for route, roles in guarded.items():
            if role not in set(map(str, roles)):
                assert _refused(client, routes[route], world) == {403}, (role, route)
    for route in guarded:
        assert _refused(Client(), routes[route], world) <= {302, 403}, route


def _refused(client: Client, address: Address, world: World) -> set[int]:
    path = address.path(world.things)
    said = {client.get(path).status_code, client.post(path).status_code}
    return said - {405}
