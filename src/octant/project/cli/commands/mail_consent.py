"""`octant mail-consent NAME`: the owner of a mailbox lets us in, once, in a browser."""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("name", help="the section of mail_oauth.toml")
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import django_ready, need_tables
    from octant.project.cli.problems import UserError

    with django_ready(args):
        need_tables()
        from octant.channels.email.signing_in.consenting import BACK, begin, finish
        from octant.channels.email.signing_in.errors import SignInFailed

        try:
            asking = begin(args.name)
            print(f"1. Open this address and sign in as the mailbox:\n\n{asking.url}\n")
            print(f"2. The browser ends at {BACK}/…, which cannot be opened: that is right.")
            print("   Copy that whole address from its address bar, paste it here, press Enter:")
            finish(asking, sys.stdin.readline())
        except SignInFailed as error:
            raise UserError(str(error)) from error
    print("Kept. See whether it works with: octant doctor mail")
    return 0
