"""A backup from before an erasure, restored as an operator would."""

import json
import os
import subprocess
import sys
from pathlib import Path

from octant.core.privacy.erased_list import NAME
from octant.project.home import Home

MAKE = """
from octant.core.people.services.customers import guest
for name in ("Zebulon Quartz", "Olive Branch"):
    guest(name=name, email="a@mail.example", language="en")
"""
ERASE = """
from octant.core.people.models import Customer
from octant.core.privacy.models import Erasure
from octant.core.privacy.services.steps import erase_due
from octant.kit.clock import now
row = Customer.objects.get(name="Zebulon Quartz")
Erasure.objects.create(
    public_id="x", customer=row, by_customer=True, asked_at=now(), due_at=now()
)
print(erase_due())
"""
WHO = """
from octant.core.people.models import Customer
print(sorted(Customer.objects.values_list("name", flat=True)))
"""
TICK = "from octant.core.privacy.tasks import *; print(erase_again(), erase_people())"


def octant(*arguments: str, home: Path) -> "subprocess.CompletedProcess[str]":
    clean = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "octant.project.cli", *arguments],
        env=clean | {"OCTANT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )


def shell(code: str, home: Path) -> str:
    return octant("manage", "shell", "--no-imports", "-c", code, home=home).stdout.strip()


def test_erased_people_stay_erased_after_a_restore(home: Home) -> None:
    here, parent = home.path, home.path.parent
    octant("migrate", home=here)
    shell(MAKE, here)
    octant("backup", str(parent / "monday.tar"), home=here)
    assert shell(ERASE, here) == "1"
    assert shell(WHO, here) == "['Olive Branch']"

    lists = ("--erased", str(here / NAME))
    done = octant("restore", str(parent / "monday.tar"), *lists, home=parent / "new")
    assert json.loads(done.stdout) == {
        "restored": str(parent / "new"),
        "on_the_list": 1,
        "erased_again": 1,
    }
    assert "without --erased" not in done.stderr
    assert shell(WHO, parent / "new") == "['Olive Branch']"
    octant("backup", str(parent / "tuesday.tar"), home=parent / "new")

    # Forgotten: it is said, and the list that is copied later still does its work.
    bare = octant("restore", str(parent / "monday.tar"), home=parent / "bare")
    assert "without --erased" in bare.stderr
    assert shell(WHO, parent / "bare") == "['Olive Branch', 'Zebulon Quartz']"
    (parent / "bare" / NAME).write_bytes((here / NAME).read_bytes())
    assert shell(TICK, parent / "bare") == "1 1"
    assert shell(WHO, parent / "bare") == "['Olive Branch']"

    # The list travels with later backups, for the day an older one is needed.
    octant("restore", str(parent / "tuesday.tar"), home=parent / "later")
    assert (parent / "later" / NAME).read_bytes() == (here / NAME).read_bytes()
