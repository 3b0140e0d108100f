"""`octant`: the one program. Its commands are modules in `commands`, imported when chosen."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from octant.kit.stack import roomy

# Command, one line of help. The module of the same name (dashes as underscores) has
# `add_arguments(parser)` and `run(args) -> exit code`.
COMMANDS = {
    "up": "run the whole system: database, pages, sockets, jobs",
    "web": "run the pages alone",
    "realtime": "run the sockets alone",
    "worker": "run the jobs alone",
    "mail": "run the mail server alone",
    "migrate": "bring the database's tables up to date",
    "load": "load a workspace folder into the database",
    "dump": "write the database's content as a workspace folder",
    "backup": "write database, files and keys into one file",
    "restore": "bring a backup into an empty home folder",
    "rotate-keys": "seal stored files with a new key",
    "mail-consent": "let Octant into a mailbox of Microsoft or Google",
    "doctor": "check what Octant needs, and say what to do",
    "manage": "run one of Django's management commands",
    "search": "show what a reader's search finds",
    "screen": "show what screening finds in a text",
    "check-link": "show what is thought of links",
    "advise": "show which channel is advised, and why",
    "train": "learn categories from solved tickets, or go back",
    "recount": "count the hours of reports again",
    "simulate": "fill a demonstration's past, or let chats happen in it",
    "parse-mail": "show how a mail is read",
    "version": "print the version",
}
USER_ERROR = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code, 2 for what the user can mend."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in arguments if word in COMMANDS), None)
    parser = argparse.ArgumentParser(
        prog="octant", description="Customer support for a crypto exchange."
    )
    parsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, help_line in COMMANDS.items():
        command = parsers.add_parser(name, help=help_line, description=help_line)
        if name == chosen:
            module = importlib.import_module(f"{__name__}.commands.{name.replace('-', '_')}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    args = parser.parse_args(arguments)
    return _guarded(args)


def _guarded(args: argparse.Namespace) -> int:
    """Run the command; errors that a person can mend become one sentence."""
    from octant.project.cli.problems import sentence_for

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # whatever the locale says
    try:
        return int(roomy(args.run)(args) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough; keep Python from complaining at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        print(f"octant {args.command}: {sentence}", file=sys.stderr)
        return USER_ERROR
