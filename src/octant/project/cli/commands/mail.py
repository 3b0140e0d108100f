"""`octant mail`: the mail server, two ports after the pages, and the queue of mails out."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.listen import add_listen_arguments

    add_listen_arguments(parser, after=2)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.listen import prepare

    prepare(args)
    import django

    django.setup()
    from octant.channels.email.process import main
    from octant.kit.collecting import settle
    from octant.project.supervisor.lifeline import tell_ready

    settle()
    main(args.host, args.port, tell_ready)
    return 0
