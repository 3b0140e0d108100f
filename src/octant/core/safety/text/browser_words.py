"""The word lists as ES modules for the browser's screening, made from `../data`.

`python -m octant.core.safety.text.browser_words` writes `static/safety/words/*.js`.
"""

from pathlib import Path

from octant.core.safety.text.words import CHINESE, LANGUAGES

_APP = Path(__file__).parent.parent
FOLDER = _APP / "static/safety/words"


def modules() -> dict[str, str]:
    """File name to the text of the module, one for each BIP-39 list."""
    made = {}
    for language in LANGUAGES + CHINESE:
        words = (_APP / f"data/bip39/{language}.txt").read_text(encoding="utf-8").split()
        joined = "".join(words) if language in CHINESE else " ".join(words)
        made[f"{language}.js"] = f'// Made by browser_words.py.\nexport default "{joined}";\n'
    return made


def main() -> None:
    """Write the modules."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in modules().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
