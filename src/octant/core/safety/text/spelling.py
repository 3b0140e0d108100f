"""Near misses of list words."""

from collections.abc import Container


def one_slip_from(word: str, words: Container[str]) -> bool:
    """Whether one letter left out, added, swapped with its neighbour or replaced makes a
    word of `words` (Damerau-Levenshtein distance 1)."""
    if len(word) > 24:
        return False
    letters = sorted(set("abcdefghijklmnopqrstuvwxyz") | set(word))
    if any(ord(letter) > 0x2FF for letter in word):
        letters = [chr(code) for code in range(ord(min(word)), ord(max(word)) + 1)][:512]
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after and before + after[1:] in words:
            return True
        if len(after) > 1 and before + after[1] + after[0] + after[2:] in words:
            return True
        for letter in letters:
            if before + letter + after in words or before + letter + after[1:] in words:
                return True
    return False
