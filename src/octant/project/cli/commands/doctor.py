"""`octant doctor`: what Octant needs, each as `ok` or `problem` with what to do. `octant doctor
mail`: what the mail domain publishes, and the lines of a zone file that are missing."""

from __future__ import annotations

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument(
        "what", nargs="?", choices=("all", "mail"), default="all", help="mail: DKIM, SPF, DMARC, MX"
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
    """Needs no database: keys lie in the home, the domain is the workspace's."""
    from octant.project.cli.django import SETTINGS, choose_home

    choose_home(args).create()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    from octant.channels.email.config import resolver
    from octant.channels.email.signing import wanted
    from octant.kit.mail.publishing import compare

    findings = list(compare(wanted(), resolver()))
    for each in findings:
        _print(each.state, each.name, each.says)
    if missing := [each.publish for each in findings if each.publish]:
        print("\nTo publish:\n")
        print("\n".join(missing))
    return 0 if all(each.state == "ok" for each in findings) else 1


def _print(state: str, name: str, says: str) -> None:
    print(f"{state:<8} {name:<12} {says}")
