"""How many look-alikes of our sites are caught, and how many honest sites are taken for one.

`python -m eval.links.run [--domain kraken.example …] [--data DIR] [--show]`. Look-alikes are all
that dnstwist makes (every fuzzer). Honest sites are `domains.txt` beside this file, or, with
`--data`, also `domains.txt` in that folder. Prints a table and, last, one JSON object.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

import dnstwist

from octant.core.safety.links.checking import Sites, check_link
from octant.core.safety.links.codes import Level
from octant.core.safety.links.lists import NOTHING_LISTED

HERE = Path(__file__).parent
DOMAINS = ("kraken.example", "support.kraken.example", "kraken.com", "binance.com", "coinbase.com")
SHORT = ("bybit.com", "okx.com")
# For dnstwist's dictionary and tld-swap fuzzers, whose lists are not in its package.
WORDS = (
    "account airdrop api app blog bonus exchange help kefu login mail my official online pro "
    "secure security service signin support update verify vip wallet web"
)
ENDINGS = (
    "app cc cn co co.uk com com.cn de eu finance hk info io me net online org ru sg site top tv "
    "us vip xyz"
)
CAUGHT = (Level.SUSPICIOUS, Level.DANGEROUS)


def variants(domain: str) -> list[tuple[str, str]]:
    """(fuzzer, host) of everything that dnstwist makes of a domain."""
    fuzzer = dnstwist.Fuzzer(domain, WORDS.split(), ENDINGS.split())
    fuzzer.generate()
    made = ((each["fuzzer"], each["domain"]) for each in fuzzer.permutations())
    return sorted((name, host) for name, host in made if name != "*original")


def sites_of(domain: str) -> Sites:
    """The official sites when `domain` is one: a sub-domain does not come alone."""
    return Sites((domain, ".".join(domain.split(".")[-2:])))


def caught(domain: str) -> dict[str, object]:
    """Counts for the look-alikes of one domain; those that are ours themselves do not count."""
    sites, total, missed = sites_of(domain), Counter[str](), defaultdict(list)
    for name, host in variants(domain):
        if sites.holds(host):
            continue
        total[name] += 1
        if check_link(host, sites=sites, lists=NOTHING_LISTED).level not in CAUGHT:
            missed[name].append(host)
    misses = sum(map(len, missed.values()))
    return {
        "variants": total.total(),
        "caught_percent": round(100 - 100 * misses / total.total(), 2),
        "missed": {name: [len(hosts), total[name]] for name, hosts in missed.items()},
        "hosts": [host for hosts in missed.values() for host in hosts],
    }


def alarms(domain: str, honest: list[str]) -> list[str]:
    """Honest hosts that are taken for a look-alike of `domain`."""
    sites = sites_of(domain)
    verdicts = (
        (host, check_link(host, sites=sites, lists=NOTHING_LISTED).level) for host in honest
    )
    return [host for host, level in verdicts if level in CAUGHT]


def honest_hosts(data: Path | None) -> list[str]:
    """The list beside this file, and another one in `data` if there is one."""
    files = [HERE / "domains.txt", *([data / "domains.txt"] if data else [])]
    lines = (
        line for file in files if file.exists() for line in file.read_text("utf-8").split("\n")
    )
    return sorted({line.strip() for line in lines if line.strip() and line[0] != "#"})


def microseconds(honest: list[str]) -> float:
    """Processor time for one host, the best of five rounds."""
    sites, best = sites_of("kraken.example"), float("inf")
    for _ in range(5):
        began = time.process_time()
        for host in honest[:2000]:
            check_link(host, sites=sites, lists=NOTHING_LISTED)
        best = min(best, time.process_time() - began)
    return round(best / min(2000, len(honest)) * 1e6, 1)


def main() -> None:
    """Print the table, the misses if asked, and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domain", action="append", help="instead of the usual ones")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--show", action="store_true", help="also what was missed")
    args = parser.parse_args()
    honest, result = honest_hosts(args.data), {}
    print(f"{'domain':28} {'variants':>8} {'caught':>9} {'alarms':>7} of {len(honest)}")
    for domain in args.domain or (*DOMAINS, *SHORT):
        row = caught(domain)
        wrong = alarms(domain, honest)
        misses = row.pop("hosts")
        result[domain] = {**row, "false_alarms": len(wrong), "honest": len(honest)}
        print(f"{domain:28} {row['variants']:8} {row['caught_percent']:8} % {len(wrong):7}")
        if args.show:
            print("   missed:", misses)
            print("   alarms:", wrong)
    speed = microseconds(honest)
    print(f"{speed} microseconds of processor time a host")
    print(json.dumps({"domains": result, "microseconds_a_host": speed}))


if __name__ == "__main__":
    main()
