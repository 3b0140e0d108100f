"""Bring the demo people, their teams and sample tickets of a workspace into the database.

Safe to run again: people and tickets that are there already are left as they are. No
events are published: nobody is notified of, or assigned to, what happened in the past.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from octant.core.people.models import Customer, Team, User
from octant.core.people.services.customers import of_user
from octant.core.people.services.staff import create_user
from octant.core.routing.models import AgentState, Shift
from octant.core.routing.services.presence import set_skills
from octant.project.demo_advice import load_advice
from octant.project.demo_duty import load_duty
from octant.project.demo_readers import load_readers
from octant.project.demo_tickets import load_tickets

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
SHOWN_CUSTOMERS = 2  # whose log-ins are printed; one of each language


def demo_password() -> str:
    """The password of every demo person."""
    return os.environ.get("OCTANT_DEMO_PASSWORD", "kraken-demo")


def logins() -> list[dict[str, str]]:
    """Who a visitor of the demonstration can be: two agents, a lead, an editor, two customers.

    The first of each role in the workspace's file, in whose order they were made.
    """
    customers = ("customer", SHOWN_CUSTOMERS)
    wanted = (("lead", 1), ("agent", 2), ("editor", 1), ("admin", 1), customers)
    made = User.objects.order_by("pk")
    people = [person for role, count in wanted for person in made.filter(role=role)[:count]]
    password = demo_password()
    return [{"role": p.role, "email": p.email, "password": password} for p in people]


@transaction.atomic
def load_demo(folder: Path) -> dict[str, int]:
    """Read people, tickets and readers of `folder`; returns how many of each now stand."""
    people = _read(folder / "people.yaml")
    users = {row["email"]: _user(row) for kind in ("agents", "customers") for row in people[kind]}
    _set_password(list(users.values()))
    for row in people["agents"]:
        _agent(users[row["email"]], row)
    customers = {row["email"]: _customer(users[row["email"]], row) for row in people["customers"]}
    for row in people.get("teams", []):
        _team(row, users)
    rows, mailed = _read(folder / "tickets.yaml")["tickets"], list(customers)[:SHOWN_CUSTOMERS]
    tickets = load_tickets(rows, users, customers, mailed)
    load_readers(_read(folder / "readers.yaml"))
    load_advice()
    load_duty()
    return {"agents": len(people["agents"]), "customers": len(customers), "tickets": tickets}


def _read(file: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(file.read_text("utf-8"))) if file.exists() else {}


def _user(row: dict[str, Any]) -> User:
    existing = User.objects.filter(email=row["email"]).first()
    languages = row.get("languages") or [row.get("language", "en")]
    return existing or create_user(
        email=row["email"],
        name=row["name"],
        role=row.get("role", "customer"),
        alias=row.get("alias", ""),
        language=languages[0],
        timezone=row.get("timezone", "UTC"),
    )


def _set_password(users: list[User]) -> None:
    """One hash for all: hashing twenty times would take longer than all the rest."""
    password = demo_password()
    if check_password(password, users[0].password):
        known = users[0].password
    else:
        known = make_password(password)
    User.objects.filter(pk__in=[user.pk for user in users]).exclude(password=known).update(
        password=known
    )


def _agent(user: User, row: dict[str, Any]) -> None:
    if AgentState.objects.filter(user=user).exists():
        return
    set_skills(
        user=user,
        actor=None,
        skills=row["skills"],
        languages=row["languages"],
        capacity=row["capacity"],
    )
    shifts = [span for shift in row.get("shifts", ()) for span in _spans(shift)]
    Shift.objects.bulk_create(
        Shift(user=user, start_minute=start, end_minute=end) for start, end in shifts
    )


def _spans(shift: dict[str, Any]) -> list[tuple[int, int]]:
    """Minutes of the week of each day's shift; an end at or before the start is a day later."""
    start, end = _minutes(shift["start"]), _minutes(shift["end"])
    if end <= start:
        end += MINUTES_A_DAY
    days = [DAYS.index(day) * MINUTES_A_DAY for day in shift["days"]]
    return [(day + start, day + end) for day in days]


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(timedelta(hours=int(hours), minutes=int(minutes)).total_seconds() // 60)


def _customer(user: User, row: dict[str, Any]) -> Customer:
    customer = of_user(user=user, language=row["language"])
    if not customer.exchange_account:
        Customer.objects.filter(pk=customer.pk).update(exchange_account=row["account"])
        customer.refresh_from_db()
    return customer


def _team(row: dict[str, Any], users: dict[str, User]) -> None:
    team, made = Team.objects.get_or_create(key=row["key"], defaults={"name": row["name"]})
    if made:
        team.members.set([users[email] for email in row["members"]])
