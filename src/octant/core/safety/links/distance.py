"""How far one name is from another, as a hurried reader sees them.

Damerau-Levenshtein (optimal string alignment, Boytsov 2011) in half steps: a letter for one
that looks alike costs 1, any other edit 2, so two look-alike letters are as near as one
mistyped one.
"""

# Letters and digits that stand in for each other in fonts of browsers; pairs, both ways.
_LETTERS = (
    "0o 0d 0q oq oc 1l 1i il 1j ij lj 2z 3e 38 4a 5s 6b 6g 69 7t 7y 8b 9g 9q bd ce cg co gq pq hn "
    "hk hb mn mr nr nu uv vy vw wm ft kx ae eo"
)
_PAIRS = _LETTERS.split()
_ALIKE = frozenset((*_PAIRS, *(pair[::-1] for pair in _PAIRS)))
# Two letters that read as one, and the other way round in the brand's own name.
_LIGATURES = (
    ("rn", "m"), ("nn", "m"), ("vv", "w"), ("cl", "d"), ("dl", "d"), ("lc", "k"), ("lk", "k"),
    ("lh", "h"), ("lb", "b"), ("ae", "a"), ("oe", "o"), ("ii", "u"),
)  # fmt: skip
FAR = 99


def joined_shapes(name: str) -> set[str]:
    """The name, and the names that it reads as when two letters run into one."""
    shapes = {name}
    for two, one in _LIGATURES:
        if two in name:
            shapes |= {shape.replace(two, one) for shape in shapes}
    return shapes


def half_steps(one: str, other: str, most: int) -> int:
    """Half steps between the two, or FAR once it is clear that they are more than `most`."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) * 2 > most:
        return FAR
    one, other = _without_common_ends(one, other)
    before: list[int] = []
    row = [2 * at for at in range(len(other) + 1)]
    for at, letter in enumerate(one, 1):
        last, row, earlier = row, [2 * at], before
        for to, wanted in enumerate(other, 1):
            cost = min(last[to] + 2, row[to - 1] + 2, last[to - 1] + _swap(letter, wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, earlier[to - 2] + 2)
            row.append(cost)
        before = last
        if min(row) > most:
            return FAR
    return row[-1] if row[-1] <= most else FAR


def _swap(letter: str, wanted: str) -> int:
    if letter == wanted:
        return 0
    return 1 if letter + wanted in _ALIKE else 2


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    start, most = 0, min(len(one), len(other))
    while start < most and one[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
