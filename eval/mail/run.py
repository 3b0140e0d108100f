"""How well mails are read. `python -m eval.mail.run [--data DIR] [--show]`.

With `--data`: `mail/stalwart` (structure, every field against the parse that comes with it) and
`mail/reply-trimmer` (new words, exact). Without: our own replies alone. Last, one JSON object.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from eval.mail.fidelity import compare_all
from eval.mail.replies import Case, chinese_cases, is_right, other_cases, trimmer_cases

from octant.kit.mail.reading import read_strictly


def replies(name: str, cases: list[Case], *, blanks_count: bool, show: bool) -> dict[str, object]:
    """Print and return how many are right."""
    wrong = [case.name for case in cases if not is_right(case, blanks_count=blanks_count)]
    print(f"{name:44} {len(cases) - len(wrong):4} of {len(cases)}")
    if show and wrong:
        print("   wrong:", ", ".join(wrong))
    return {"right": len(cases) - len(wrong), "of": len(cases)}


def fidelity(folder: Path, *, show: bool) -> dict[str, object]:
    """Print and return the differences from the parses in `folder`."""
    mails, fields, found = compare_all(folder)
    print(
        f"{'fields as in the given parse':44} {fields - len(found):4} of {fields} ({mails} mails)"
    )
    if show:
        for each in found:
            print(f"   {each.mail} {each.field}: {each.ours!r:.90} for {each.theirs!r:.90}")
    by_field = dict(Counter(each.field for each in found))
    return {"mails": mails, "fields": fields, "different": len(found), "by_field": by_field}


def milliseconds(folder: Path) -> float:
    """Processor time a mail, over the mails of 2 to 20 kB, the best of five rounds."""
    raws = [path.read_bytes() for path in folder.rglob("*.eml")]
    raws = [raw for raw in raws if 2_000 <= len(raw) <= 20_000]
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        for raw in raws:
            read_strictly(raw)
        best = min(best, time.process_time() - began)
    return round(best / len(raws) * 1000, 2)


def main() -> None:
    """Print the table and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--show", action="store_true", help="also what differs")
    args = parser.parse_args()
    cases, result = chinese_cases(), {}
    for name, held in (("Chinese replies, for tuning", False), ("Chinese replies, held out", True)):
        chosen = [case for case in cases if case.held is held]
        result[name] = replies(name, chosen, blanks_count=False, show=args.show and not held)
    others = "Other programs and languages"
    result[others] = replies(others, other_cases(), blanks_count=False, show=args.show)
    mail = args.data / "mail" if args.data else Path("no data")
    if (mail / "reply-trimmer").is_dir():
        given = trimmer_cases(mail / "reply-trimmer")
        result["trimmer"] = replies("reply-trimmer", given, blanks_count=True, show=args.show)
    else:
        print("Skipped without --data: mail/reply-trimmer")
    if (mail / "stalwart").is_dir():
        result["stalwart"] = fidelity(mail / "stalwart", show=args.show)
        result["milliseconds"] = milliseconds(mail / "stalwart")
        print(f"{result['milliseconds']} ms of processor time a mail of 2 to 20 kB")
    else:
        print("Skipped without --data: mail/stalwart")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
