"""What is done to the picture of a page before OCR: denoise, deskew, part the columns, smooth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

NOISY = 4.0
"""Mean difference in grey from the picture's own median filter; clean pages have below 2."""

SAMPLE = 1_000
"""Pixels of each side of the middle of the picture, from which its noise is judged."""

BORDER = 0.06
"""Part of the picture at each edge in which a dark border may stand, as copiers leave it."""

BORDER_INK = 0.4
"""Part of a row or column of pixels that ink covers there if it belongs to such a border."""

MAX_SKEW = 3.0
MIN_SKEW = 0.15
"""Degrees."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A way to smooth the edges of strokes, which Khmer's fine marks need.

    Attributes:
        blur: Standard deviation in pixels.
        thicken: Whether broken strokes are made thicker first.
    """

    blur: float
    thicken: bool = False

    def render(self, image: Image.Image) -> Image.Image:
        """Gives the smoothed picture."""
        if self.thicken:
            image = image.filter(ImageFilter.MinFilter(3))
        return image.filter(ImageFilter.GaussianBlur(self.blur))


SMOOTHEST = Rendering(1.54)
"""It keeps the parts of a line together; with less, subscripts are torn off here and there."""

SMOOTH = Rendering(1.12)
"""It fails at other lines and words."""

FOR_BROKEN_STROKES = Rendering(1.54, thicken=True)

ROW_MARGIN = 4
"""Pixels around a line that is read again."""

STRIP_GAP = 20
"""White pixels below each strip of an excerpt, so that lines do not grow together."""

MIN_GUTTER = 0.012
"""Part of the width of the picture."""


def prepare(image: Image.Image) -> Image.Image:
    """Removes dark borders, noise and skew."""
    image = _without_borders(image)
    if _noise(image) > NOISY:
        image = image.filter(ImageFilter.MedianFilter(3))
    angle = _skew(image)
    if abs(angle) < MIN_SKEW:
        return image
    return image.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some rows of a page's picture, strip below strip: OCR takes only the time that these need.

    Attributes:
        strips: Where each begins in the excerpt and on the page, in pixels, from the top.
    """

    image: Image.Image
    strips: tuple[tuple[int, int], ...] = ((0, 0),)

    def shift(self, y: float) -> int:
        """How much lower on the page than in the excerpt what has this height stands."""
        inside, on_page = max(strip for strip in self.strips if strip[0] <= max(0, y))
        return on_page - inside


def excerpt(image: Image.Image, rows: Iterable[tuple[int, int]]) -> Excerpt:
    """Cuts rows out of a picture.

    Args:
        rows: Upper and lower edges in pixels; at least one.
    """
    kept: list[tuple[int, int]] = []
    for first, last in sorted(rows):
        top, bottom = max(0, first - ROW_MARGIN), min(image.height, last + ROW_MARGIN)
        if kept and top <= kept[-1][1]:
            top, above = kept.pop()
            bottom = max(above, bottom)
        kept.append((top, bottom))
    height = sum(bottom - top + STRIP_GAP for top, bottom in kept)
    paper, strips, y = Image.new("L", (image.width, height), 255), [], 0
    for top, bottom in kept:
        paper.paste(image.crop((0, top, image.width, bottom)), (0, y))
        strips.append((y, top))
        y += bottom - top + STRIP_GAP
    return Excerpt(paper, tuple(strips))


def columns(image: Image.Image) -> list[tuple[int, int]]:
    """Left and right edges of the columns, in pixels; one or two.

    Two columns are parted by a white strip in the middle two fifths of the text.
    """
    ink = _grey(image) < _threshold(image)
    rows = np.flatnonzero(ink.sum(axis=1) > 0.002 * image.width)
    whole = [(0, image.width)]
    if len(rows) < 50:
        return whole
    share = ink[rows[0] : rows[-1]].mean(axis=0)
    inked = np.flatnonzero(share > 0.001)
    if not len(inked):
        return whole
    left, right = int(inked[0]), int(inked[-1])
    low, high = left + int(0.3 * (right - left)), left + int(0.7 * (right - left))
    widest, start, run = 0, 0, 0
    for x in range(low, high):
        run = run + 1 if share[x] < 0.0015 else 0
        if run > widest:
            widest, start = run, x - run + 1
    if widest <= MIN_GUTTER * image.width:
        return whole
    middle = start + widest // 2
    return [(0, middle), (middle, image.width)]


def _grey(image: Image.Image) -> npt.NDArray[np.float64]:
    return np.asarray(image, dtype=np.float64)


def _without_borders(image: Image.Image) -> Image.Image:
    ink = _grey(image) < _threshold(image)
    edges = []
    for axis in (0, 1):
        dark = np.flatnonzero(ink.mean(axis=axis) > BORDER_INK)
        length = ink.shape[1 - axis]
        near, far = dark[dark < BORDER * length], dark[dark > (1 - BORDER) * length]
        edges.append((near.max(initial=-1) + 1, far.min(initial=length)))
    (left, right), (top, bottom) = edges
    if (left, top, right, bottom) == (0, 0, image.width, image.height):
        return image
    paper = Image.new("L", image.size, 255)
    box = (int(left), int(top), int(right), int(bottom))
    paper.paste(image.crop(box), box)
    return paper


def _noise(image: Image.Image) -> float:
    x, y = max(0, (image.width - SAMPLE) // 2), max(0, (image.height - SAMPLE) // 2)
    image = image.crop((x, y, min(image.width, x + SAMPLE), min(image.height, y + SAMPLE)))
    return float(np.abs(_grey(image) - _grey(image.filter(ImageFilter.MedianFilter(3)))).mean())


def _skew(image: Image.Image) -> float:
    """The angle that makes the rows of ink sharpest: coarse steps, then fine ones."""
    scale = 600 / max(image.size)
    small = image.resize(
        (max(1, int(image.width * scale)), max(1, int(image.height * scale))),
        Image.Resampling.BILINEAR,
    )

    def sharpness(angle: float) -> float:
        turned = small.rotate(angle, fillcolor=255, resample=Image.Resampling.BILINEAR)
        profile = (255 - _grey(turned))[:, 60:-60].sum(axis=1)
        return float((np.diff(profile) ** 2).sum())

    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.5), key=sharpness)
    return float(max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=sharpness))


def _threshold(image: Image.Image) -> int:
    """Otsu's threshold between ink and paper (IEEE Trans. SMC 9, 1979)."""
    histogram = np.asarray(image.histogram(), dtype=np.float64)
    weight = np.cumsum(histogram)
    moment = np.cumsum(histogram * np.arange(256))
    with np.errstate(all="ignore"):
        variance = (moment[-1] * weight / weight[-1] - moment) ** 2 / (
            weight * (weight[-1] - weight)
        )
    return int(np.nanargmax(variance)) if np.isfinite(variance).any() else 128
