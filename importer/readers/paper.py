"""What of the picture of a page is ink: seals, shadows, and what lies around the paper are left out."""

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath, ImageOps

#: Brightness below which a dot is ink.
DARK = 150

#: Degrees by which a page lies askew at most.
_ASKEW = 6
#: Dots that are looked at as one for shadows and for what lies around the page; brightness of a lid, and of paper without a shadow.
_COARSE, _SURROUNDINGS, _LIT = 16, 90, 225
#: How far the colours of a page without any differ; share of the ink that is print for sure, how much lighter the rest of it may
#: be, the shade at which print is too faint to be told from a seal, and dots around print that belong to it.
_COLOUR, _PRINTED, _LIGHTER, _FAINT, _NEAR = 24, 0.25, 45, 130, 7
#: Dots that are looked at as one for seals, the ink of them from which they are one, and how much lighter it is made there.
_SEALED, _SOLID, _SHARP = 8, 60, 6


def ink(picture):
    """Return the black ink of a page in grey, on white."""
    return black(_lit(_without_surroundings(picture)))


def black(picture):
    """Return the page in grey as through a red glass, and what is red or blue as bright as paper: only black ink is left."""
    red, green, blue = picture.split()
    is_light = red.point(lambda value: max(0, min(255, (value - 120) * 4)))
    is_red = ImageChops.subtract(red, green).point(lambda value: max(0, min(255, (value - 40) * 4)))
    is_blue = ImageChops.subtract(blue, red).point(lambda value: max(0, min(255, (value - 40) * 4)))
    left = ImageChops.add(ImageChops.add(red, ImageChops.darker(is_light, is_red)), is_blue)
    return left.point(lambda value: min(255, value * 5 // 4))


def skew(page):
    """Return the degrees by which the page has to be turned for its lines to lie level."""
    small = ImageOps.invert(page.reduce(4)).point(lambda value: 255 if value > 255 - DARK else 0)

    def sharpness(angle):
        turned = small.rotate(angle) if angle else small
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        return sum((a - b) ** 2 for a, b in zip(rows, rows[1:]))

    best = 0.0
    for step, reach in ((1.0, _ASKEW), (0.25, 0.75), (0.05, 0.2)):
        steps = round(reach / step)
        best = max((best + step * number for number in range(-steps, steps + 1)), key=sharpness)
    return round(best, 2)


def is_grey(picture):
    """Tell whether a page was scanned without colours."""
    red, green, blue = picture.reduce(_COARSE).split()
    return all(ImageChops.difference(red, each).getextrema()[1] < _COLOUR for each in (green, blue))


def shade_of_print(page):
    """Return the brightness up to which ink of a page without colours is print, no seal or stamp; None where print is too faint."""
    shades = page.histogram()[:DARK]
    dots, limit = sum(shades), 0
    while dots and sum(shades[:limit + 1]) < dots * _PRINTED:
        limit += 1
    return limit + _LIGHTER if limit + _LIGHTER <= _FAINT else None


def print_of(page):
    """Return the ink of a page that was scanned without colours, less what is nowhere as dark as print: seals and stamps.

    Faint print stays as it is. Rules that are thin are lighter as well, so they are to be found before.
    """
    limit = shade_of_print(page)
    if limit is None:
        return page
    near = page.point(lambda value: 255 if value < limit else 0).filter(ImageFilter.MaxFilter(_NEAR))
    left = ImageChops.lighter(page, ImageChops.invert(near))
    # Where a seal lies over print, what is light between the letters is of the seal.
    seal = ImageChops.lighter(page, near).point(lambda value: 255 if value < DARK else 0).reduce(_SEALED)
    around = seal.point(lambda value: 255 if value > _SOLID else 0).filter(ImageFilter.MaxFilter(5))
    if not around.getbbox():
        return left
    sharp = page.point(lambda value: min(255, value + max(0, value - limit) * _SHARP))
    return Image.composite(sharp, left, around.resize(page.size, Image.Resampling.NEAREST))


def _without_surroundings(picture):
    """Return the page with white where the dark lid of the scanner, or the table below the paper, is in the picture."""
    small = picture.convert("L").reduce(_COARSE)
    dark = small.point(lambda value: 255 if value < _SURROUNDINGS else 0)
    if not any(side.getbbox() for side in _sides(dark)):
        return picture
    around = ImageOps.expand(dark, 1, fill=255)
    ImageDraw.floodfill(around, (0, 0), 128)
    mask = around.point(lambda value: 255 if value == 128 else 0).crop((1, 1, 1 + small.width, 1 + small.height))
    mask = mask.filter(ImageFilter.MaxFilter(3)).resize(picture.size, Image.Resampling.NEAREST)
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, mask)


def _sides(picture):
    width, height = picture.size
    boxes = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height))
    return [picture.crop(box) for box in boxes]


def _lit(picture):
    """Return the page as if all of its paper were as bright: without the shadow of a fold, or of whoever takes a photo."""
    ground = picture.reduce(_COARSE).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))
    if min(low for low, _high in ground.getextrema()) > _LIT:
        return picture
    ground = ground.resize(picture.size, Image.Resampling.BILINEAR)
    return Image.merge("RGB", [_divided(*bands) for bands in zip(picture.split(), ground.split())])


def _divided(band, ground):
    """Return the brightness of ``band`` as it were if that of ``ground`` was white."""
    return ImageMath.lambda_eval(
        lambda of: of["convert"](of["min"](of["band"] * 255 / of["ground"], 255), "L"), band=band, ground=ground)
