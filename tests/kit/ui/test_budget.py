"""Rules that keep the design system small, legible and inside its policy."""

import gzip
import re
from pathlib import Path

import pytest

import octant.kit.ui

HERE = Path(octant.kit.ui.__file__).parent
STATIC = HERE / "static" / "ui"
CUSTOMER = ("tokens", "base", "frame", "controls", "components", "overlays", "prose", "print")
STYLE_LIMIT_BYTES = 12 * 1024
MODULES = sorted(STATIC.glob("*.js"))
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))


def test_a_customers_page_loads_at_most_12_kilobytes_of_style() -> None:
    sizes = [len(gzip.compress((STATIC / f"{name}.css").read_bytes(), 9)) for name in CUSTOMER]

    assert sum(sizes) <= STYLE_LIMIT_BYTES


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_modules_are_short_and_import_one_thing_a_line(module: Path) -> None:
    lines = module.read_text().splitlines()

    assert len(lines) <= 150
    for line in lines:
        if line.startswith("import"):
            assert re.fullmatch(r'import (?:\{[^}]*\} from )?"\./[a-z-]+\.js";', line), line


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_script_style_or_handler(template: Path) -> None:
    source = template.read_text()

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", source)


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text()))
    used = {
        name
        for template in TEMPLATES
        for name in re.findall(r'\{% icon "([a-z-]+)"', template.read_text())
    }

    assert used <= drawn


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def defaults(theme: str) -> dict[str, str]:
    source = (STATIC / "tokens.css").read_text()
    dark_at = source.index(':root[data-theme="dark"]')
    part = source[:dark_at] if theme == "light" else source[dark_at:]
    return dict(re.findall(r"--([a-z-]+): (?:var\(--brand-[a-z-]+, )?(#[0-9a-f]{3,6})\)?;", part))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["canvas", "raised", "sunken"])
def test_text_reaches_4_5_and_borders_of_inputs_3(theme: str, ground: str) -> None:
    colours = defaults(theme)

    for text in ("ink", "ink-soft", "accent", "info", "ok", "warn", "danger"):
        assert contrast(colours[text], colours[ground]) >= 4.5, text
    assert contrast(colours["line-strong"], colours[ground]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tone", ["info", "ok", "warn", "danger"])
def test_a_tone_is_legible_on_its_own_tint(theme: str, tone: str) -> None:
    colours = defaults(theme)

    assert contrast(colours[tone], colours[f"{tone}-soft"]) >= 4.5
    assert contrast(colours["ink"], colours[f"{tone}-soft"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_the_accent_is_legible(theme: str) -> None:
    colours = defaults(theme)

    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5


def test_dark_by_choice_and_dark_by_device_are_the_same() -> None:
    source = (STATIC / "tokens.css").read_text()
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', source, re.DOTALL)
    device = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', source, re.DOTALL)

    assert chosen and device
    declared = chosen.group(1).replace("color-scheme: dark;", "").split()
    assert declared == device.group(1).split()
