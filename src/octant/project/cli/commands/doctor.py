"""`octant doctor`: what Octant needs, each as `ok` or `problem` with what to do. `octant doctor
mail`: whether our mailboxes and the way out let us in, what the mail domain publishes, and the
lines of a zone file that are missing."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument(
        "what",
        nargs="?",
        choices=("all", "mail"),
        default="all",
        help="mail: mailboxes, DKIM, SPF, DMARC, MX",
    )
    add_home_argument(parser)
    parser.add_argument("--host", default=os.environ.get("OCTANT_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("OCTANT_PORT", "8000")))


def run(args: argparse.Namespace) -> int:
    return _mail(args) if args.what == "mail" else _all(args)


def _all(args: argparse.Namespace) -> int:
    from octant.project.cli.django import choose_home
    from octant.project.health import examine

    healthy = True
    for check in examine(choose_home(args), args.host, args.port):
        _print("ok" if check.ok else "problem", check.name, check.says)
        healthy = healthy and check.ok
    return 0 if healthy else 1


def _mail(args: argparse.Namespace) -> int:
    with _ready(args):
        signed_in = _mail_servers()
        return 0 if _published() and signed_in else 1


@contextlib.contextmanager
def _ready(args: argparse.Namespace) -> Iterator[None]:
    """Django; its database only for sign-ins with tokens: keys lie in the home, the domain is the
    workspace's."""
    from octant.project.cli.django import SETTINGS, choose_home, django_ready, need_tables

    asked = (os.environ.get(name, "") for name in ("OCTANT_IMAP_URLS", "OCTANT_SMTP_URL"))
    if any("oauth=" in each for each in asked):
        with django_ready(args):
            need_tables()
            yield
        return
    choose_home(args).create()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    yield


def _mail_servers() -> bool:
    from octant.channels.email.probing import probes

    fine = True
    for each in probes():
        _print("ok" if each.ok else "problem", each.name, each.says)
        fine = fine and each.ok
    return fine


def _published() -> bool:
    from octant.channels.email.config import resolver
    from octant.channels.email.signing import wanted
    from octant.kit.mail.publishing import compare

    findings = list(compare(wanted(), resolver()))
    for each in findings:
        _print(each.state, each.name, each.says)
    if missing := [each.publish for each in findings if each.publish]:
        print("\nTo publish:\n")
        print("\n".join(missing))
    return all(each.state == "ok" for each in findings)


def _print(state: str, name: str, says: str) -> None:
    print(f"{state:<8} {name:<12} {says}")
