"""`octant check-link URL…`: what is thought of each link, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys

# The verdict in one of four words, for scripts; `level` has the five that people see.
VERDICTS = {
    "official": "official",
    "known": "ok",
    "unknown": "ok",
    "suspicious": "suspicious",
    "dangerous": "blocked",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from octant.project.cli.django import add_home_argument

    parser.add_argument("urls", nargs="*", metavar="URL", help="default: one a line on stdin")
    parser.add_argument("--json", action="store_true", help="the only form there is")
    add_home_argument(parser)


def run(args: argparse.Namespace) -> int:
    from octant.project.cli.django import SETTINGS, choose_home

    choose_home(args)
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()  # for the workspace and the words; the lists are files, no database is asked
    for url in args.urls or _lines():
        print(json.dumps(answer(url), ensure_ascii=False))
    return 0


def _lines() -> list[str]:
    lines = sys.stdin.buffer.read().decode(errors="replace").splitlines()
    return [line for line in lines if line.strip()]


def answer(url: str) -> dict[str, object]:
    """The object for one link; `reasons` are sentences, `codes` the same for programs."""
    from django.utils import translation

    from octant.core.safety.links import check_link
    from octant.core.safety.links.words import sentence

    verdict = check_link(url)
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = [sentence(reason) for reason in verdict.reasons]
    return {
        "url": url,
        "verdict": VERDICTS[verdict.level],
        "reasons": said["en"],
        "reasons_zh_hans": said["zh-hans"],
        "codes": [str(reason.code) for reason in verdict.reasons],
        "level": str(verdict.level),
        "host": verdict.host,
        "near": verdict.near,
    }
