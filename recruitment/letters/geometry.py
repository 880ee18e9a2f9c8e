"""Where things may stand on a letter, in millimetres from the top left of A4.

The boxes are those of GOV.UK Notify's letters. All that is not in one of them stays blank for the
print house: its marks and barcodes go there, and we print none of our own.
"""

from dataclasses import dataclass

POINT = 25.4 / 72


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


PAGE = Box(0, 0, 210, 297)
WINDOW = Box(24.6, 39.5, 120, 66.3)
LOGO = Box(15, 5, 125, 30)
SENDER = Box(125, 5, 195, 95)
FIRST_BODY = Box(15, 95, 195, 292)
OTHER_PAGES = Box(15, 5, 195, 292)

PRINTABLE_FIRST = (LOGO, SENDER, FIRST_BODY)
PRINTABLE_OTHER = (OTHER_PAGES,)

# What lies outside them, for whoever must find a place: the mailing house's clear zones.
CLEAR_OTHER = {
    "left margin": Box(0, 0, 15, 297),
    "right margin": Box(195, 0, 210, 297),
}
CLEAR = {
    **CLEAR_OTHER,
    "zone beside the window": Box(0, 30, 24.6, 95),
    "zone below the window": Box(0, 66.3, 125, 95),
}

# Where the letter is folded, from the top, and the marks that show it.
FOLDS = (99, 198)
FOLD_MARKS = {fold: Box(191.5, fold - 0.5, 195, fold + 0.5) for fold in FOLDS}

# Stamped on the body, which leaves these blank.
CODE = Box(66, 259, 190, 272)
QR = Box(20, 234, 61, 275)
REFERENCE = Box(165, 288, 195, 292)
