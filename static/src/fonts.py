"""Make the TrueType fonts of letters and reports from the web fonts: python static/src/fonts.py.

The web fonts come in two subsets (Latin; Latin extended, with Welsh ŵ and ŷ). A PDF wants one file
a weight, so the two are merged, under another name because they differ from the original. Urdu’s
face is only unpacked.
"""

from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "build" / "fonts"
FAMILY = "Assembly Sans"
URDU = "noto-nastaliq-urdu-arabic-{}-normal.woff"
STYLES = {"Regular": 400, "Bold": 700}
NAMES = {1: "{family}", 3: "{family} {style}", 4: "{family} {style}", 6: "{joined}-{style}"}


def merged(weight: int) -> TTFont:
    """Return both subsets of one weight as one font, the same bytes at each build."""
    stem = "atkinson-hyperlegible-next-{}-{}-normal.woff"
    subsets = [str(FONTS / stem.format(subset, weight)) for subset in ("latin", "latin-ext")]
    font = Merger().merge(subsets)
    original = TTFont(subsets[0])["head"]
    font["head"].created, font["head"].modified = original.created, original.modified
    font.recalcTimestamp = False
    return font


def rename(font: TTFont, style: str) -> None:
    for number, pattern in NAMES.items():
        name = pattern.format(family=FAMILY, joined=FAMILY.replace(" ", ""), style=style)
        for platform in ((3, 1, 0x409), (1, 0, 0)):
            if font["name"].getName(number, *platform):
                font["name"].setName(name, number, *platform)


def main() -> None:
    for style, weight in STYLES.items():
        font = merged(weight)
        rename(font, style)
        font.save(FONTS / f"AssemblySans-{style}.ttf")
        urdu = TTFont(FONTS / URDU.format(weight))
        urdu.flavor = None
        urdu.recalcTimestamp = False
        urdu.save(FONTS / f"NotoNastaliqUrdu-{style}.ttf")


if __name__ == "__main__":
    main()
