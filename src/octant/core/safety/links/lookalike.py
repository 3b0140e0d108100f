"""Whether a host poses as one of ours: by its letters, its ending, its parts or its spelling."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from octant.core.safety.links.codes import Code, Reason
from octant.core.safety.links.distance import FAR, half_steps, joined_shapes
from octant.core.safety.links.skeleton import mixes_scripts, skeleton
from octant.core.safety.links.suffixes import split

# A shorter name occurs in others by chance, so less of it counts.
SHORTEST_INSIDE = 5
SHORTEST_MISSPELT = 5
SHORTEST_SPLIT = 5
LONG = 10
_LURES = Path(__file__).resolve().parent.parent / "data" / "lures.txt"


@cache
def lures() -> frozenset[str]:
    """What stands beside a brand's name where people are to be led on (`data/lures.txt`)."""
    lines = _LURES.read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


@dataclass(frozen=True)
class Brand:
    """One registered name of ours: `label` is `kraken` of `kraken.example`."""

    domain: str

    @cached_property
    def label(self) -> str:
        return skeleton(split(self.domain)[1])

    @cached_property
    def bare(self) -> str:
        """Without hyphens, as people remember it."""
        return self.label.replace("-", "")

    @cached_property
    def flat(self) -> str:
        """The whole domain without its dots: `krakenexample`."""
        return skeleton(self.domain).replace(".", "")

    @cached_property
    def most(self) -> int:
        """How many half steps still pass for a slip: none in short names."""
        if len(self.bare) < SHORTEST_MISSPELT:
            return 1 if len(self.bare) > 3 else 0
        return 3 if len(self.bare) >= LONG else 2


def look_alikes(host: str, brands: tuple[Brand, ...]) -> Iterator[Reason]:
    """Why `host` (decoded, lower case, not ours) looks like one of `brands`, worst first."""
    before, label, suffix = split(host)
    if any(mixes_scripts(each) for each in (*before, label)):
        yield Reason(Code.MIXED_SCRIPTS, host)
    shapes = [skeleton(each) for each in (*before, label)]
    if not label:  # a suffix that anybody may register below, or one label alone
        shapes = [skeleton(each) for each in host.split(".")]
    for brand in brands:
        code = _code(host, shapes, label, suffix, brand)
        if code:
            yield Reason(code, brand.domain)


def _code(host: str, shapes: list[str], label: str, suffix: str, brand: Brand) -> Code | None:
    if not brand.bare:
        return None
    if f".{brand.domain}." in f".{host}" or f".{brand.domain}-" in f".{host}":
        return Code.ADDRESS_IN_SUBDOMAIN
    own = shapes[-1]
    found = _in_label(own, label, brand)
    if found:
        return found
    if any(_in_label(shape, shape, brand) for shape in shapes[:-1]):
        return Code.NAME_IN_SUBDOMAIN
    whole = "".join(shapes).replace("-", "")
    if len(shapes) > 1 and len(brand.bare) >= SHORTEST_SPLIT and _split_over(shapes, brand):
        return Code.SPLIT_NAME
    ending = whole + skeleton(suffix).replace(".", "")
    return Code.SPLIT_NAME if ending == brand.flat else None


def _in_label(shape: str, written: str, brand: Brand) -> Code | None:
    """How one label resembles the name. `written` is the label before folding."""
    bare = shape.replace("-", "")
    if bare == brand.bare:
        return Code.OTHER_ENDING if written.replace("-", "") == bare else Code.HOMOGLYPHS
    near = _near(bare, brand)
    if near:
        return Code.HOMOGLYPHS if near == 1 or not written.isascii() else Code.MISSPELT
    parts = [part for part in shape.split("-") if part]
    if brand.label in parts or (len(brand.bare) >= SHORTEST_INSIDE and brand.bare in bare):
        lure = _rest_lures(bare, parts, brand)
        return Code.NAME_WITH_LURE if lure else Code.CONTAINS_NAME
    return _beside_lure(bare, parts, brand)


def _near(bare: str, brand: Brand) -> int:
    """Half steps to the name if that is near enough, else 0."""
    if not brand.most or abs(len(bare) - len(brand.bare)) > 3:
        return 0
    shapes = joined_shapes(bare)
    steps = min(half_steps(each, brand.bare, brand.most) for each in shapes)
    if steps in (0, FAR) and len(shapes) == 1:
        return 0
    return max(1, steps) if steps != FAR else 0


def _rest_lures(bare: str, parts: list[str], brand: Brand) -> bool:
    """Whether what stands beside the name is a word that asks for trust or secrets."""
    words = lures()
    rest = bare.replace(brand.bare, "", 1).strip("0123456789")
    return not rest or rest in words or any(part in words for part in parts)


def _beside_lure(bare: str, parts: list[str], brand: Brand) -> Code | None:
    """A misspelt name beside such a word: `krakem-login`, `loginkrakan`."""
    if len(parts) > 1 and any(_similar(part, brand) for part in parts):
        return Code.MISSPELT
    words = lures()
    for size in range(2, len(bare) - 2):
        start, end = bare[:size], bare[size:]
        if (start in words and _similar(end, brand)) or (end in words and _similar(start, brand)):
            return Code.NAME_WITH_LURE
    return None


def _similar(part: str, brand: Brand) -> bool:
    return part == brand.bare or bool(_near(part, brand))


def _split_over(shapes: list[str], brand: Brand) -> bool:
    """Whether labels in a row spell the name: `kra.ken.co`, `www.kr.aken.co`."""
    for start in range(len(shapes) - 1):
        run = ""
        for shape in shapes[start:]:
            run += shape.replace("-", "")
            if run == brand.bare and run != shape:
                return True
    return False
